"""What the screen of pairing says."""

from __future__ import annotations

from shop.kiosk.words import Words
from shop.web.words import _

WORDS: Words = {
    "pair.title": lambda: _("Connect this tablet with a booth"),
    "pair.code": lambda: _("Code from the office"),
    "pair.connect": lambda: _("Connect"),
    "pair.offline": lambda: _("There is no network. Connecting needs it once."),
    "pair.refused": lambda: _("This code is not good: ask the office for a new one."),
}
