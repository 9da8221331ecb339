"""The forms on goods: a new one in a few fields, its words, its label, its packs, its other marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, StringField, ValidationError

from shop.catalogue import (
    KINDS,
    MOST_MARKS,
    BadGtin,
    BadPrice,
    ClaimsOcop,
    ClaimsStars,
    Label,
    Mark,
    NewPack,
    Product,
    ProductWords,
    Variant,
    is_service,
    likely_weight,
    pack_label,
)
from shop.dashboard.good_fields import MOST_PIECES, UNITS, parse_content
from shop.dashboard.good_words import claim_words, gtin_words
from shop.values.folding import tidy
from shop.values.refusal import Refusal
from shop.web.fields import day_field, day_in, grouped, line, lines, number, number_in, tick
from shop.web.forms import ShopForm, choice_field, text_field
from shop.web.words import _

LONGEST_NAME, LONGEST_LINE, LONGEST_TEXT, LONGEST_LABEL = 300, 300, 5000, 80
HIGHEST_PRICE = 999_999_999
HEAVIEST = 100_000
WORDS = ("summary", "description")
LABEL = ("ingredients", "storage", "warnings")


class GoodForm(ShopForm):
    """A form whose mistakes may be told by the catalogue."""

    def blame_refusal(self, refusal: Refusal) -> bool:
        """Say a refusal of the catalogue at its field; False where it is about none of this form."""
        if isinstance(refusal, (ClaimsOcop, ClaimsStars)):
            name, words = refusal.field, claim_words(refusal)
            name = "label_vi" if name.startswith("label-") and "label_vi" in self._fields else name
        elif isinstance(refusal, BadGtin):
            name, words = "gtin", gtin_words(refusal)
        elif isinstance(refusal, BadPrice):
            name, words = "price", _("Please type the price in dong, such as 125000.")
        else:
            return False
        if name not in self._fields:
            return False
        self.blame(name, words)
        return True


def _content(form: Form, field: Field) -> None:
    unit = form["unit"].data
    if unit in UNITS and parse_content(str(field.data or ""), unit) is None:
        raise ValidationError(_("Please type how much is in it, such as 500."))


class PackForm(GoodForm):
    """A pack: what is in it, what it costs, what it weighs, the number of its barcode."""

    amount = StringField(filters=[lambda typed: tidy(typed or "")], validators=[_content])
    unit = choice_field(tuple(UNITS))
    price = number(1, HIGHEST_PRICE)
    label_vi = line(LONGEST_LABEL)
    label_en = line(LONGEST_LABEL)
    weight = number(1, HEAVIEST, is_needed=False)
    gtin = line(40)

    def pack(self, kind: str) -> NewPack:
        """The pack; what is left empty follows from what is in it. Blames nothing: call it after `validate`."""
        amount, unit = parse_content(str(self.amount.data), str(self.unit.data)) or (1, "piece")
        weight = number_in(self.weight) or likely_weight(amount, unit) or 0
        return NewPack(
            label_vi=str(self.label_vi.data) or pack_label(amount, unit, "vi"),
            label_en=str(self.label_en.data) or ("" if self.label_vi.data else pack_label(amount, unit, "en")),
            price_vnd=number_in(self.price) or 0,
            net_amount=amount,
            net_unit=unit,
            weight_grams=0 if is_service(kind) else weight,
            gtin=str(self.gtin.data),
        )

    def misses_weight(self, kind: str) -> bool:
        """Pieces say nothing of their weight, and the fee of a parcel goes by weight."""
        if self.unit.data == "piece" and not self.weight.data and not is_service(kind):
            self.blame("weight", _("Please give the weight with its wrapping: the delivery fee depends on it."))
            return True
        return False


def pack_values(variant: Variant) -> dict[str, Any]:
    """What the form of a pack shows before anything is typed."""
    return {
        "amount": str(variant.net_amount),
        "unit": variant.net_unit,
        "price": grouped(variant.price_vnd),
        "label_vi": variant.label_vi,
        "label_en": variant.label_en if variant.label_en != variant.label_vi else "",
        "weight": grouped(variant.weight_grams) if variant.weight_grams else "",
        "gtin": variant.gtin or "",
    }


class NewGoodForm(PackForm):
    """A new good with its first pack and the pieces that lie ready."""

    name_vi = text_field(LONGEST_NAME, empty=lambda: _("Please give it a name."))
    kind = choice_field(KINDS)
    on_hand = number(0, MOST_PIECES, is_needed=False)

    def words(self) -> ProductWords:
        """What is written of it so far."""
        return ProductWords(kind=str(self.kind.data), name_vi=str(self.name_vi.data))

    @property
    def pieces(self) -> int:
        """How many pieces of the first pack there are."""
        return number_in(self.on_hand) or 0


class WordsForm(GoodForm):
    """Name, kind and what is told of a good, in Vietnamese and in English."""

    name_vi = text_field(LONGEST_NAME, empty=lambda: _("Please give it a name."))
    name_en = line(LONGEST_NAME)
    kind = choice_field(KINDS)
    summary_vi = line(LONGEST_LINE)
    summary_en = line(LONGEST_LINE)
    description_vi = lines(LONGEST_TEXT)
    description_en = lines(LONGEST_TEXT)

    def words(self, product: Product) -> ProductWords:
        """What is written of the good with what was typed."""
        texts = {name: str(self[name].data) for name in text_names(WORDS)}
        return replace(
            words_of(product, texts),
            kind=str(self.kind.data),
            name_vi=str(self.name_vi.data),
            name_en=str(self.name_en.data),
        )


def words_values(product: Product) -> dict[str, str]:
    """What the form of the words shows before anything is typed."""
    now = words_of(product, {})
    told = {name: now.texts[name] for name in text_names(WORDS)}
    return {"name_vi": now.name_vi, "name_en": now.name_en, "kind": now.kind, **told}


class LabelForm(GoodForm):
    """What the label of a good says."""

    ingredients_vi = lines(LONGEST_TEXT)
    ingredients_en = lines(LONGEST_TEXT)
    storage_vi = lines(LONGEST_TEXT)
    storage_en = lines(LONGEST_TEXT)
    warnings_vi = lines(LONGEST_TEXT)
    warnings_en = lines(LONGEST_TEXT)
    shelf_life_months = number(1, 240, is_needed=False)
    batch = line(40)
    made_on = day_field()
    best_before_on = day_field()
    planting_area_code = line(60)
    says_alcohol = tick()
    says_health_food = tick()

    def validate_best_before_on(self, field: Field) -> None:
        """It lasts longer than a day."""
        made, best = day_in(self.made_on), day_in(field)
        if made and best and best <= made:
            raise ValidationError(_("This day must come after the day on which it was made."))

    def words(self, product: Product) -> ProductWords:
        """What is written of the good with what was typed."""
        texts = {name: str(self[name].data) for name in text_names(LABEL)}
        return replace(
            words_of(product, texts),
            shelf_life_months=number_in(self.shelf_life_months),
            says_alcohol=bool(self.says_alcohol.data),
            says_health_food=bool(self.says_health_food.data),
        )

    def label(self) -> Label:
        """What is said of the present batch."""
        return Label(
            str(self.batch.data), day_in(self.made_on), day_in(self.best_before_on), str(self.planting_area_code.data)
        )


def label_values(product: Product) -> dict[str, Any]:
    """What the form of the label shows before anything is typed."""
    plain = {name: getattr(product, name) for name in (*text_names(LABEL), "batch", "planting_area_code")}
    return plain | {
        "shelf_life_months": str(product.shelf_life_months or ""),
        "made_on": product.made_on.isoformat() if product.made_on else "",
        "best_before_on": product.best_before_on.isoformat() if product.best_before_on else "",
        "says_alcohol": product.is_alcohol,
        "says_health_food": product.is_health_food,
    }


def text_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Their columns in both languages."""
    return tuple(f"{name}_{code}" for name in names for code in ("vi", "en"))


