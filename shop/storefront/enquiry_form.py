"""The form of an enquiry."""

from __future__ import annotations

from wtforms import Field, ValidationError

from shop.enquiries import LONGEST_LINE, LONGEST_NAME, LONGEST_WORDS, EnquiryKind, NewEnquiry
from shop.places import find_province
from shop.values.phone import BadPhone, parse_phone
from shop.web.fields import line, lines
from shop.web.forms import ShopForm, agreement_field, choice_field, email_field, text_field
from shop.web.words import _


class EnquiryForm(ShopForm):
    """What is wanted, how much and when, who asks; and that it may be passed on."""

    kind = choice_field([str(kind) for kind in EnquiryKind])
    quantity = line(LONGEST_LINE)
    wanted_when = line(LONGEST_LINE)
    words = lines(LONGEST_WORDS)
    name = text_field(LONGEST_NAME, empty=lambda: _("Please say who asks."))
    organisation = line(LONGEST_LINE)
    email = email_field()
    phone = line(40)
    province = line(2)
    agreed = agreement_field(lambda: _("Without this the enquiry cannot be passed on."))

    def validate_words(self, field: Field) -> None:
        """Something to answer."""
        if not field.data:
            raise ValidationError(_("Please write what you would like to know."))

    def validate_phone(self, field: Field) -> None:
        """A number in Vietnam, or none."""
        if field.data:
            try:
                parse_phone(str(field.data))
            except BadPhone:
                raise ValidationError(_("This is no telephone number in Viet Nam.")) from None

    def validate_province(self, field: Field) -> None:
        """A province of today, or none."""
        if field.data and find_province(str(field.data)) is None:
            raise ValidationError(_("Please choose one of these."))

    def entry(self, good: tuple[str, str]) -> NewEnquiry:
        """The clean values; `good` is name and slug of the good that is asked for, or both empty."""
        return NewEnquiry(
            kind=EnquiryKind(str(self.kind.data)),
            name=str(self.name.data),
            email=str(self.email.data),
            words=str(self.words.data),
            organisation=str(self.organisation.data),
            phone=parse_phone(str(self.phone.data)) if self.phone.data else "",
            province_code=str(self.province.data),
            quantity=str(self.quantity.data),
            wanted_when=str(self.wanted_when.data),
            good_name=good[0],
            good_slug=good[1],
        )
