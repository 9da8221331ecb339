"""Calendar entries of a producer's certificates: when to file, and the last valid day, with alarms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from urllib.parse import urlsplit

from flask import Response, current_app, url_for

from shop.certification import Certificate
from shop.config import Config
from shop.renewals import Phase, Renewal
from shop.renewals.calendar import Alarm, WholeDays, calendar_file
from shop.values.dates import format_day
from shop.web.words import _

MORNING = timedelta(hours=7)
# Of the window: the day it opens, its middle, a week before it closes. Of the end: 60, 30 and 7 days before, and then.
ALARMS = {
    "filing": tuple(Alarm(timedelta(days=day) + MORNING) for day in (0, 30, 53)),
    "end": tuple(Alarm(timedelta(days=-day) + MORNING) for day in (60, 30, 7, 0)),
}


def answer_calendar(renewals: Sequence[Renewal], name: str) -> Response:
    """The certificates that are in force as a calendar file called `name`.ics (ASCII)."""
    entries = [entry for renewal in renewals for entry in _entries(renewal)]
    answer = Response(calendar_file(_("OCOP certificates"), entries), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def has_calendar(renewal: Renewal) -> bool:
    """Is there anything ahead to be reminded of?"""
    return renewal.phase in (Phase.FAR, Phase.OPEN, Phase.LATE, Phase.EXTENDED, Phase.NOT_YET)


def _entries(renewal: Renewal) -> Iterator[WholeDays]:
    certificate, days = renewal.certificate, renewal.days
    if certificate is None or days is None or not has_calendar(renewal):
        return
    if renewal.phase in (Phase.FAR, Phase.OPEN, Phase.NOT_YET):
        yield _entry(
            certificate,
            "filing",
            (days.window.opens_on, days.window.closes_on),
            _("File the OCOP dossier: %(good)s", good=renewal.good.name),
            _(
                "Re-evaluation is filed at the commune from %(first)s to %(last)s (Decision 26/2026/QĐ-TTg, Art. 7.6).",
                first=format_day(days.window.opens_on),
                last=format_day(days.window.closes_on),
            ),
        )
    yield _entry(
        certificate,
        "end",
        (days.last_day, days.last_day),
        _("Last day of the OCOP certificate: %(good)s", good=renewal.good.name),
        _("From the next day on the good is hidden in the shop until a new certificate is entered."),
    )


def _entry(certificate: Certificate, what: str, span: tuple[date, date], title: str, text: str) -> WholeDays:
    """An entry whose name stays the same for ever: a calendar that takes the file again moves what it holds.

    It is changed by an extension, and by a day of recognition that is found.
    """
    config: Config = current_app.config["SHOP"]
    changes = [one.recorded_at for one in (*certificate.extensions, certificate.completion) if one]
    return WholeDays(
        uid=f"{certificate.code}-{what}@{urlsplit(config.public_base_url).hostname}",
        first=span[0],
        last=span[1],
        title=title,
        text=text,
        url=config.public_base_url + url_for("dashboard.certificates.show", certificate=certificate.code),
        changed_at=max([certificate.recorded_at, *changes]),
        version=len(changes),
        alarms=ALARMS[what],
    )
