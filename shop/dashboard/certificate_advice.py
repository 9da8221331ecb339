"""What a producer reads of a certificate: how long it counts, what is to be done now, and what happens at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from shop.dashboard.dossier_words import filed_words
from shop.renewals import DaysOf, FilingState, Outcome, Phase, Renewal, Step
from shop.values.dates import format_day
from shop.web.words import _, ngettext

# From so many days on they are said in months as well.
SOME_MONTHS = 60
DAYS_OF_A_MONTH = 30.44


@dataclass(frozen=True)
class Advice:
    """What to do now: one line in bold, the rest, and how urgent it is (`bad`, `wait`, `go`, `good`, `over`)."""

    title: str
    text: str
    tone: str

    @property
    def sign(self) -> str:
        """The icon of its tone."""
        return {"bad": "circle-alert", "wait": "calendar-clock", "go": "clock", "good": "check", "over": "minus"}[
            self.tone
        ]


def days_words(renewal: Renewal) -> str:
    """How long the certificate counts still, or since when it does not, in words."""
    days = renewal.days
    if days is None:
        return _("No certificate")
    if renewal.phase is Phase.REVOKED:
        return _("Revoked on %(day)s", day=format_day(days.last_day))
    if renewal.phase is Phase.NOT_YET:
        return _("Not yet in force")
    if days.days_left < 0:
        return _lapsed_words(days)
    return days_left_words(days.days_left)


def days_left_words(days_left: int) -> str:
    """So many days left, from two months on in months as well."""
    if days_left == 0:
        return _("Today is the last day")
    if days_left < SOME_MONTHS:
        return ngettext("%(num)s day left", "%(num)s days left", days_left)
    months = round(days_left / DAYS_OF_A_MONTH)
    return _("%(days)s days left, about %(months)s months", days=days_left, months=months)


def _lapsed_words(days: DaysOf) -> str:
    if days.days_left < -SOME_MONTHS:
        return _("Lapsed since %(day)s", day=format_day(days.last_day + timedelta(days=1)))
    return ngettext("Lapsed %(num)s day ago", "Lapsed %(num)s days ago", -days.days_left)


def advice_for(renewal: Renewal) -> Advice:
    """What to do now for one good (QĐ26 Art. 7.6: 180 to 120 days before the end, decided within 45 days)."""
    filing = renewal.filing
    if renewal.phase in (Phase.NONE, Phase.NOT_YET, Phase.REVOKED) or renewal.days is None:
        return _ENDINGS.get(renewal.phase, _none)(renewal)
    if filing.state is FilingState.DECIDED:
        return _decided(renewal)
    if filing.is_filed:
        text = _("Within 45 days after the dossier is complete it is decided. Ask the commune if you hear nothing.")
        return Advice(_("Wait for the decision"), f"{filed_words(filing)} {text}", "go")
    return _TO_DO[renewal.phase](renewal, renewal.days)


def end_words(renewal: Renewal) -> str:
    """What happens to the good in the shop when its certificate ends."""
    days = renewal.days
    if days is None or days.days_left < 0 or renewal.phase in (Phase.REVOKED, Phase.LAPSED):
        return _(
            "The good is hidden in the shop and cannot be ordered. As soon as a new certificate is entered it comes"
            " back by itself, with its new stars; nothing has to be entered again."
        )
    return _(
        "At midnight after %(day)s the good is hidden in the shop and cannot be ordered. Orders already placed go on."
        " With a new certificate it comes back by itself, with its new stars; nothing has to be entered again.",
        day=format_day(days.last_day),
    )


def _decided(renewal: Renewal) -> Advice:
    decided = renewal.filing.of(Step.DECIDED)
    if decided is not None and decided.outcome is Outcome.GRANTED:
        text = _("The programme office enters it here. Send it the decision if it has not appeared within a few days.")
        return Advice(_("Recognised again: wait until it is entered"), text, "good")
    text = _("Ask the province what was missing. You may file again; the good is sold only with a certificate.")
    return Advice(_("Not recognised this time"), text, "bad")


def _far(renewal: Renewal, days: DaysOf) -> Advice:
    text = _("Filing begins on %(day)s. We write to you then.", day=format_day(days.window.opens_on))
    return Advice(_("Nothing to do yet"), text, "good")


def _open(renewal: Renewal, days: DaysOf) -> Advice:
    title = _("File the dossier by %(day)s", day=format_day(days.window.closes_on))
    return Advice(title, _settled(renewal), "wait")


def _late(renewal: Renewal, days: DaysOf) -> Advice:
    text = _(
        "The time for filing ended on %(day)s. File all the same, and ask the commune about an extension.",
        day=format_day(days.window.closes_on),
    )
    return Advice(_("File the dossier now"), text, "bad")


def _extended(renewal: Renewal, days: DaysOf) -> Advice:
    text = _(
        "The 36 months are over; the authority extended it while it decides. Note here when you filed, and ask the"
        " commune how far it is."
    )
    return Advice(_("Extended through %(day)s", day=format_day(days.last_day)), text, "wait")


def _lapsed(renewal: Renewal, days: DaysOf) -> Advice:
    text = _(
        "It ended on %(day)s and the good has been hidden since %(next)s. Ask the commune when the next evaluation is.",
        day=format_day(days.last_day),
        next=format_day(days.last_day + timedelta(days=1)),
    )
    return Advice(_("File a dossier to sell it again"), text, "bad")


def _settled(renewal: Renewal) -> str:
    if renewal.settled == renewal.items:
        return _("The dossier is complete. Bring it to the commune and note the receipt here.")
    return ngettext(
        "%(num)s item of %(items)s is ready.", "%(num)s items of %(items)s are ready.", renewal.settled,
        items=renewal.items,
    )  # fmt: skip


def _none(renewal: Renewal) -> Advice:
    text = _(
        "The register knows this good without a certificate. If you hold one, send a copy to the programme office;"
        " without a certificate it cannot be sold here."
    )
    return Advice(_("No certificate is known"), text, "over")


def _revoked(renewal: Renewal) -> Advice:
    text = _("A revoked certificate does not come back. Speak with the authority that revoked it before you file anew.")
    return Advice(_("This certificate was revoked"), text, "bad")


def _not_yet(renewal: Renewal) -> Advice:
    day = format_day(renewal.certificate.first_day) if renewal.certificate else ""
    return Advice(_("In force from %(day)s", day=day), _("Until then the good cannot be sold."), "go")


_ENDINGS: dict[Phase, Callable[[Renewal], Advice]] = {Phase.REVOKED: _revoked, Phase.NOT_YET: _not_yet}
_TO_DO: dict[Phase, Callable[[Renewal, DaysOf], Advice]] = {
    Phase.FAR: _far,
    Phase.OPEN: _open,
    Phase.LATE: _late,
    Phase.EXTENDED: _extended,
    Phase.LAPSED: _lapsed,
}
