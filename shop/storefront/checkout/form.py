"""The form of the checkout: who, where to, how paid, and the total that was shown."""

from __future__ import annotations

from wtforms import BooleanField, StringField, ValidationError
from wtforms.fields import Field
from wtforms.form import BaseForm

from shop.accounts import is_email, normal_email
from shop.orders import Contact, Destination, DestinationKind, PaymentMethod, new_checkout_key
from shop.orders.checkout import LONGEST_NAME, LONGEST_NOTE
from shop.values.folding import tidy
from shop.values.phone import BadPhone, parse_phone
from shop.web.address_form import AddressForm, line_field
from shop.web.forms import text_field
from shop.web.words import _

LARGEST_TOTAL_DIGITS = 12
KEY_LETTERS = range(16, 65)


def _phone(form: BaseForm, field: Field) -> None:
    if not field.data:
        raise ValidationError(_("Please give a telephone number: the carrier calls before coming."))
    try:
        parse_phone(field.data)
    except BadPhone as refusal:
        raise ValidationError(
            _("This is no telephone number in Viet Nam. A mobile number has ten digits, such as 0912 345 678.")
        ) from refusal


def _email(form: BaseForm, field: Field) -> None:
    if field.data and not is_email(field.data):
        raise ValidationError(_("This does not look like an e-mail address. It should be like hoa@example.vn."))


def _note(form: BaseForm, field: Field) -> None:
    if len(field.data) > LONGEST_NOTE:
        raise ValidationError(_("Please keep it to %(number)s letters.", number=LONGEST_NOTE))


class CheckoutForm(AddressForm):
    """Everything on the page of checkout."""

    name = text_field(LONGEST_NAME, empty=lambda: _("Please say who will take the goods in."))
    phone = StringField(filters=[lambda typed: tidy(typed or "")], validators=[_phone])
    email = StringField(filters=[lambda typed: normal_email(tidy(typed or ""))], validators=[_email])
    destination = StringField(filters=[lambda typed: typed or DestinationKind.DELIVERY.value])
    point_of_sale = line_field()
    payment_method = line_field()
    age_confirmed = BooleanField()
    note = StringField(filters=[lambda typed: tidy(typed or "")], validators=[_note])
    news = BooleanField()
    save_address = BooleanField()
    expected_total = line_field()
    shown_goods = line_field()
    checkout_key = line_field()

    @property
    def is_pickup(self) -> bool:
        """Will it be picked up?"""
        return bool(self.destination.data == DestinationKind.PICKUP)

    @property
    def point_id(self) -> int | None:
        """The chosen point of sale."""
        return _number(str(self.point_of_sale.data))

    @property
    def method(self) -> PaymentMethod | None:
        """The chosen way of paying."""
        return next((way for way in PaymentMethod if way == self.payment_method.data), None)

    @property
    def total(self) -> int:
        """The total that the page showed, in dong; -1, which no cart costs, where none was sent."""
        found = _number(str(self.expected_total.data))
        return -1 if found is None else found

    @property
    def goods(self) -> int | None:
        """What the goods cost on that page, in dong."""
        return _number(str(self.shown_goods.data))

    @property
    def contact(self) -> Contact:
        """Who takes the goods in; after `validate()`."""
        return Contact(str(self.name.data), parse_phone(str(self.phone.data)), str(self.email.data))

    def ensure_key(self) -> None:
        """A key for one order, kept on every page until that order is placed."""
        if len(str(self.checkout_key.data)) not in KEY_LETTERS:
            self.renew_key()

    def renew_key(self) -> None:
        """Another key: the next form is another order."""
        self.checkout_key.data = new_checkout_key()

    def read_destination(self) -> Destination | None:
        """Where it goes; None after saying at the fields what is missing."""
        if self.is_pickup:
            if self.point_id is None:
                self.blame("point_of_sale", _("Choose where you will pick it up."))
                return None
            return Destination(DestinationKind.PICKUP, point_of_sale_id=self.point_id)
        address = self.understand_address()
        return Destination(DestinationKind.DELIVERY, address=address) if address else None

    def look_at_destination(self) -> None:
        """Say how an address was understood without complaining about what is still empty."""
        self.read_destination()
        for name in ("province", "commune", "street", "point_of_sale"):
            if not self[name].data:
                self[name].errors = []


def _number(typed: str) -> int | None:
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= LARGEST_TOTAL_DIGITS
    return int(typed) if is_number else None
