"""Fields that forms share: numbers as people type them, lines and longer texts, days, boxes to tick."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from wtforms import BooleanField, Field, Form, StringField, ValidationError

from shop.values.folding import fold, tidy
from shop.web.language import current_language
from shop.web.lists import day_of
from shop.web.words import _

# Signs that nobody types and PostgreSQL partly refuses; tabs and line ends stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SIGNS = str.maketrans("", "", "₫đĐ \u00a0\u202f")


def line(longest: int) -> StringField:
    """A line of text that may be empty."""
    return StringField(filters=[lambda typed: tidy(typed or "")], validators=[_no_longer_than(longest)])


def lines(longest: int) -> StringField:
    """Some lines of text that may be empty; the line ends are kept."""
    return StringField(filters=[lambda typed: typed_lines(typed or "")], validators=[_no_longer_than(longest)])


def typed_lines(typed: str) -> str:
    """Some lines of text without what is no sign, and trimmed."""
    return _CONTROL.sub("", typed).strip()


def number(lowest: int, highest: int, *, is_needed: bool = True) -> StringField:
    """A whole number as it is typed: "125.000", "125 000 đ", "125000"; read it with `number_in`."""

    def check(form: Form, field: Field) -> None:
        if not field.data and not is_needed:
            return
        found = parse_number(field.data)
        if found is None:
            raise ValidationError(_("Please type a whole number, digits only."))
        if not lowest <= found <= highest:
            raise ValidationError(
                _("It must be between %(low)s and %(high)s.", low=grouped(lowest), high=grouped(highest))
            )

    return StringField(filters=[lambda typed: tidy(typed or "")], validators=[check])


def number_in(field: Field) -> int | None:
    """The number of a field that was validated; None for an empty one."""
    return parse_number(str(field.data or ""))


def parse_number(typed: str) -> int | None:
    """A whole number with the signs that group its digits; None for anything else."""
    bare = typed.translate(_SIGNS)
    sign = -1 if bare.startswith(("-", "−")) else 1
    bare = bare.lstrip("+-−")
    if not re.fullmatch(r"[0-9]{1,12}|[0-9]{1,3}([.,][0-9]{3}){1,3}", bare, re.ASCII):
        return None
    return sign * int(re.sub(r"[.,]", "", bare))


def grouped(amount: int) -> str:
    """A number as a person writes it in the visitor's language: "125.000", "125,000"."""
    return f"{amount:,}" if current_language() == "en" else f"{amount:,}".replace(",", ".")


def day_field(*, is_needed: bool = False) -> StringField:
    """A day as a date field sends it, or nothing where it is not needed; read it with `day_in`."""

    def check(form: Form, field: Field) -> None:
        if (field.data or is_needed) and parse_day(field.data) is None:
            raise ValidationError(_("Please type a day such as 31/12/2026."))

    return StringField(filters=[lambda typed: tidy(typed or "")], validators=[check])


def day_in(field: Field) -> date | None:
    """The day of a field that was validated."""
    return parse_day(str(field.data or ""))


def parse_day(typed: str) -> date | None:
    """A day as a date field sends it, or as a person writes it: day, month, year."""
    written = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", typed, re.ASCII)
    return day_of("{2}-{1:0>2}-{0:0>2}".format(*written.groups()) if written else typed)


def tick() -> BooleanField:
    """A box to tick."""
    return BooleanField()


def key_fits(longest: int) -> Callable[[Form, Field], None]:
    """Asks that a text is no longer than `longest` without its marks either: some signs stand for many letters."""

    def check(form: Form, field: Field) -> None:
        if len(fold(str(field.data or ""))) > longest:
            raise ValidationError(_("Please keep it to %(number)s letters.", number=longest))

    return check


def _no_longer_than(longest: int) -> Callable[[Form, Field], None]:
    def check(form: Form, field: Field) -> None:
        if len(field.data or "") > longest:
            raise ValidationError(_("Please keep it to %(number)s letters.", number=longest))

    return check
