"""The acts on one good as pages: their words, their forms, what stands in them at first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shop.certification import LONGEST_EXTENSION, Certificate, CertifiedGood
from shop.programme.act_forms import (
    ActForm,
    AwardForm,
    CompleteForm,
    CorrectCertificateForm,
    CorrectGoodForm,
    ExtendForm,
    MergeForm,
    RevokeForm,
    SplitForm,
)
from shop.web.words import _


@dataclass(frozen=True)
class FormKind:
    """An act as a page: its words, its form, what stands in it at first."""

    title: Callable[[], str]
    lead: Callable[[], str]
    form: type[ActForm]
    template: str
    values: Callable[[CertifiedGood, list[Certificate]], Mapping[str, object]] = lambda good, certificates: {}
    is_hard: bool = False


def _latest(certificates: list[Certificate], *, alive: bool = True) -> Certificate | None:
    fitting = [one for one in certificates if not alive or one.revocation is None]
    return fitting[-1] if fitting else None


def _extension(good: CertifiedGood, certificates: list[Certificate]) -> Mapping[str, object]:
    latest = _latest(certificates)
    return {"code": latest.code, "last_day": (latest.last_day + LONGEST_EXTENSION).isoformat()} if latest else {}


def _revocation(good: CertifiedGood, certificates: list[Certificate]) -> Mapping[str, object]:
    latest = _latest(certificates)
    return {"code": latest.code} if latest else {}


def _completion(good: CertifiedGood, certificates: list[Certificate]) -> Mapping[str, object]:
    open_ones = [one for one in certificates if not one.day_is_known]
    return {"code": open_ones[-1].code} if open_ones else {}


def certificate_values(certificate: Certificate) -> Mapping[str, object]:
    """What the form of a correction shows before anything is typed."""
    return {
        "code": certificate.code,
        "stars": str(certificate.stars),
        "decided_on": certificate.decided_on.isoformat() if certificate.decided_on else "",
        "decided_year": str(certificate.decided_year),
        "decision_number": certificate.decision_number or "",
        "issuer": certificate.issuer or "",
    }


def _correction(good: CertifiedGood, certificates: list[Certificate]) -> Mapping[str, object]:
    latest = _latest(certificates, alive=False)
    return certificate_values(latest) if latest else {}


def _good_values(good: CertifiedGood, certificates: list[Certificate]) -> Mapping[str, object]:
    return {
        "name": good.name,
        "group": good.group or "",
        "producer_id": str(good.producer_id or ""),
        "province": good.province_code or "",
        "commune": good.commune_code or "",
    }


def _award_values(good: CertifiedGood, certificates: list[Certificate]) -> Mapping[str, object]:
    latest = _latest(certificates, alive=False)
    return {"stars": str(latest.stars), "issuer": latest.issuer or ""} if latest else {}


KINDS: dict[str, FormKind] = {
    "cong-nhan": FormKind(
        lambda: _("Recognise"),
        lambda: _(
            "A decision gives stars for 36 months from its day. Whether it is the first, renews, raises or lowers"
            " follows from what the good had before."
        ),
        AwardForm,
        "award",
        _award_values,
    ),
    "gia-han": FormKind(
        lambda: _("Extend"),
        lambda: _("The authority lets it count while it decides: at most 180 days past the 36 months (Art. 12.3)."),
        ExtendForm,
        "extend",
        _extension,
    ),
    "thu-hoi": FormKind(
        lambda: _("Revoke"),
        lambda: _("The certificate ends at once: the good leaves the shop and unpaid orders with it are cancelled."),
        RevokeForm,
        "revoke",
        _revocation,
        is_hard=True,
    ),
    "bo-sung-ngay": FormKind(
        lambda: _("Add the day of recognition"),
        lambda: _("The source states only the year. From the day the 36 months are counted anew; the code stays."),
        CompleteForm,
        "complete",
        _completion,
    ),
    "dinh-chinh": FormKind(
        lambda: _("Correct a certificate"),
        lambda: _(
            "For a slip of the register, never for a new decision. The wrong certificate is taken out and stays"
            " readable; a right one takes its place."
        ),
        CorrectCertificateForm,
        "correct",
        _correction,
    ),
    "sua": FormKind(
        lambda: _("Correct name, group, place or producer"),
        lambda: _("What is printed in the sources stays as it is; this is what the register says of the good."),
        CorrectGoodForm,
        "good",
        _good_values,
    ),
    "gop": FormKind(
        lambda: _("Merge with another entry"),
        lambda: _("Two entries turned out to be one good: certificates, rows and stalls' goods go to the one kept."),
        MergeForm,
        "merge",
        lambda good, certificates: {"keep": "this"},
    ),
    "tach": FormKind(
        lambda: _("Split off certificates"),
        lambda: _("Some certificates belong to another good: it gets an entry of its own."),
        SplitForm,
        "split",
        lambda good, certificates: {"name": good.name, "producer_id": str(good.producer_id or "")},
    ),
}
