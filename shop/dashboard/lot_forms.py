"""The forms of lots and planting areas."""

from __future__ import annotations

from datetime import date

from wtforms import Field, ValidationError

from shop.catalogue import refused_claim
from shop.lots import (
    LONGEST_AREA_CODE,
    LONGEST_LINE,
    LONGEST_NUMBER,
    LONGEST_REASON,
    AreaFacts,
    Lot,
    LotFacts,
    PlantingArea,
)
from shop.web.fields import day_field, day_in, line
from shop.web.forms import ShopForm, text_field
from shop.web.words import _


def _claims_nothing(form: ShopForm, field: Field) -> None:
    """Everybody reads it, for as long as packs last; a certificate need not."""
    claim = refused_claim(str(field.data or ""), None)
    if claim is not None:
        raise ValidationError(
            _("The certificate speaks for the good: please leave out “%(words)s”.", words=claim.words)
        )


class LotForm(ShopForm):
    """Of which good, its number on the pack, when it was made, until when it is good, and where it grew."""

    good = line(12)
    number = text_field(LONGEST_NUMBER, empty=lambda: _("Please give the number that stands on the pack."))
    made_on = day_field()
    best_before_on = day_field()
    area = line(12)
    note_vi = line(LONGEST_LINE)
    note_en = line(LONGEST_LINE)
    validate_number = validate_note_vi = validate_note_en = _claims_nothing

    @classmethod
    def of(cls, lot: Lot) -> LotForm:
        """The form as it stands for a lot."""
        return cls(
            data={
                "good": str(lot.good_id),
                "number": lot.number,
                "made_on": lot.made_on.isoformat(),
                "best_before_on": lot.best_before_on.isoformat() if lot.best_before_on else "",
                "area": str(lot.planting_area_id or ""),
                "note_vi": lot.note_vi,
                "note_en": lot.note_en,
            }
        )

    def validate_good(self, field: Field) -> None:
        """One of the stall's; whether it is, the feature looks."""
        if not str(field.data or "").isdecimal():
            raise ValidationError(_("Please choose the good."))

    def validate_made_on(self, field: Field) -> None:
        """A lot was made on a day."""
        if not field.data:
            raise ValidationError(_("Please say when it was made."))

    def validate_area(self, field: Field) -> None:
        """One of the stall's areas, or none."""
        if field.data and not str(field.data).isdecimal():
            raise ValidationError(_("Please choose one of these."))

    @property
    def good_id(self) -> int:
        """The good that was chosen."""
        return int(str(self.good.data))

    def entry(self) -> LotFacts:
        """The clean values."""
        return LotFacts(
            number=str(self.number.data),
            made_on=day_in(self.made_on) or date.max,
            best_before_on=day_in(self.best_before_on),
            planting_area_id=int(self.area.data) if self.area.data else None,
            note_vi=str(self.note_vi.data),
            note_en=str(self.note_en.data),
        )


class RecallForm(ShopForm):
    """Why a lot is called back."""

    reason = text_field(
        LONGEST_REASON,
        empty=lambda: _("Say why it is called back: whoever scans the code reads it. Nothing was changed."),
    )
    validate_reason = _claims_nothing


class AreaForm(ShopForm):
    """A planting-area code as printed, its issuer, what grows where."""

    code = text_field(LONGEST_AREA_CODE, empty=lambda: _("Please give the code as it is printed."))
    issuer = text_field(LONGEST_LINE, empty=lambda: _("Please say which authority gave it."))
    place = line(LONGEST_LINE)
    crop = line(LONGEST_LINE)
    validate_code = validate_issuer = validate_place = validate_crop = _claims_nothing

    @classmethod
    def of(cls, area: PlantingArea) -> AreaForm:
        """The form as it stands for a planting area."""
        return cls(data={"code": area.code, "issuer": area.issuer, "place": area.place, "crop": area.crop})

    def entry(self) -> AreaFacts:
        """The clean values."""
        return AreaFacts(str(self.code.data), str(self.issuer.data), str(self.place.data), str(self.crop.data))
