"""The forms of acts on one good: what was typed, and the request that it makes of the register."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from wtforms import Field, StringField, ValidationError

from shop.certification import (
    Award,
    CertifiedGood,
    Complete,
    CorrectCertificate,
    CorrectGood,
    Extend,
    Merge,
    RevocationGround,
    Revoke,
    Split,
)
from shop.places import find_commune, find_province
from shop.values.folding import tidy
from shop.values.ocop import FIRST_YEAR, GROUPS
from shop.web.fields import day_field, day_in, key_fits, line, lines, number, number_in
from shop.web.forms import ShopForm, choice_field, text_field
from shop.web.words import _

LONGEST_EVIDENCE, LONGEST_NUMBER, LONGEST_ISSUER, LONGEST_NAME = 1000, 80, 300, 300
STARS = ("3", "4", "5")
LAST_YEAR = 2100
NOBODY = 0


class ActForm(ShopForm):
    """A form of one act on one good; every act names its paper."""

    evidence = lines(LONGEST_EVIDENCE)

    def validate_evidence(self, field: Field) -> None:
        """Every act made in the office names the paper it rests on."""
        if not field.data:
            raise ValidationError(_("Say which paper it rests on: its number, its day, who signed it."))

    @property
    def faults(self) -> dict[str, str | None]:
        """What is wrong with each field, None with nothing: what templates ask for."""
        return {**dict.fromkeys(self._fields), **self.problems}

    def request(self, good: CertifiedGood) -> Any:
        """What is asked of the register; call it after `validate`."""
        raise NotImplementedError


def _code_field() -> StringField:
    return text_field(20, empty=lambda: _("Choose the certificate."))


class AwardForm(ActForm):
    """A recognition by a decision: the first, or one that renews, raises or lowers."""

    stars = choice_field(STARS)
    decided_on = day_field(is_needed=True)
    decision_number = text_field(LONGEST_NUMBER, empty=lambda: _("Please give the number of the decision."))
    issuer = text_field(LONGEST_ISSUER, empty=lambda: _("Please say who signed the decision."))

    def request(self, good: CertifiedGood) -> Award:
        """The recognition."""
        return Award(
            good_id=good.id,
            stars=int(str(self.stars.data)),
            decided_on=_day(self.decided_on),
            decision_number=str(self.decision_number.data),
            issuer=str(self.issuer.data),
        )


class ExtensionForm(ActForm):
    """The authority lets certificates count on while it decides."""

    last_day = day_field(is_needed=True)

    def of(self, codes: tuple[str, ...]) -> Extend:
        """The extension of these certificates."""
        return Extend(codes=codes, last_day=_day(self.last_day))


class ExtendForm(ExtensionForm):
    """The extension of one certificate."""

    code = _code_field()

    def request(self, good: CertifiedGood) -> Extend:
        """The extension."""
        return self.of((str(self.code.data),))


class RevocationForm(ActForm):
    """Certificates end at once, on one of the six lawful grounds."""

    ground = choice_field(tuple(RevocationGround))

    def of(self, codes: tuple[str, ...]) -> Revoke:
        """The revocation of these certificates."""
        return Revoke(codes=codes, ground=RevocationGround(str(self.ground.data)))


class RevokeForm(RevocationForm):
    """The revocation of one certificate."""

    code = _code_field()

    def request(self, good: CertifiedGood) -> Revoke:
        """The revocation."""
        return self.of((str(self.code.data),))


class CompleteForm(ActForm):
    """The day of a recognition of which the source states only the year."""

    code = _code_field()
    decided_on = day_field(is_needed=True)

    def request(self, good: CertifiedGood) -> Complete:
        """The completion."""
        return Complete(code=str(self.code.data), decided_on=_day(self.decided_on))


class CorrectCertificateForm(ActForm):
    """What a certificate says in truth; the wrong one is withdrawn and a right one takes its place."""

    code = _code_field()
    stars = choice_field(STARS)
    decided_on = day_field()
    decided_year = number(FIRST_YEAR, LAST_YEAR, is_needed=False)
    decision_number = line(LONGEST_NUMBER)
    issuer = line(LONGEST_ISSUER)

    def request(self, good: CertifiedGood) -> CorrectCertificate:
        """The correction; without a day only the year stays known."""
        return CorrectCertificate(
            code=str(self.code.data),
            stars=int(str(self.stars.data)),
            decided_on=day_in(self.decided_on),
            decision_number=str(self.decision_number.data) or None,
            issuer=str(self.issuer.data) or None,
            decided_year=number_in(self.decided_year),
        )


class CorrectGoodForm(ActForm):
    """What the register says of the good itself."""

    name = text_field(LONGEST_NAME, empty=lambda: _("Please give it a name."))
    validate_name = key_fits(LONGEST_NAME)
    group = StringField(filters=[lambda typed: tidy(typed or "")])
    producer_id = StringField(filters=[lambda typed: tidy(typed or "")])
    province = StringField(filters=[lambda typed: tidy(typed or "")])
    commune = StringField(filters=[lambda typed: tidy(typed or "")])

    def validate_group(self, field: Field) -> None:
        """One of the six groups, or none that is known."""
        if field.data and field.data not in GROUPS:
            raise ValidationError(_("Please choose one of these."))

    def validate_province(self, field: Field) -> None:
        """The code of a province of today, or none that is known."""
        province = find_province(field.data) if field.data else None
        if field.data and (province is None or province.code != field.data):
            raise ValidationError(_("Please choose one of these."))

    def validate_commune(self, field: Field) -> None:
        """A commune lies in the province that was chosen."""
        commune = find_commune(field.data) if field.data else None
        if field.data and (commune is None or commune.province_code != self.province.data):
            raise ValidationError(_("This commune lies in another province. Choose it again."))

    def request(self, good: CertifiedGood) -> CorrectGood:
        """The correction."""
        return CorrectGood(
            good_id=good.id,
            name=str(self.name.data),
            group=str(self.group.data) or None,
            producer_id=number_typed(self.producer_id.data),
            province_code=str(self.province.data) or None,
            commune_code=str(self.commune.data) or None,
        )


class MergeForm(ActForm):
    """Two entries are one good: which one stays."""

    other_id = text_field(12, empty=lambda: _("Choose the other entry."))
    keep = choice_field(("this", "other"))

    def request(self, good: CertifiedGood) -> Merge:
        """The merger."""
        other = number_typed(self.other_id.data) or NOBODY
        kept, gone = (good.id, other) if self.keep.data == "this" else (other, good.id)
        return Merge(kept_id=kept, gone_id=gone)


class SplitForm(ActForm):
    """Some certificates are another good's: it gets an entry of its own."""

    codes = text_field(600, empty=lambda: _("Tick the certificates that go to the new entry."))
    name = text_field(LONGEST_NAME, empty=lambda: _("Please give it a name."))
    validate_name = key_fits(LONGEST_NAME)
    producer_id = text_field(12, empty=lambda: _("Choose who makes it."))

    def request(self, good: CertifiedGood) -> Split:
        """The split."""
        codes, producer_id = tuple(str(self.codes.data).split()), number_typed(self.producer_id.data)
        return Split(good_id=good.id, codes=codes, name=str(self.name.data), producer_id=producer_id)


def _day(field: Field) -> date:
    day = day_in(field)
    if day is None:
        raise ValueError("the form was not validated")
    return day


def number_typed(typed: str | None) -> int | None:
    """The number of a row that a form names, None where it names none; NOBODY where no row can have it."""
    if not typed:
        return None
    return int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else NOBODY