def words_of(product: Product, texts: Mapping[str, str]) -> ProductWords:
    """What is written of a good now, with some texts changed."""
    kept = {name: getattr(product, name) for name in text_names((*WORDS, *LABEL))}
    return ProductWords(
        kind=product.kind,
        name_vi=product.name_vi,
        name_en=product.name_en if product.name_en != product.name_vi else "",
        texts=kept | dict(texts),
        shelf_life_months=product.shelf_life_months,
        says_alcohol=product.says_alcohol,
        says_health_food=product.says_health_food,
    )


class MarkForm(GoodForm):
    """One mark beside OCOP; a row without a name is no mark."""

    name = line(80)
    number = line(80)
    issuer = line(200)
    ends_on = day_field()

    def mark(self) -> Mark | None:
        """The mark, or None for an empty row."""
        if not self.name.data:
            return None
        return Mark(str(self.name.data), str(self.number.data), str(self.issuer.data), day_in(self.ends_on))


def mark_forms(product: Product, typed: MultiDict[str, str] | None) -> list[MarkForm]:
    """A row for each mark and one to spare; with what was typed once the form was sent."""
    rows = min(len(product.marks) + 1, MOST_MARKS) if typed is None else MOST_MARKS
    forms = []
    for row in range(rows):
        mark = product.marks[row] if row < len(product.marks) else None
        known = {"name": mark.name, "number": mark.number, "issuer": mark.issuer} if mark else {}
        day = mark.ends_on.isoformat() if mark and mark.ends_on else ""
        if typed is None:
            forms.append(MarkForm(prefix=f"mark{row}-", data=known | {"ends_on": day}))
        elif f"mark{row}-name" in typed:
            forms.append(MarkForm(typed, prefix=f"mark{row}-"))
    return forms
