"""Reading an address: the fields that `components/address_fields.html` prints, for whoever asks for one."""

from __future__ import annotations

from typing import Literal

from wtforms import StringField

from shop.delivery import Address, AddressUnclear, WrittenAddress, understand_written_address
from shop.places import Commune, Province, find_commune, find_province, list_provinces, origin_words, unit_words
from shop.values.folding import tidy
from shop.web.forms import ShopForm
from shop.web.language import current_language
from shop.web.words import _

# Stands for a street that is missing, to see whether the rest is clear.
SOME_STREET = "-"


def line_field() -> StringField:
    """A line of text that may be empty; spaces are put in order."""
    return StringField(filters=[lambda typed: tidy(typed or "")])


class AddressForm(ShopForm):
    """Province, commune and street. The commune is typed as people say it; where it is unclear, candidates are offered.

    `commune_choice` is the code of the chosen candidate, good as long as `commune` still says `commune_asked`.
    """

    province = line_field()
    commune = line_field()
    commune_choice = line_field()
    commune_asked = line_field()
    street = line_field()

    candidates: tuple[Commune, ...] = ()
    understood: str = ""

    @property
    def provinces(self) -> tuple[Province, ...]:
        """What can be chosen, as the country's lists have it."""
        return list_provinces()

    @property
    def home(self) -> Province | None:
        """The province of today that is chosen, by code, slug or name."""
        return find_province(self.province.data) if self.province.data else None

    def understand_address(self) -> Address | None:
        """The address of today; None after saying at the fields what is missing or unclear.

        The fields then say the address as it is today, and `understood` how it came from older words.
        """
        try:
            written = self._read(str(self.street.data))
        except AddressUnclear as unclear:
            self._say(unclear)
            if unclear.field == "street":
                self._take(self._read(SOME_STREET))
            return None
        self._take(written)
        self.street.data = written.address.street
        return written.address

    def _read(self, street: str) -> WrittenAddress:
        return understand_written_address(province=str(self.province.data), commune=self._commune(), street=street)

    def _commune(self) -> str:
        """The candidate that was chosen, or the words."""
        code = str(self.commune_choice.data)
        is_chosen = find_commune(code) is not None and self.commune.data == self.commune_asked.data
        return code if is_chosen else str(self.commune.data)

    def _say(self, unclear: AddressUnclear) -> None:
        self.candidates = unclear.candidates
        if not self.province.data and unclear.field == "province":
            self.blame("province", _("Choose a province or city."))
        elif unclear.field == "province":
            self.blame("province", _("The commune you wrote lies in another province. Please set both right."))
        if unclear.field == "commune" or not self.commune.data:
            self.blame("commune", self._about_commune())
        if unclear.field == "street" or not self.street.data:
            self.blame("street", _("Please give house number and street, or hamlet."))

    def _about_commune(self) -> str:
        if not self.commune.data:
            return _("Please give the commune or ward.")
        if len(self.candidates) == 1:
            return _("Do you mean the one below?")
        if self.candidates:
            return _("This may be one of several. Please choose yours below.")
        return _("We do not know a commune or ward of this name there. The old name with its district works too.")

    def _take(self, written: WrittenAddress) -> None:
        address, resolution = written.address, written.resolution
        commune = find_commune(address.commune_code)
        self.province.data, self.commune.data = address.province_code, address.commune_name
        if resolution is None or commune is None or resolution.province is None:
            return
        language: Literal["vi", "en"] = "en" if current_language() == "en" else "vi"
        today = f"{unit_words(commune.unit_type, commune.short_name, language)}, {resolution.province.short_name}"
        words = origin_words(resolution, language)
        if words != today:
            self.understood = words[:1].upper() + words[1:] + "."
