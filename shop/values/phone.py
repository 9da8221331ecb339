"""Telephone numbers of Vietnam: one form for storing and comparing, one for reading."""

from __future__ import annotations

from shop.values.refusal import Refusal

LONGEST = 40


class BadPhone(Refusal):
    """What was typed is no telephone number in Vietnam at which a person can be called."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def parse_phone(text: str) -> str:
    """The number as `+84912345678`, however it was typed; refuses BadPhone.

    Mobile numbers of eleven digits (until 2018), services (1800, 1900) and numbers of other countries are refused.
    """
    import phonenumbers  # seven megabytes that most workers' pages never need

    if len(text) > LONGEST:
        raise BadPhone(text[:LONGEST])
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException as error:
        raise BadPhone(text) from error
    kinds = phonenumbers.PhoneNumberType
    is_personal = phonenumbers.number_type(number) in (kinds.MOBILE, kinds.FIXED_LINE, kinds.FIXED_LINE_OR_MOBILE)
    if number.country_code != 84 or number.extension or not phonenumbers.is_valid_number(number) or not is_personal:
        raise BadPhone(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def format_phone(number: str) -> str:
    """A stored number as people in Vietnam write it: `0912 345 678`."""
    import phonenumbers

    return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.NATIONAL)
