"""What the PIN pad says."""

from __future__ import annotations

from shop.kiosk.words import Words
from shop.web.words import _

WORDS: Words = {
    "pin.title": lambda: _("Who is selling?"),
    "pin.who": lambda: _("People who sell at this fair"),
    "pin.choose": lambda: _("Tap your name."),
    "pin.type": lambda: _("%(name)s, type your PIN."),
    "pin.enter": lambda: _("Open"),
    "pin.back": lambda: _("Delete the last digit"),
    "pin.cancel": lambda: _("Cancel"),
    "pin.home": lambda: _("To the first page"),
    "pin.checking": lambda: _("Checking..."),
    "pin.wrong": lambda: _("That is not the PIN. Try again."),
    "pin.wait": lambda: _("Too many wrong PINs. Wait %(n)s seconds."),
    "pin.again": lambda: _("Now try again."),
    "pin.nobody": lambda: _(
        "Nobody may sell here yet. The office adds the people of the fair; then send and fetch once."
    ),
}
