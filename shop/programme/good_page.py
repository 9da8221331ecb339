"""What the page of one good shows, gathered from the register, its log of acts and the shelf."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shop.catalogue import Card, current_shelf
from shop.certification import (
    ActState,
    Certificate,
    CertificateState,
    CertifiedGood,
    GoodRow,
    GoodStanding,
    RegisterAct,
    Scope,
    Standing,
    WithdrawnCertificate,
    last_day_in_force,
    list_acts_of_good,
    list_certificates_of,
    list_rows_of_good,
    list_withdrawn_certificates,
    standing_of,
    state_at,
    undo_of,
)
from shop.places import origin_words, resolve_printed
from shop.programme.deeds import Deed, deeds_on
from shop.programme.good_words import Verdict, verdict_of
from shop.programme.lifeline import Drawn, Lifeline, lifeline
from shop.programme.persons import Persons
from shop.renewals import certificate_to_watch, days_of, phase_of
from shop.values.dates import vietnam_day
from shop.web.certificate_words import HistoryLine, history_lines
from shop.web.language import current_language


@dataclass(frozen=True)
class Held:
    """A certificate of the good, with how it stands by itself."""

    certificate: Certificate
    state: CertificateState
    last_day: date


@dataclass(frozen=True)
class GoodPage:
    """Everything that `programme/good/show.html` prints."""

    good: CertifiedGood
    standing: GoodStanding
    verdict: Verdict
    deeds: list[Deed]
    line: Lifeline | None
    history: list[HistoryLine]
    held: list[Held]
    withdrawn: list[WithdrawnCertificate]
    acts: list[RegisterAct]
    waiting: list[RegisterAct]
    undone: dict[int, RegisterAct]
    open_acts: frozenset[int]
    rows: list[GoodRow]
    persons: Persons
    place: str
    card: Card | None

    @property
    def printed_place(self) -> str:
        """Where the source placed it, in the source's words."""
        return ", ".join(filter(None, (self.good.former_commune, self.good.former_district, self.good.former_province)))

    @property
    def held_last_day(self) -> date | None:
        """The last day of the certificate that its seal shows."""
        return next((one.last_day for one in self.held if one.certificate is self.standing.certificate), None)

    @property
    def is_certified(self) -> bool:
        """Whether shoppers may see it."""
        return self.standing.standing is Standing.CERTIFIED


def good_page(good: CertifiedGood, at: datetime, scope: Scope) -> GoodPage:
    """The page of a good as it stands at an instant; `open_acts` are those that an officer of this scope may open."""
    today = vietnam_day(at)
    certificates = list_certificates_of([good.id])[good.id]
    standing = standing_of(good, at, certificates)
    withdrawn = list_withdrawn_certificates(good.id)
    facts = [one.facts for one in certificates]
    watched = certificate_to_watch(facts, at) or (standing.certificate.facts if standing.certificate else None)
    phase = phase_of(watched, at)
    acts = list(reversed(list_acts_of_good(good.id)))
    rows = list_rows_of_good(good.id)
    drawn = [Drawn(one.facts, one.code) for one in certificates]
    drawn += [Drawn(one.certificate.facts, one.certificate.code, is_withdrawn=True) for one in withdrawn]
    return GoodPage(
        good=good,
        standing=standing,
        verdict=verdict_of(standing, phase, days_of(watched, today) if watched else None),
        deeds=deeds_on(good, standing, certificates, phase),
        line=lifeline(drawn, standing.timeline, today),
        history=history_lines(standing.timeline, {one.id: one for one in certificates}, at),
        held=[Held(one, state_at(one.facts, at), last_day_in_force(one.facts)) for one in reversed(certificates)],
        withdrawn=withdrawn,
        acts=[act for act in acts if act.state != ActState.WAITING],
        waiting=[act for act in acts if act.state == ActState.WAITING],
        undone=undo_of([act.id for act in acts]),
        open_acts=frozenset(act.id for act in acts if scope.covers(act.province_code)),
        rows=rows,
        persons=Persons([*(act.by for act in acts), *(act.decided_by for act in acts), *(r.imported_by for r in rows)]),
        place=_place(good),
        card=_card_on_sale(standing, at),
    )


def _place(good: CertifiedGood) -> str:
    resolution = resolve_printed(good.former_commune, good.former_district, good.former_province)
    return origin_words(resolution, "en" if current_language() == "en" else "vi")


def _card_on_sale(standing: GoodStanding, at: datetime) -> Card | None:
    """The good as the shop offers it now, found by its certificate in force."""
    if standing.certificate is None or standing.standing is not Standing.CERTIFIED:
        return None
    shelf = current_shelf(at)
    position = shelf.position_of_code(standing.certificate.code)
    return None if position is None else shelf.card(position)
