"""The form of a point of sale."""

from __future__ import annotations

from dataclasses import dataclass

from shop.web.address_form import AddressForm, line_field
from shop.web.fields import line, lines, tick
from shop.web.forms import text_field
from shop.web.words import _

LONGEST = 200
LONGEST_ABOUT = 2000


@dataclass(frozen=True)
class PointEntry:
    """The clean values beside the address: name, hours and what is told, in Vietnamese and English."""

    name: tuple[str, str]
    hours: tuple[str, str]
    phone: str
    about: tuple[str, str] = ("", "")
    decision: str = ""
    offers_pickup: bool = True


class PointForm(AddressForm):
    """Names, hours, telephone number and place; what is told of it, and whether one can pick up there."""

    name_vi = text_field(LONGEST, empty=lambda: _("Give it a name in Vietnamese."))
    name_en = text_field(LONGEST, empty=lambda: _("Give it a name in English."))
    hours_vi = line_field()
    hours_en = line_field()
    phone = line_field()
    about_vi = lines(LONGEST_ABOUT)
    about_en = lines(LONGEST_ABOUT)
    decision = line(LONGEST)
    offers_pickup = tick()

    def entry(self) -> PointEntry:
        """The clean values."""
        return PointEntry(
            (str(self.name_vi.data), str(self.name_en.data)),
            (str(self.hours_vi.data)[:LONGEST], str(self.hours_en.data)[:LONGEST]),
            str(self.phone.data),
            (str(self.about_vi.data), str(self.about_en.data)),
            str(self.decision.data),
            offers_pickup=bool(self.offers_pickup.data),
        )

    def blame_phone(self) -> None:
        """Say that the telephone number is none."""
        self.blame("phone", _("This is no telephone number in Viet Nam."))
