"""What a stall does with a good's words: draft it, say which good of the register it is, rewrite, label, copy it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import set_committed_value

from shop.catalogue.claims import check_claims
from shop.catalogue.kinds import KINDS
from shop.catalogue.models import Product, ProductMark, Variant
from shop.catalogue.operations import TEXTS, NewPack, free_slug, new_variant, renew_lowest_price
from shop.catalogue.refusals import AlreadyOffered, NotYourGood, StaleEdition, TooManyMarks
from shop.catalogue.stall_goods import find_product_of, hold_product_of, stars_of_product
from shop.catalogue.stall_rules import MOST_MARKS, says_alcohol, says_health_food
from shop.certification import CertifiedGood
from shop.database import db
from shop.values.folding import slugify, tidy


@dataclass(frozen=True)
class ProductWords:
    """What is written of a good. `texts` are by column: summary_vi, ingredients_en and so on, paragraphs kept.

    The switches can only say more than the kind and the names do: alcohol by its kind stays alcohol.
    """

    kind: str
    name_vi: str
    name_en: str = ""
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    shelf_life_months: int | None = None
    says_alcohol: bool = False
    says_health_food: bool = False


@dataclass(frozen=True)
class Label:
    """What the label of the present batch says; the planting-area code is free text, as no form of it is published."""

    batch: str = ""
    made_on: date | None = None
    best_before_on: date | None = None
    planting_area_code: str = ""


@dataclass(frozen=True)
class Mark:
    """Another mark of the good with its number, its issuer and the last day on which it counts."""

    name: str
    number: str = ""
    issuer: str = ""
    ends_on: date | None = None


def draft_product(
    producer_id: int, words: ProductWords, *, good_id: int | None = None, packs: Sequence[NewPack] = (), at: datetime
) -> Product:
    """A new good of the stall that shoppers do not see yet; `good_id` says which of its own in the register it is.

    Refuses NotYourGood, AlreadyOffered, ClaimsOcop, ClaimsStars, BadPrice, BadGtin.
    """
    product = Product(producer_id=producer_id, kind=words.kind, slug=free_slug(slugify(words.name_vi) or "hang"))
    if good_id is not None:
        _choose(product, good_id)
    _write(product, words, at)
    product.variants = [new_variant(position, pack) for position, pack in enumerate(packs, 1)]
    _check_labels(product, at)
    db.session.add(product)
    renew_lowest_price(product)
    return product


def choose_good(producer_id: int, product_id: int, good_id: int, at: datetime) -> None:
    """Say which of its producer's own goods of the register a product is; what is on sale keeps its good.

    Refuses NoSuchProduct, NotYourGood (also for a product on sale), AlreadyOffered.
    """
    product = hold_product_of(producer_id, product_id)
    if product.published_at is not None:
        raise NotYourGood(good_id)
    _choose(product, good_id)
    _set_switches(product, product.says_alcohol, product.says_health_food)


def rewrite_product(
    producer_id: int, product_id: int, words: ProductWords, *, edition: int | None = None, at: datetime
) -> Product:
    """Write a good's words anew; its address stays. `edition` is what the form was filled from.

    Refuses NoSuchProduct, StaleEdition, ClaimsOcop, ClaimsStars.
    """
    product = find_product_of(producer_id, product_id)
    _take_edition(product, edition)
    _write(product, words, at)
    return product


def label_product(
    producer_id: int, product_id: int, label: Label, *, edition: int | None = None, at: datetime
) -> Product:
    """Write what the label of the present batch says. Refuses NoSuchProduct, StaleEdition, ClaimsOcop, ClaimsStars."""
    product = find_product_of(producer_id, product_id)
    _take_edition(product, edition)
    written = {"batch": tidy(label.batch), "planting_area_code": tidy(label.planting_area_code)}
    check_claims(written, stars_of_product(product, at))
    product.batch, product.planting_area_code = written["batch"], written["planting_area_code"]
    product.made_on, product.best_before_on = label.made_on, label.best_before_on
    return product


def replace_marks(producer_id: int, product_id: int, marks: Sequence[Mark], at: datetime) -> None:
    """Say which other marks a good bears; these and no others. Refuses NoSuchProduct, TooManyMarks, ClaimsOcop..."""
    if len(marks) > MOST_MARKS:
        raise TooManyMarks(MOST_MARKS)
    product = find_product_of(producer_id, product_id)
    own = stars_of_product(product, at)
    product.marks.clear()
    db.session.flush()
    for position, mark in enumerate(marks, 1):
        written = {"name": tidy(mark.name), "number": tidy(mark.number), "issuer": tidy(mark.issuer)}
        check_claims({f"{name}-{position}": text for name, text in written.items()}, own)
        product.marks.append(ProductMark(position=position, ends_on=mark.ends_on, **written))
    _take_edition(product, None)


def duplicate_product(producer_id: int, product_id: int) -> Product:
    """A draft with the same words and packs: without stock, barcodes, photos, batch and marks, which are a good's own.

    It waits until somebody says which good of the register it is. Refuses NoSuchProduct.
    """
    found = find_product_of(producer_id, product_id)
    columns = ("kind", "name_vi", "name_en", "shelf_life_months", "says_alcohol", "says_health_food")
    copied = {name: getattr(found, name) for name in (*columns, *_TEXT_COLUMNS)}
    copy = Product(producer_id=producer_id, slug=free_slug(found.slug), **copied)
    packs = ("label_vi", "label_en", "price_vnd", "net_amount", "net_unit", "weight_grams")
    copy.variants = [
        Variant(position=position, **{name: getattr(pack, name) for name in packs})
        for position, pack in enumerate(found.packs, 1)
    ]
    db.session.add(copy)
    renew_lowest_price(copy)
    return copy


_TEXT_COLUMNS = tuple(f"{text}_{code}" for text in TEXTS for code in ("vi", "en"))


def _choose(product: Product, good_id: int) -> None:
    good = db.session.scalar(
        select(CertifiedGood).where(
            CertifiedGood.id == good_id, CertifiedGood.producer_id == product.producer_id, CertifiedGood.counts
        )
    )
    if good is None:
        raise NotYourGood(good_id)
    taken = select(Product.id).where(Product.good_id == good_id, Product.producer_id == product.producer_id)
    if db.session.scalar(taken) not in (None, product.id):
        raise AlreadyOffered(good_id)
    product.good = good


def _write(product: Product, words: ProductWords, at: datetime) -> None:
    if words.kind not in KINDS or not set(words.texts) <= set(_TEXT_COLUMNS):
        raise ValueError(f"unknown kind or text: {words.kind}, {sorted(words.texts)}")
    name = tidy(words.name_vi)
    # Lists, orders and mails print the name in the reader's language: without an English one it is the Vietnamese.
    written = {"name_vi": name, "name_en": tidy(words.name_en) or name, **_tidied(words.texts)}
    check_claims(written, stars_of_product(product, at))
    product.kind, product.shelf_life_months = words.kind, words.shelf_life_months
    for name, text in written.items():
        setattr(product, name, text)
    _set_switches(product, words.says_alcohol, words.says_health_food)


def _set_switches(product: Product, alcohol: bool, health_food: bool) -> None:
    good = product.good
    names, group = (product.name_vi, good.name if good else ""), good.group if good else None
    product.says_alcohol = alcohol or says_alcohol(product.kind, names, group)
    product.says_health_food = health_food or says_health_food(product.kind, names, group)


def _check_labels(product: Product, at: datetime) -> None:
    labels = {f"label-{variant.position}": f"{variant.label_vi}\n{variant.label_en}" for variant in product.variants}
    check_claims(labels, stars_of_product(product, at))


def _tidied(texts: Mapping[str, str]) -> dict[str, str]:
    """Each line as a person sees it; paragraphs stay apart."""
    return {name: "\n".join(tidy(line) for line in text.strip().splitlines()) for name, text in texts.items()}


def _take_edition(product: Product, edition: int | None) -> None:
    """One statement decides between two who change the same good at once."""
    wanted = product.edition if edition is None else edition
    taken = db.session.scalar(
        update(Product)
        .where(Product.id == product.id, Product.producer_id == product.producer_id, Product.edition == wanted)
        .values(edition=wanted + 1)
        .returning(Product.edition)
        .execution_options(synchronize_session=False)
    )
    if taken is None:
        raise StaleEdition(product.id)
    set_committed_value(product, "edition", taken)
