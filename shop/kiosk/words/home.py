"""Words of the kiosk's first screen."""

from shop.kiosk.words import Words
from shop.web.words import _

WORDS: Words = {
    "home.show": lambda: _("Show the goods"),
    "home.show_more": lambda: _("For visitors: large pictures, stories, where it comes from"),
    "home.sell": lambda: _("Sell"),
    "home.sell_more": lambda: _("Scan or tap, cash or QR transfer, receipt"),
    "home.session_none": lambda: _("No session is open"),
    "home.session_open": lambda: _("Session open since %(time)s, %(name)s"),
    "home.session_old": lambda: _("The session of %(day)s is still open. Count the drawer and close it."),
    "home.open_session": lambda: _("Open a session"),
    "home.drawer": lambda: _("Cash in, cash out"),
    "home.close_session": lambda: _("Count and close"),
    "home.day": lambda: _("Sold today"),
    "home.status": lambda: _("Sending and state"),
    "home.goods": lambda: _("%(goods)s goods of %(producers)s producers, as of %(time)s"),
    "home.no_goods": lambda: _("No goods are here yet. They come with the first contact with the office."),
    "home.photos": lambda: _("Keeping photos for times without a network: %(done)s of %(all)s"),
    "home.unsent": lambda: _("%(n)s not sent yet"),
    "home.all_sent": lambda: _("All sent"),
}
