"""Calendar entries of the due list: the days on which an officer looks after a good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from flask import Response, current_app, url_for

from shop.config import Config
from shop.renewals import DueRow, Phase
from shop.renewals.calendar import Alarm, WholeDays, calendar_file
from shop.values.dates import format_day
from shop.web.words import _

MORNING = timedelta(hours=8)
_AHEAD = (Phase.OPEN, Phase.FAR)


def answer_due_calendar(rows: Iterable[DueRow], name: str, *, is_kept: bool) -> Response:
    """The rows as a calendar file; `is_kept` to be saved as `name`.ics (ASCII), else read again and again."""
    entries = [entry for row in rows for entry in _entries(row)]
    content = calendar_file(_("OCOP: due for re-evaluation"), entries)
    answer = Response(content, content_type="text/calendar; charset=utf-8")
    if is_kept:
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _entries(row: DueRow) -> Iterator[WholeDays]:
    """When the window opens and closes while that lies ahead, and the last day; what ended has none."""
    if row.phase is Phase.LAPSED:
        return
    window, producer = row.days.window, row.good.producer.name if row.good.producer else ""
    if row.phase in _AHEAD:
        text = _(
            "%(producer)s files at the commune from %(first)s to %(last)s (Decision 26/2026/QĐ-TTg, Art. 7.6).",
            producer=producer,
            first=format_day(window.opens_on),
            last=format_day(window.closes_on),
        )
        yield _entry(row, "opens", window.opens_on, _("Filing begins: %(good)s", good=row.good.name), text)
        yield _entry(row, "closes", window.closes_on, _("Filing ends: %(good)s", good=row.good.name), text)
    yield _entry(
        row,
        "last",
        row.days.last_day,
        _("Last day of the certificate: %(good)s", good=row.good.name),
        _("%(producer)s. From the next day on the good is hidden in the shop.", producer=producer),
    )


def _entry(row: DueRow, what: str, day: date, title: str, text: str) -> WholeDays:
    config: Config = current_app.config["SHOP"]
    certificate = row.certificate
    changes = [one.recorded_at for one in (*certificate.extensions, certificate.completion) if one]
    return WholeDays(
        uid=f"{certificate.code}-office-{what}@{urlsplit(config.public_base_url).hostname}",
        first=day,
        last=day,
        title=title,
        text=text,
        url=config.public_base_url + url_for("storefront.certificates.show", code=certificate.code),
        changed_at=max([certificate.recorded_at, *changes]),
        version=len(changes),
        alarms=(Alarm(MORNING),),
    )
