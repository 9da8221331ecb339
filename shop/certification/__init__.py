"""Certification: certified goods, their certificates, and the rule that decides what may be seen and sold."""

from shop.certification.certificate_state import CertificateState, last_day_in_force, state_at
from shop.certification.codes import certificate_code, parse_certificate_code
from shop.certification.figures import Counted, DocumentCount, document_counts
from shop.certification.models import (
    GROUPS,
    Certificate,
    CertificateExtension,
    CertificateRevocation,
    CertifiedGood,
    GoodPlace,
    RegisterImport,
    RegisterRow,
)
from shop.certification.operations import (
    award_certificate,
    complete_recognition_day,
    extend_certificate,
    revoke_certificate,
)
from shop.certification.queries import (
    DueCertificate,
    GoodStanding,
    certificate_in_force_at,
    changes_around,
    find_certificate,
    find_good_by_slug,
    good_is_certified_at,
    list_certificates_of,
    list_due_certificates,
    next_change_after,
    standing_of,
    standings_of,
)
from shop.certification.refusals import (
    AlreadyAwarded,
    CertificateRevoked,
    DayContradictsYear,
    DayIsKnown,
    EvidenceMissing,
    ExtensionOutOfBounds,
    NoCertificateForStars,
    NoSuchCertificate,
    NoSuchGood,
    ProducerUnknown,
    RecognisedInFuture,
)
from shop.certification.register_file import read_register_file
from shop.certification.register_import import ImportReport, import_register
from shop.certification.register_picture import RegisterEntry, RegisterPicture, count_by_standing, register_picture
from shop.certification.register_plan import Outcome, PlannedRow
from shop.certification.register_reasons import Reason, ReasonCode, RegisterRefused
from shop.certification.register_statements import RegisterFile, Statement
from shop.certification.register_store import Signature
from shop.certification.register_titles import Decision, province_name
from shop.certification.register_wording import describe
from shop.certification.rules import (
    AwaitingReason,
    EntryKind,
    FilingWindow,
    RevocationGround,
    Standing,
    TimelineEntry,
    filing_window,
    validity_from,
)
from shop.certification.sources import SourceRow, list_source_rows

__all__ = [
    "GROUPS",
    "AlreadyAwarded",
    "AwaitingReason",
    "Certificate",
    "CertificateExtension",
    "CertificateRevocation",
    "CertificateRevoked",
    "CertificateState",
    "CertifiedGood",
    "Counted",
    "DayContradictsYear",
    "DayIsKnown",
    "Decision",
    "DocumentCount",
    "DueCertificate",
    "EntryKind",
    "EvidenceMissing",
    "ExtensionOutOfBounds",
    "FilingWindow",
    "GoodPlace",
    "GoodStanding",
    "ImportReport",
    "NoCertificateForStars",
    "NoSuchCertificate",
    "NoSuchGood",
    "Outcome",
    "PlannedRow",
    "ProducerUnknown",
    "Reason",
    "ReasonCode",
    "RecognisedInFuture",
    "RegisterEntry",
    "RegisterFile",
    "RegisterImport",
    "RegisterPicture",
    "RegisterRefused",
    "RegisterRow",
    "RevocationGround",
    "Signature",
    "SourceRow",
    "Standing",
    "Statement",
    "TimelineEntry",
    "award_certificate",
    "certificate_code",
    "certificate_in_force_at",
    "changes_around",
    "complete_recognition_day",
    "count_by_standing",
    "describe",
    "document_counts",
    "extend_certificate",
    "filing_window",
    "find_certificate",
    "find_good_by_slug",
    "good_is_certified_at",
    "import_register",
    "last_day_in_force",
    "list_certificates_of",
    "list_due_certificates",
    "list_source_rows",
    "next_change_after",
    "parse_certificate_code",
    "province_name",
    "read_register_file",
    "register_picture",
    "revoke_certificate",
    "standing_of",
    "standings_of",
    "state_at",
    "validity_from",
]
