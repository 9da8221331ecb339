"""The form of the body that sends letters."""

from __future__ import annotations

from typing import Any

from wtforms import StringField

from shop.renewals import Sender
from shop.renewals.due_rules import LONGEST_LINES, LONGEST_NAME, LONGEST_PLACE, LONGEST_SYMBOL, SENDER_FIELDS
from shop.web.fields import line, lines
from shop.web.forms import ShopForm, text_field
from shop.web.words import _


def _needed(longest: int) -> StringField:
    return text_field(longest, empty=lambda: _("No letter goes out without this."))


class SenderForm(ShopForm):
    """What Decree 30/2020/NĐ-CP wants at the head and at the foot of a letter."""

    parent_name = line(LONGEST_NAME)
    name = _needed(LONGEST_NAME)
    symbol = _needed(LONGEST_SYMBOL)
    place = _needed(LONGEST_PLACE)
    authority = line(LONGEST_NAME)
    title = _needed(LONGEST_NAME)
    signer = _needed(LONGEST_NAME)
    copies_to = lines(LONGEST_LINES)
    archive_mark = line(LONGEST_SYMBOL)
    contact = line(LONGEST_LINES)

    def entry(self) -> Sender:
        """The clean values; what an officer entered is no demonstration."""
        typed: dict[str, Any] = {name: str(self._fields[name].data or "") for name in SENDER_FIELDS}
        return Sender(**typed)

    @staticmethod
    def values_of(sender: Sender) -> dict[str, Any]:
        """What stands in the fields before anything is typed."""
        return {name: getattr(sender, name) for name in SENDER_FIELDS}
