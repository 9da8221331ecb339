"""What the frame around all screens says."""

from __future__ import annotations

from shop.kiosk.words import NUM, Words, counted
from shop.web.words import _, ngettext

WORDS: Words = {
    "frame.home": lambda: _("To the first page"),
    "frame.booth": lambda: _("Fair booth"),
    "frame.language": lambda: _("Tiếng Việt"),
    "frame.online": lambda: _("Connected"),
    "frame.offline": lambda: _("No network"),
    "frame.sending": lambda: _("Sending..."),
    "frame.revoked": lambda: _("Disconnected by the office"),
    "frame.all_sent": lambda: _("All sent"),
    "frame.unsent": counted(lambda n: ngettext("%(num)s sale not sent", "%(num)s sales not sent", n, num=NUM)),
    "frame.clock_wrong": lambda: _(
        "This tablet's clock is wrong by %(span)s. Sales are kept with the right time; please set the clock."
    ),
    "frame.clock_unknown": lambda: _("The time is not checked yet: it needs the network once."),
    "frame.minutes": counted(lambda n: ngettext("%(num)s minute", "%(num)s minutes", n, num=NUM)),
    "frame.hours": counted(lambda n: ngettext("%(num)s hour", "%(num)s hours", n, num=NUM)),
    "frame.days": counted(lambda n: ngettext("%(num)s day", "%(num)s days", n, num=NUM)),
    "frame.yes": lambda: _("Yes"),
    "frame.no": lambda: _("No"),
    "frame.close": lambda: _("Close"),
    "frame.broken": lambda: _("This screen cannot be shown. No sale is lost."),
    "frame.again": lambda: _("Try again"),
    "frame.other_tab": lambda: _("The kiosk is open in another tab, which sends the sales."),
    "frame.no_store": lambda: _("This browser cannot keep sales: the kiosk does not sell here."),
}
