"""Files of decisions as offices write them, read into statements; told in both languages what is wrong. Pure.

It loads neither the web nor the database, so that the process that opens strangers' files begins at once.
"""

from shop.register_files.addresses import province_name
from shop.register_files.contacts import reaches_a_person, with_contacts_veiled
from shop.register_files.corrections import CORRECTABLE, corrected, faults_of, left_problems, read_correction
from shop.register_files.decision_keys import issuer_key, number_key
from shop.register_files.files import read_register_file
from shop.register_files.headings import field_of, likely_field_of
from shop.register_files.packing import (
    ReadRowText,
    as_text,
    packed_reason,
    read_together,
    rows_of_line,
    unpacked_reason,
    unpacked_reasons,
    unpacked_statement,
)
from shop.register_files.reasons import CellRefused, Reason, ReasonCode, RegisterRefused
from shop.register_files.statements import AwaitingReason, RegisterFile, Statement
from shop.register_files.titles import Decision
from shop.register_files.vocabulary import Field
from shop.register_files.wording import describe

__all__ = [
    "CORRECTABLE",
    "AwaitingReason",
    "CellRefused",
    "Decision",
    "Field",
    "ReadRowText",
    "Reason",
    "ReasonCode",
    "RegisterFile",
    "RegisterRefused",
    "Statement",
    "as_text",
    "corrected",
    "describe",
    "faults_of",
    "field_of",
    "issuer_key",
    "left_problems",
    "likely_field_of",
    "number_key",
    "packed_reason",
    "province_name",
    "reaches_a_person",
    "read_correction",
    "read_register_file",
    "read_together",
    "rows_of_line",
    "unpacked_reason",
    "unpacked_reasons",
    "unpacked_statement",
    "with_contacts_veiled",
]
