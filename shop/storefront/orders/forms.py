"""The forms of the order pages."""

from __future__ import annotations

from dataclasses import dataclass

from wtforms import StringField, ValidationError

from shop.orders import parse_order_code
from shop.values.folding import tidy
from shop.values.phone import BadPhone, parse_phone
from shop.web.forms import ShopForm
from shop.web.words import _


@dataclass(frozen=True)
class LookupEntry:
    """Which order, and the proof: its code and the telephone number in their normal forms."""

    code: str
    phone: str


class LookupForm(ShopForm):
    """The code of an order and the telephone number that was given with it, typed as people type them."""

    code = StringField(filters=[lambda typed: tidy(typed or "")[:60]])
    phone = StringField(filters=[lambda typed: tidy(typed or "")[:60]])

    def validate_code(self, field: StringField) -> None:
        """Say whether it can be a code at all; the check letter tells, not the books."""
        if not field.data:
            raise ValidationError(_("Please give the order's code. It stands in our mail and begins with OCOP."))
        if parse_order_code(field.data) is None:
            raise ValidationError(_("A letter of this code is not right. It looks like OCOPK7M3XWN."))

    def validate_phone(self, field: StringField) -> None:
        """Say whether it can be a telephone number at all."""
        if not field.data:
            raise ValidationError(_("Please give the telephone number of the order."))
        try:
            parse_phone(field.data)
        except BadPhone as refusal:
            raise ValidationError(
                _("This is no telephone number in Viet Nam. It looks like 0912 345 678.")
            ) from refusal

    def entry(self) -> LookupEntry:
        """The clean values."""
        return LookupEntry(parse_order_code(str(self.code.data)) or "", parse_phone(str(self.phone.data)))
