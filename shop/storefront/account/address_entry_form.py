"""The form of one entry of the address book."""

from __future__ import annotations

from wtforms import BooleanField, StringField, ValidationError

from shop.address_book import LONGEST_NAME, AddressEntry
from shop.values.folding import tidy
from shop.values.phone import BadPhone, parse_phone
from shop.web.address_form import AddressForm
from shop.web.forms import text_field
from shop.web.words import _


class AddressEntryForm(AddressForm):
    """Who receives parcels, at which number, where, and whether usually there."""

    name = text_field(LONGEST_NAME, empty=lambda: _("Please say who receives the parcels."))
    phone = StringField(filters=[lambda typed: tidy(typed or "")])
    usual = BooleanField()

    def validate_phone(self, field: StringField) -> None:
        """Only a number at which somebody in Viet Nam can be called."""
        try:
            parse_phone(str(field.data))
        except BadPhone as refusal:
            raise ValidationError(
                _("Please give a telephone number in Viet Nam, such as 0912 345 678: the carrier calls it.")
            ) from refusal

    def understand(self) -> AddressEntry | None:
        """The entry; None after saying at the fields what is missing or unclear."""
        is_fine = self.validate()
        # Asked last: checking the fields forgets what was said before.
        address = self.understand_address()
        if not is_fine or address is None:
            return None
        return AddressEntry(str(self.name.data), parse_phone(str(self.phone.data)), address)
