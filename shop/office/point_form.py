"""The form of a point of sale."""

from __future__ import annotations

from dataclasses import dataclass

from shop.web.address_form import AddressForm, line_field
from shop.web.forms import text_field
from shop.web.words import _

LONGEST = 200


@dataclass(frozen=True)
class PointEntry:
    """The clean values beside the address: name and hours in Vietnamese and English."""

    name: tuple[str, str]
    hours: tuple[str, str]
    phone: str


class PointForm(AddressForm):
    """Names, hours, telephone number and place."""

    name_vi = text_field(LONGEST, empty=lambda: _("Give it a name in Vietnamese."))
    name_en = text_field(LONGEST, empty=lambda: _("Give it a name in English."))
    hours_vi = line_field()
    hours_en = line_field()
    phone = line_field()

    def entry(self) -> PointEntry:
        """The clean values."""
        return PointEntry(
            (str(self.name_vi.data), str(self.name_en.data)),
            (str(self.hours_vi.data)[:LONGEST], str(self.hours_en.data)[:LONGEST]),
            str(self.phone.data),
        )

    def blame_phone(self) -> None:
        """Say that the telephone number is none."""
        self.blame("phone", _("This is no telephone number in Viet Nam."))
