"""The forms of fairs: the fair itself, a booth, a cashier."""

from __future__ import annotations

from datetime import date

from wtforms import Field, Form, StringField, ValidationError

from shop.fairs import FairWritten
from shop.values.folding import tidy
from shop.web.fields import line, parse_day
from shop.web.forms import ShopForm, text_field
from shop.web.words import _

LONGEST_NAME, LONGEST_PLACE, LONGEST_CODE = 120, 200, 20
# A fair that lasts longer was typed wrongly.
MOST_DAYS = 60


def _day_needed(form: Form, field: Field) -> None:
    if parse_day(field.data or "") is None:
        raise ValidationError(_("Please type a day such as 31/12/2026."))


def _day() -> StringField:
    return StringField(filters=[lambda typed: tidy(typed or "")], validators=[_day_needed])


class FairForm(ShopForm):
    """What a fair is called, where and when it is, who answers for it."""

    name = text_field(LONGEST_NAME, empty=lambda: _("Give the fair its name."))
    name_en = line(LONGEST_NAME)
    place = text_field(LONGEST_PLACE, empty=lambda: _("Say where it is."))
    starts_on = _day()
    ends_on = _day()
    owner = StringField()

    def validate_ends_on(self, field: Field) -> None:
        """The last day is not before the first, and not months after it."""
        first, last = self.days
        if first and last and last < first:
            raise ValidationError(_("The last day lies before the first."))
        if first and last and (last - first).days >= MOST_DAYS:
            raise ValidationError(_("A fair of more than %(days)s days? Look at both days again.", days=MOST_DAYS))

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day, None where none is typed."""
        return parse_day(self.starts_on.data or ""), parse_day(self.ends_on.data or "")

    def written(self, owner_id: int) -> FairWritten | None:
        """The clean values; None where something is missing."""
        first, last = self.days
        if not self.validate() or first is None or last is None:
            return None
        return FairWritten(str(self.name.data), str(self.name_en.data), str(self.place.data), first, last, owner_id)


class NameForm(ShopForm):
    """What a booth or a device is called by people."""

    name = text_field(LONGEST_NAME, empty=lambda: _("Give it a name."))


class BoothForm(NameForm):
    """A new booth: its name, and the code that stays with it."""

    code = text_field(LONGEST_CODE, empty=lambda: _("Give the booth a short code."))


class CashierForm(ShopForm):
    """Who sells; the PIN is read apart, so that no page repeats it."""

    name = text_field(LONGEST_NAME, empty=lambda: _("Say who it is."))
