"""Words of pairing a tablet with its booth."""

from shop.kiosk.words import Words
from shop.web.words import _

WORDS: Words = {
    "pair.title": lambda: _("Pair this tablet with its booth"),
    "pair.lead": lambda: _("Once, with a network. After that the booth works without one."),
    "pair.step_office": lambda: _("In the office, open the fair, choose the booth and press “Pair a tablet”."),
    "pair.step_scan": lambda: _("Scan the QR code shown there with this tablet's camera, or type its 8 letters here."),
    "pair.step_done": lambda: _("The goods, prices and photos of the booth are fetched and kept on this tablet."),
    "pair.code": lambda: _("Pairing code"),
    "pair.name": lambda: _("Name of this tablet"),
    "pair.name_hint": lambda: _("So that the office can tell your tablets apart: “Left table”."),
    "pair.go": lambda: _("Pair"),
    "pair.going": lambda: _("Pairing…"),
    "pair.short": lambda: _("A pairing code has 8 letters. Look at it again in the office."),
    "pair.refused": lambda: _(
        "This code does not hold: it was typed otherwise, used already, or is older than 15 minutes. "
        "Have a new one shown in the office."
    ),
    "pair.offline": lambda: _("No network reaches this tablet. Pairing needs one, only this once."),
    "pair.too_many": lambda: _("Too many tries. Wait a minute, then try again."),
    "pair.failed": lambda: _("Pairing did not work out (%(reason)s). Nothing was kept; try again."),
}
