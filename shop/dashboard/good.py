"""One good of a stall: how it stands, its words, its label, its other marks; on sale, off sale, copied."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.catalogue import (
    Product,
    StaleEdition,
    StallGood,
    choose_good,
    duplicate_product,
    find_product_of,
    label_product,
    list_goods_to_offer,
    list_stall_goods,
    publish_product_of,
    replace_marks,
    retire_product_of,
    rewrite_product,
    says_alcohol,
    says_health_food,
)
from shop.dashboard.good_forms import (
    LabelForm,
    MarkForm,
    WordsForm,
    label_values,
    mark_forms,
    words_values,
)
from shop.dashboard.good_words import claim_words, kind_options
from shop.dashboard.stall import present_stall
from shop.dashboard.stall_away import is_away
from shop.values.dates import vietnam_day
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.words import _

door = Blueprint("good", __name__)

Page = str | Response | tuple[str, int]

# Of the number of a row: PostgreSQL and SQLite stumble over larger ones.
MOST_DIGITS = 9


@door.get("/hang-hoa/<int:product_id>")
def show(product_id: int) -> str:
    """How the good stands and what it still needs, with a way to each of its parts."""
    product = _product(product_id)
    good = _stall_good(product)
    return render_template(
        "dashboard/good/show.html",
        good=good,
        product=product,
        today=vietnam_day(clock.now()),
        look_url=_look_url(good),
    )


@door.post("/hang-hoa/<int:product_id>/dang-ban")
def publish(product_id: int) -> Response:
    """Redirects to the good once it is on sale."""
    with acting("good_published", Subject("product", product_id)) as act:
        publish_product_of(present_stall().producer_id, product_id, act.at)
    return done(_("It is on sale: shoppers see it now."), _here(product_id))


@door.post("/hang-hoa/<int:product_id>/ngung-ban")
def retire(product_id: int) -> Response:
    """Redirects to the good once it is off sale."""
    with acting("good_retired", Subject("product", product_id)) as act:
        retire_product_of(present_stall().producer_id, product_id, act.at)
    return done(_("It is off sale. Everything of it is kept."), _here(product_id))


@door.post("/hang-hoa/<int:product_id>/nhan-ban")
def duplicate(product_id: int) -> Response:
    """Redirects to the copy, a draft."""
    with acting("good_copied", Subject("product", product_id)) as act:
        copy = duplicate_product(present_stall().producer_id, product_id)
        act.facts["copy"] = copy.id
    return done(_("This is the copy. Say which certified good it is, and change what differs."), _here(copy.id))


@door.route("/hang-hoa/<int:product_id>/so-dang-ky", methods=["GET", "POST"])
def register(product_id: int) -> Page:
    """Which good of the register it is; redirects to the good once that is said."""
    product, stall = _product(product_id), present_stall()
    if request.method == "GET":
        return _choices(product)
    number = request.form.get("good", "")
    if not number.isascii() or not number.isdigit() or len(number) > MOST_DIGITS:
        return _choices(product, _("Please choose one of these.")), 422
    with acting("good_chosen", Subject("product", product_id), good_id=int(number)) as act:
        choose_good(stall.producer_id, product_id, int(number), act.at)
    return done(_("Saved."), _here(product_id))


def _choices(product: Product, problem: str | None = None) -> str:
    goods = list_goods_to_offer(product.producer_id, clock.now())
    return render_template("dashboard/good/register.html", product=product, goods=goods, problem=problem)


@door.route("/hang-hoa/<int:product_id>/sua", methods=["GET", "POST"])
def words(product_id: int) -> Page:
    """Name, kind and what is told of the good; redirects to the good once it is saved."""
    product = _product(product_id)
    if request.method == "GET":
        return _words_page(WordsForm(data=words_values(product)), product)
    form = WordsForm(request.form)
    if not form.validate():
        return _words_page(form, product), 422
    try:
        with acting("good_rewritten", Subject("product", product_id)) as act:
            rewrite_product(present_stall().producer_id, product_id, form.words(product), edition=_edition(), at=act.at)
    except StaleEdition:
        return _words_page(form, _product(product_id), is_stale=True), 409
    except Refusal as refusal:
        if not form.blame_refusal(refusal):
            raise
        return _words_page(form, _product(product_id)), 422
    return done(_("Saved."), _here(product_id))


def _words_page(form: WordsForm, product: Product, *, is_stale: bool = False) -> str:
    kinds = kind_options()
    return render_template("dashboard/good/words.html", form=form, product=product, kinds=kinds, is_stale=is_stale)


@door.route("/hang-hoa/<int:product_id>/nhan", methods=["GET", "POST"])
def label(product_id: int) -> Page:
    """What the label says; redirects to the good once it is saved."""
    product = _product(product_id)
    if request.method == "GET":
        return _label_page(LabelForm(data=label_values(product)), product)
    form = LabelForm(request.form)
    if not form.validate():
        return _label_page(form, product), 422
    try:
        with acting("good_labelled", Subject("product", product_id)) as act:
            producer_id = present_stall().producer_id
            rewrite_product(producer_id, product_id, form.words(product), edition=_edition(), at=act.at)
            label_product(producer_id, product_id, form.label(), at=act.at)
    except StaleEdition:
        return _label_page(form, _product(product_id), is_stale=True), 409
    except Refusal as refusal:
        if not form.blame_refusal(refusal):
            raise
        return _label_page(form, _product(product_id)), 422
    return done(_("Saved."), _here(product_id))


def _label_page(form: LabelForm, product: Product, *, is_stale: bool = False) -> str:
    good = product.good
    names, group = (product.name_vi, good.name if good else ""), good.group if good else None
    return render_template(
        "dashboard/good/label.html",
        form=form,
        product=product,
        is_stale=is_stale,
        must_be_alcohol=says_alcohol(product.kind, names, group),
        must_be_health_food=says_health_food(product.kind, names, group),
    )


@door.route("/hang-hoa/<int:product_id>/dau-khac", methods=["GET", "POST"])
def marks(product_id: int) -> Page:
    """Other marks with number, issuer and last day; redirects to the good once they are saved."""
    product = _product(product_id)
    if request.method == "GET":
        return _marks_page(mark_forms(product, None), product)
    forms = mark_forms(product, request.form)
    if [form for form in forms if not form.validate()]:
        return _marks_page(forms, product), 422
    kept = [(form, mark) for form in forms if (mark := form.mark()) is not None]
    try:
        with acting("good_marks_set", Subject("product", product_id)) as act:
            replace_marks(present_stall().producer_id, product_id, [mark for _form, mark in kept], act.at)
    except Refusal as refusal:
        if not _blame_row([form for form, _mark in kept], refusal):
            raise
        return _marks_page(forms, _product(product_id)), 422
    return done(_("Saved."), _here(product_id))


def _blame_row(rows: list[MarkForm], refusal: Refusal) -> bool:
    """Say a claim at the row and the field that makes it."""
    name, _dash, row = getattr(refusal, "field", "").partition("-")
    if not row.isdigit() or not 0 < int(row) <= len(rows):
        return False
    rows[int(row) - 1].blame(name, claim_words(refusal))  # type: ignore[arg-type]
    return True


def _marks_page(forms: list[MarkForm], product: Product) -> str:
    return render_template("dashboard/good/marks.html", forms=forms, product=product)


def _product(product_id: int) -> Product:
    return find_product_of(present_stall().producer_id, product_id)


def _stall_good(product: Product) -> StallGood:
    at = clock.now()
    found = list_stall_goods(product.producer_id, at, is_away=is_away(product.producer_id, at))
    return next(good for good in found if good.product.id == product.id)


def _look_url(good: StallGood) -> str:
    """The page of the good where shoppers see it, else its preview."""
    if good.why_hidden is None or good.why_hidden.is_seen:
        return url_for("storefront.products.show", slug=good.product.slug)
    return url_for("storefront.preview.show", product_id=good.product.id)


def _edition() -> int | None:
    typed = request.form.get("edition", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS else None


def _here(product_id: int) -> str:
    return url_for("dashboard.good.show", product_id=product_id)
