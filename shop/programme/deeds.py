"""What an officer may do to a good as it stands: the acts that make sense now, the most likely first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask import url_for

from shop.certification import Certificate, CertifiedGood, GoodStanding, Standing
from shop.renewals import Phase
from shop.web.words import _


@dataclass(frozen=True)
class Deed:
    """One act: its words, its icon, its page; `is_first`: the good waits for it, `is_hard`: it takes something away."""

    words: str
    sign: str
    url: str
    is_first: bool = False
    is_hard: bool = False


def deeds_on(
    good: CertifiedGood, standing: GoodStanding, certificates: Sequence[Certificate], phase: Phase
) -> list[Deed]:
    """The acts that may be done: what the good waits for first, what takes something away last."""
    found = [
        *_on_its_name(good),
        *_on_certificates(good, standing, certificates, phase),
        *_on_entries(good, certificates),
    ]
    ordered = sorted(found, key=lambda deed: (deed.is_hard, not deed.is_first))
    # One primary action a screen: of several the good waits for the first most.
    return [ordered[0], *(replace(deed, is_first=False) for deed in ordered[1:])]


def _on_its_name(good: CertifiedGood) -> Iterator[Deed]:
    if good.producer is None:
        yield Deed(_("Say who makes it"), "store", _url(good, "sua"), is_first=True)
    elif good.province_code is None:
        yield Deed(_("Say where it is made"), "map-pin", _url(good, "sua"), is_first=True)


def _on_certificates(
    good: CertifiedGood, standing: GoodStanding, certificates: Sequence[Certificate], phase: Phase
) -> Iterator[Deed]:
    if any(not one.day_is_known for one in certificates):
        yield Deed(_("Add the day of recognition"), "calendar", _url(good, "bo-sung-ngay"), is_first=True)
    is_due = phase in (Phase.OPEN, Phase.LATE, Phase.EXTENDED, Phase.LAPSED)
    if good.producer is not None:
        words = _("Recognise again, raise or lower the stars") if certificates else _("Recognise")
        yield Deed(words, "badge-check", _url(good, "cong-nhan"), is_first=is_due or not certificates)
    if any(one.revocation is None for one in certificates):
        yield Deed(_("Extend"), "calendar-clock", _url(good, "gia-han"), is_first=phase in (Phase.LATE, Phase.EXTENDED))
    if standing.standing in (Standing.CERTIFIED, Standing.NOT_YET):
        yield Deed(_("Revoke"), "ban", _url(good, "thu-hoi"), is_hard=True)


def _on_entries(good: CertifiedGood, certificates: Sequence[Certificate]) -> Iterator[Deed]:
    if certificates:
        yield Deed(_("Correct a certificate"), "pencil", _url(good, "dinh-chinh"))
    yield Deed(_("Correct name, group, place or producer"), "tag", _url(good, "sua"))
    yield Deed(_("Merge with another entry"), "layers", _url(good, "gop"), is_hard=True)
    if len(certificates) > 1:
        yield Deed(_("Split off certificates"), "copy", _url(good, "tach"))


def _url(good: CertifiedGood, what: str) -> str:
    return url_for("programme.making.show", slug=good.slug, what=what)
