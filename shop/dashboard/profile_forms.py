"""Forms of what a stall says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wtforms import Field, StringField, TextAreaField, ValidationError

from shop.accounts import is_email
from shop.dashboard.refusal_words import refusal_words
from shop.dashboard.star_words import NamesStars, refuse_stars
from shop.places import find_commune
from shop.stalls import LONGEST_NAME, LONGEST_STORY, Contact, Stall
from shop.values.folding import tidy
from shop.values.phone import BadPhone, format_phone, parse_phone
from shop.web.address_form import AddressForm, line_field
from shop.web.forms import ShopForm
from shop.web.words import _


def short_field(longest: int = LONGEST_NAME) -> StringField:
    """A line that may be empty."""

    def check(form: ShopForm, field: StringField) -> None:
        if len(str(field.data)) > longest:
            raise ValidationError(_("Please keep it to %(number)s letters.", number=longest))
        check_stars(field)

    return StringField(filters=[lambda typed: tidy(typed or "")], validators=[check])


class StoryForm(ShopForm):
    """The story in both languages, with light marks."""

    story_vi = TextAreaField()
    story_en = TextAreaField()

    def validate_story_vi(self, field: TextAreaField) -> None:
        """Not endless."""
        _check_length(field)

    def validate_story_en(self, field: TextAreaField) -> None:
        """Not endless."""
        _check_length(field)


class ContactForm(AddressForm):
    """How shoppers and carriers reach the stall, and where its parcels come from."""

    name = short_field()
    phone = line_field()
    email = line_field()

    def validate_phone(self, field: StringField) -> None:
        """Only a number at which somebody in Viet Nam can be called; none is fine."""
        if not field.data:
            return
        try:
            parse_phone(str(field.data))
        except BadPhone as refusal:
            raise ValidationError(_("Please give a telephone number in Viet Nam, such as 0912 345 678.")) from refusal

    def validate_email(self, field: StringField) -> None:
        """An address that can be written to; none is fine."""
        if field.data and not is_email(str(field.data).lower()):
            raise ValidationError(_("This does not look like an e-mail address. It should be like hoa@example.vn."))

    @property
    def is_without_address(self) -> bool:
        """Nothing of an address was typed."""
        return not (self.province.data or self.commune.data or self.street.data)

    def contact(self) -> Contact | None:
        """The contact; None after saying at the fields what is wrong. An address is given whole or not at all."""
        is_fine = self.validate()
        given = Contact(str(self.name.data), str(self.phone.data), str(self.email.data))
        if self.is_without_address:
            return given if is_fine else None
        # Asked last: checking the fields forgets what was said before.
        address = self.understand_address()
        if not is_fine or address is None:
            return None
        return replace(
            given, street=address.street, commune_code=address.commune_code, province_code=address.province_code
        )


def contact_of(stall: Stall | None) -> Mapping[str, str]:
    """What stands in the fields of a contact before anything is typed."""
    if stall is None:
        return {}
    commune = find_commune(stall.commune_code) if stall.commune_code else None
    return {
        "name": stall.contact_name,
        "phone": format_phone(stall.phone) if stall.phone else "",
        "email": stall.email,
        "province": stall.province_code,
        "commune": commune.name if commune else "",
        "street": stall.street,
    }


def check_stars(field: Field) -> None:
    """No stars in the words of a stall."""
    try:
        refuse_stars(str(field.data or ""))
    except NamesStars as refusal:
        raise ValidationError(refusal_words(refusal)) from refusal


def _check_length(field: TextAreaField) -> None:
    check_stars(field)
    if len(field.data or "") > LONGEST_STORY:
        raise ValidationError(_("Please keep it to %(number)s letters.", number=LONGEST_STORY))
