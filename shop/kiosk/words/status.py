"""What the screen of the tablet's state says."""

from __future__ import annotations

from shop.kiosk.words import NUM, Words, counted
from shop.web.words import _, ngettext

WORDS: Words = {
    "status.title": lambda: _("State of the tablet"),
    "status.sessions": counted(lambda n: ngettext("%(num)s session not sent", "%(num)s sessions not sent", n, num=NUM)),
    "status.contact_part": lambda: _("Contact with the shop"),
    "status.tablet_part": lambda: _("This tablet"),
    "status.contact": lambda: _("Last heard"),
    "status.next": lambda: _("Next try"),
    "status.clock": lambda: _("Clock"),
    "status.clock_right": lambda: _("On time"),
    "status.clock_off": lambda: _("Wrong by %(span)s"),
    "status.clock_unknown": lambda: _("Not checked yet"),
    "status.goods": lambda: _("Goods"),
    "status.goods_of": lambda: _("%(count)s, as of %(time)s"),
    "status.kept": lambda: _("Keeping of sales"),
    "status.kept_for_good": lambda: _("For good"),
    "status.kept_while_room": lambda: _("Put the kiosk on the home screen, so that the browser never clears it away"),
    "status.program": lambda: _("Program"),
    "status.not_offline": lambda: _("Does not open without a network here"),
    "status.device": lambda: _("Tablet"),
    "status.none": lambda: _("None yet"),
    "status.send_now": lambda: _("Send now"),
    "status.sent": lambda: _("Everything is with the shop."),
    "status.not_all_sent": lambda: _("Not all could be sent. Nothing is lost; the tablet tries again by itself."),
    "status.export": lambda: _("Save as a file"),
    "status.exported": lambda: _("The file lies in the tablet's downloads. Bring it to the office."),
    "status.forget": lambda: _("Leave this booth"),
    "status.forget_title": lambda: _("Leave this booth?"),
    "status.forget_text": lambda: _("The tablet forgets goods and sales. To sell again it needs a new code."),
    "status.forget_refused": lambda: _("Not while sales lie here that the shop does not have."),
    "status.hint_revoked": lambda: _(
        "The office has disconnected this tablet. Its sales are still here: save them as a file for the office."
    ),
    "status.hint_unsent": lambda: _("The sales are safe on this tablet and are sent once there is a network."),
    "status.hint_sending": lambda: _("This may take a while on a slow line. Selling can go on."),
    "status.old": lambda: _("Prices and goods may have changed"),
    "status.hint_old": lambda: _("Prices and goods are older than three days: the tablet needs the network once."),
    "status.hint_well": lambda: _("Everything is as it should be."),
}
