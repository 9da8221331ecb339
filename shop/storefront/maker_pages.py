"""What the pages of the makers print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from urllib.parse import urlencode

from flask import url_for

from shop.catalogue import ProducerEntry, Shelf, goods_of_producer, province_counts
from shop.certification import RegisterEntry, RegisterPicture, Standing
from shop.places import Province, find_province
from shop.producers import Producer, filing_key, filing_letter
from shop.stalls import Holiday
from shop.storefront.cards import ShownCard, shown_cards
from shop.storefront.makers import LabelFact, ShownMaker, legal_form, shown_maker
from shop.storefront.origin import Origin, origin_of
from shop.storefront.stall_front import Portrait, ShownContact, StallFront
from shop.storefront.structured_facts import Facts, absolute, breadcrumb_facts, maker_facts
from shop.values.folding import fold, vietnamese_sort_key
from shop.values.light_marks import Block
from shop.web.paging import Pages, pages_within
from shop.web.shown_photos import ShownPhoto
from shop.web.words import _, ngettext

PER_PAGE = 48


@dataclass(frozen=True)
class ProvinceChoice:
    """A province with makers on sale, for the filter."""

    slug: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class MakerList:
    """What `storefront/producers/index.html` prints; `letters` groups the makers of the page."""

    words: str
    total: int
    producers: list[ShownMaker]
    letters: list[tuple[str, list[ShownMaker]]]
    provinces: list[ProvinceChoice]
    pages: Pages
    canonical: str
    is_indexed: bool


@dataclass(frozen=True)
class MakerPage:
    """What `storefront/producers/show.html` prints."""

    name: str
    legal_form: str | None
    address: str
    story: tuple[Block, ...]
    portraits: tuple[Portrait, ...]
    sending: str
    holiday: Holiday | None
    contact: ShownContact | None
    facts: list[LabelFact]
    origin: Origin | None
    photo: ShownPhoto | None
    picture: str
    ground: str
    cards: list[ShownCard]
    entries: list[RegisterEntry]
    ended_count: int
    register_url: str
    enquiry_url: str
    structured: list[Facts]


def matching_makers(entries: Iterable[ProducerEntry], words: str) -> list[ProducerEntry]:
    """The makers in whose name or place every word occurs, marks or not, in the order of their own names."""
    parts = fold(words).split()
    found = [entry for entry in entries if all(part in _searched(entry.name, entry.place_vi) for part in parts)]
    return sorted(found, key=lambda entry: _filed(entry.name))


@lru_cache(maxsize=20_000)
def _searched(name: str, place: str) -> str:
    return fold(f"{name} {place}")


@lru_cache(maxsize=20_000)
def _filed(name: str) -> tuple[str, str, str]:
    return filing_key(name)


def maker_list(
    makers: list[ProducerEntry], shelf: Shelf, *, words: str, province: Province | None, page: int
) -> MakerList:
    """One page of the makers under their letters; 404 for a page after the last one."""
    start = (page - 1) * PER_PAGE
    part = makers[start : start + PER_PAGE]
    shown = [shown_maker(entry, goods_of_producer(shelf, entry.slug)) for entry in part]

    def address(number: int) -> str:
        asked = {"q": words, "province": province.slug if province else "", "page": number if number > 1 else ""}
        query = urlencode({name: value for name, value in asked.items() if value})
        return url_for("storefront.producers.index") + (f"?{query}" if query else "")

    return MakerList(
        words=words,
        total=len(makers),
        producers=shown,
        letters=[(letter, list(some)) for letter, some in groupby(shown, key=lambda maker: filing_letter(maker.name))],
        provinces=_provinces(shelf, province),
        pages=pages_within(page, len(makers), PER_PAGE, address),
        canonical=absolute(address(page)),
        is_indexed=not words and province is None,
    )


def _provinces(shelf: Shelf, chosen: Province | None) -> list[ProvinceChoice]:
    codes = {*province_counts(shelf), *([chosen.code] if chosen else [])}
    found = [province for code in codes if (province := find_province(code))]
    found.sort(key=lambda province: vietnamese_sort_key(province.short_name))
    return [ProvinceChoice(one.slug, one.short_name, one == chosen) for one in found]


def maker_page(producer: Producer, shelf: Shelf, picture: RegisterPicture, front: StallFront) -> MakerPage:
    """The page of one maker, also of one that has nothing on sale or has said nothing of itself."""
    cards = goods_of_producer(shelf, producer.slug)
    shown = shown_cards(cards)
    entries = picture.of_producer(producer.slug)
    province = find_province(producer.province_code) if producer.province_code else None
    address = url_for("storefront.producers.show", slug=producer.slug)
    steps = [(_("The makers"), url_for("storefront.producers.index")), (producer.name, address)]
    offers = [(card.name, card.url) for card in shown]
    return MakerPage(
        name=producer.name,
        legal_form=legal_form(producer.kind),
        address=absolute(address),
        story=front.story,
        portraits=front.portraits,
        sending=front.sending,
        holiday=front.holiday,
        contact=front.contact,
        facts=_facts(producer, len(cards), len(entries)),
        origin=origin_of(producer) if producer.former_province else None,
        photo=front.cover,
        picture=shown[0].picture if shown else "other",
        ground=province.region if province else "red-river-delta",
        cards=shown,
        entries=entries,
        ended_count=sum(entry.standing in (Standing.LAPSED, Standing.REVOKED) for entry in entries),
        enquiry_url=url_for("storefront.enquiries.ask", slug=producer.slug),
        register_url=f"{url_for('storefront.certificates.index')}?{urlencode({'q': producer.name[:100]})}",
        structured=[
            maker_facts(producer.name, address, province.short_name if province else None, offers),
            breadcrumb_facts(steps),
        ],
    )


def _facts(producer: Producer, on_sale: int, in_register: int) -> list[LabelFact]:
    return [
        LabelFact(_("On sale today"), ngettext("%(num)s good", "%(num)s goods", on_sale)),
        LabelFact(_("In the register"), ngettext("%(num)s good", "%(num)s goods", in_register)),
    ]
