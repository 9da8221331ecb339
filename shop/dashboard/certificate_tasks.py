"""Certificates that want their dossiers filed, for the first page of a stall."""

from __future__ import annotations

from datetime import datetime

from flask import url_for

from shop.dashboard.certificate_advice import advice_for, days_words
from shop.renewals import Renewal, list_renewals
from shop.web.words import _, ngettext

# So many are named, the others counted.
MOST_NAMED = 3
# With so few days left it cannot wait.
URGENT_DAYS = 30


def certificate_tasks(producer_id: int, at: datetime) -> list[tuple[str, str, bool]]:
    """What is to be done, where, and whether it is urgent; the certificate that ends first comes first."""
    pressing = [renewal for renewal in list_renewals(producer_id, at) if renewal.is_pressing]
    pressing.sort(key=_days_left)
    named = pressing if len(pressing) <= MOST_NAMED else pressing[: MOST_NAMED - 1]
    found = [
        (_words(one), url_for("dashboard.certificates.show", certificate=one.code), _is_urgent(one)) for one in named
    ]
    if others := pressing[len(named) :]:
        words = ngettext("%(num)s other certificate to renew", "%(num)s other certificates to renew", len(others))
        found.append((words, url_for("dashboard.certificates.index"), any(map(_is_urgent, others))))
    return found


def _words(renewal: Renewal) -> str:
    return _(
        "%(good)s: %(days)s. %(title)s.",
        good=renewal.good.name,
        days=days_words(renewal).lower(),
        title=advice_for(renewal).title,
    )


def _is_urgent(renewal: Renewal) -> bool:
    return _days_left(renewal) <= URGENT_DAYS


def _days_left(renewal: Renewal) -> int:
    return renewal.days.days_left if renewal.days else 0
