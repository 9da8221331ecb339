"""What the page of one certificate shows, gathered from the register, the map of places and the shelf."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shop.catalogue import Card, current_shelf
from shop.certification import (
    Certificate,
    CertificateState,
    CertifiedGood,
    GoodStanding,
    SourceRow,
    Standing,
    last_day_in_force,
    list_certificates_of,
    list_source_rows,
    standing_of,
    state_at,
)
from shop.storefront.origin import Origin, origin_of
from shop.values.dates import vietnam_day
from shop.web.certificate_words import HistoryLine, history_lines


@dataclass(frozen=True)
class Sibling:
    """A certificate of the same good: for the list below the history."""

    certificate: Certificate
    state: CertificateState
    is_this: bool


@dataclass(frozen=True)
class CertificatePage:
    """Everything that `storefront/certificates/show.html` prints."""

    certificate: Certificate
    good: CertifiedGood
    state: CertificateState
    standing: GoodStanding
    last_day: date
    days_left: int | None
    origin: Origin
    history: list[HistoryLine]
    siblings: list[Sibling]
    sources: list[SourceRow]
    card: Card | None

    @property
    def is_hidden(self) -> bool:
        """Whether the good may not be seen among the goods for sale."""
        return self.standing.standing is not Standing.CERTIFIED


def certificate_page(certificate: Certificate, at: datetime) -> CertificatePage:
    """The page of a certificate as it stands at an instant."""
    good, today = certificate.good, vietnam_day(at)
    siblings = list_certificates_of([good.id])[good.id]
    standing = standing_of(good, at, siblings)
    state = state_at(certificate.facts, at)
    last_day = last_day_in_force(certificate.facts)
    return CertificatePage(
        certificate=certificate,
        good=good,
        state=state,
        standing=standing,
        last_day=last_day,
        days_left=(last_day - today).days if state is CertificateState.IN_FORCE else None,
        origin=origin_of(good),
        history=history_lines(standing.timeline, {one.id: one for one in siblings}, at),
        siblings=[Sibling(one, state_at(one.facts, at), one.id == certificate.id) for one in siblings],
        sources=list_source_rows(certificate.id),
        card=_card_on_sale(standing, at),
    )


def _card_on_sale(standing: GoodStanding, at: datetime) -> Card | None:
    """The good as the shop offers it now, found by its certificate in force."""
    if standing.certificate is None or standing.standing is not Standing.CERTIFIED:
        return None
    shelf = current_shelf(at)
    position = shelf.position_of_code(standing.certificate.code)
    return None if position is None else shelf.card(position)
