"""How a good stands, as an officer reads it in five seconds: one line, one sentence, one tone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from shop.certification import Certificate, GoodStanding, Standing
from shop.renewals import DaysOf, Phase
from shop.values.dates import format_day
from shop.web.certificate_words import ground_words, reason_words
from shop.web.words import _, ngettext

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Verdict:
    """The line in large letters, what it means, and its tone: `good`, `wait`, `bad` or `over`."""

    title: str
    text: str
    tone: str


def verdict_of(standing: GoodStanding, phase: Phase, days: DaysOf | None) -> Verdict:
    """What counts today."""
    certificate = standing.certificate
    if standing.standing is Standing.CERTIFIED and certificate and days:
        title = _("%(stars)s stars, certified through %(day)s", stars=certificate.stars, day=format_day(days.last_day))
        return Verdict(title, f"{_left(days)} {_FILING[phase](days)}".strip(), _TONES[phase])
    if standing.standing is Standing.PLANNED:
        return Verdict(_("Planned, not recognised"), _("A plan names it; no decision recognises it yet."), "over")
    if standing.standing is Standing.AWAITING_OFFICER:
        return Verdict(_("Awaits an officer"), _awaited(standing), "wait")
    if standing.standing is Standing.NOT_YET and standing.returns_at:
        return Verdict(_("Not yet in force"), _("It counts from its first valid day on."), "wait")
    return _ended(standing.standing, certificate, days)


def _ended(standing: Standing, certificate: Certificate | None, days: DaysOf | None) -> Verdict:
    if certificate is None or days is None:
        return Verdict(_("No certificate"), "", "over")
    stars = _("It had %(stars)s stars.", stars=certificate.stars)
    if standing is Standing.REVOKED and certificate.revocation:
        title = _("Revoked on %(day)s", day=format_day(days.last_day))
        why = ground_words(certificate.revocation.ground)
        return Verdict(title, _("Ground: %(why)s.", why=why) + f" {stars}", "bad")
    return Verdict(_("Lapsed since %(day)s", day=format_day(days.last_day + ONE_DAY)), stars, "bad")


def _awaited(standing: GoodStanding) -> str:
    if not standing.reasons:
        return _("No certificate counts: what there was has been taken out of the register.")
    said = "; ".join(reason_words(reason) for reason in standing.reasons)
    return _("It cannot be certified yet: %(why)s.", why=said)


def _left(days: DaysOf) -> str:
    if days.days_left == 0:
        return _("Today is the last day.")
    return ngettext("%(num)s day is left.", "%(num)s days are left.", days.days_left)


def _window(days: DaysOf) -> str:
    return _(
        "The dossier for re-evaluation is filed from %(opens)s through %(closes)s.",
        opens=format_day(days.window.opens_on),
        closes=format_day(days.window.closes_on),
    )


_FILING: dict[Phase, Callable[[DaysOf], str]] = {
    Phase.FAR: _window,
    Phase.OPEN: lambda days: _(
        "Time to file: the dossier for re-evaluation is due by %(day)s.", day=format_day(days.window.closes_on)
    ),
    Phase.LATE: lambda days: _("The time to file ended on %(day)s.", day=format_day(days.window.closes_on)),
    Phase.EXTENDED: lambda days: _("Its 36 months are over; an extension lets it count."),
}
_TONES = {Phase.FAR: "good", Phase.OPEN: "wait", Phase.LATE: "bad", Phase.EXTENDED: "wait"}
