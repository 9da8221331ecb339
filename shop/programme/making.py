"""Acting on one good: the form of an act, what it would change in the shop, and the act itself."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.certification import (
    ActState,
    Certificate,
    CertifiedGood,
    NoSuchCertificate,
    NoSuchGood,
    OutOfScope,
    Preview,
    RegisterAct,
    RevocationGround,
    do_act,
    list_certificates_of,
    preview_act,
    register_picture,
)
from shop.config import Config
from shop.photo_files import stored_document
from shop.places import list_communes, list_provinces
from shop.producers import Producer, find_producers, list_producers
from shop.programme.act_forms import STARS, ActForm, number_typed
from shop.programme.act_kinds import KINDS, FormKind, certificate_values
from shop.programme.act_said import field_labels, said_by
from shop.programme.good import good_in_scope
from shop.programme.refusal_words import refusal_words
from shop.programme.scope import present_scope
from shop.programme.stopping import stop_orders
from shop.values.ocop import GROUPS
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.certificate_words import ground_words, group_words
from shop.web.uploads import sent_files, uploads
from shop.web.words import _

door = Blueprint("making", __name__)

MOST_FOUND, MOST_ALIKE = 12, 200
# What does not exist for this officer is answered with 404, not at the form.
MISSING = (NoSuchCertificate, NoSuchGood, OutOfScope)


@dataclass
class Page:
    """The form of one act on one good, as far as it was filled in."""

    good: CertifiedGood
    what: str
    kind: FormKind
    certificates: list[Certificate]
    form: ActForm
    refused: str = ""
    words: str = ""
    found: list[Any] = field(default_factory=list)

    def answer(self, status: int = 200) -> tuple[str, int]:
        """The page with the form."""
        return render_template(
            "programme/making/show.html", page=self, labels=field_labels(), **self._choices()
        ), status

    def confirm(self, preview: Preview) -> str:
        """The page that shows what would change."""
        return render_template("programme/making/preview.html", page=self, preview=preview)

    def said(self) -> list[tuple[str, str]]:
        """What was typed, to be read once more before it is done."""
        return said_by(self.form, self.certificates, [*self.found])

    def _choices(self) -> dict[str, Any]:
        scope, values = present_scope(), self.form.values
        provinces = [one for one in list_provinces() if scope.covers(one.code)]
        return {
            "stars": [(stars, _("%(stars)s stars", stars=stars)) for stars in STARS],
            "grounds": [(ground, ground_words(ground)) for ground in RevocationGround],
            "groups": [(group, group_words(group)) for group in GROUPS],
            "provinces": [(one.code, one.short_name) for one in provinces],
            "communes": [(one.code, one.name) for one in list_communes(values.get("province") or "")],
        }


@door.get("/dang-ky/<slug:slug>/<what>")
def show(slug: str, what: str) -> tuple[str, int]:
    """The form of an act; `?giay=` chooses the certificate."""
    page = _page(slug, what)
    values = dict(page.kind.values(page.good, page.certificates))
    chosen = next((one for one in page.certificates if one.code == request.args.get("giay")), None)
    if chosen:
        values |= certificate_values(chosen) if what == "dinh-chinh" else {"code": chosen.code}
    if producer := number_typed(request.args.get("producer")):
        values["producer_id"] = str(producer)
    page.form = page.kind.form(data=values)
    page.words = request.args.get("q", "")[:100]
    _find(page)
    return page.answer()


@door.post("/dang-ky/<slug:slug>/<what>")
@uploads(documents=1)
def make(slug: str, what: str) -> Response | str | tuple[str, int]:
    """Shows what the act would change; once that was seen, does it and redirects to it."""
    page = _page(slug, what, request.form)
    step = request.form.get("step")
    page.words = request.form.get("q", "")[:100]
    _find(page)
    if step == "fill":
        chosen = next((one for one in page.certificates if one.code == request.form.get("code")), None)
        page.form = page.kind.form(data={**page.form.values, **(certificate_values(chosen) if chosen else {})})
    if step not in ("look", "do"):
        return page.answer()
    if not (page.form.validate() and _is_of_this_good(page)):
        return page.answer(422)
    asked = page.form.request(page.good)
    try:
        if step == "look":
            return page.confirm(preview_act(asked, at=clock.now(), scope=present_scope()))
        act = do_with_paper(asked, str(page.form.evidence.data))
    except MISSING:
        raise
    except Refusal as refusal:
        page.refused = refusal_words(refusal)
        return page.answer(422)
    return done(said_of(act), url_for("programme.acts.show", number=act.id))


def do_with_paper(asked: Any, evidence: str) -> RegisterAct:
    """Do the act of the present form, with the paper if one was sent along."""
    config: Config = current_app.config["SHOP"]
    sent = sent_files("paper")
    keeping = stored_document(sent[0].content(), config.media_dir) if sent else nullcontext()
    with keeping as paper, acting("register_act", Subject("register_act", 0)) as doing:
        stem = paper.stem if paper else None
        scope = present_scope()
        act = do_act(asked, evidence=evidence, by=doing.by, at=doing.at, scope=scope, document_stem=stem)
        stop_orders(act, by=doing.by, at=doing.at)
        doing.subject = Subject("register_act", act.id)
        doing.facts |= {"kind": str(act.kind), "state": str(act.state)}
    return act


def said_of(act: RegisterAct) -> str:
    """What happened, for the page that shows it."""
    if act.state == ActState.WAITING:
        return _("It hides or shortens more than 20 goods: nothing is changed until a second person confirms it.")
    return _("Entered in the register. Whoever looks at the shop sees it at once.")


def _page(slug: str, what: str, sent: MultiDict[str, str] | None = None) -> Page:
    kind, good = KINDS.get(what), good_in_scope(slug)
    if kind is None:
        abort(404)
    typed = MultiDict(sent or {})
    if "codes" in typed:
        typed["codes"] = " ".join(typed.getlist("codes"))
    return Page(good, what, kind, list_certificates_of([good.id])[good.id], kind.form(typed))


def _is_of_this_good(page: Page) -> bool:
    """The certificates that were chosen are this good's."""
    values, codes = page.form.values, {one.code for one in page.certificates}
    asked: dict[str, list[str]] = {name: str(values.get(name) or "").split() for name in ("code", "codes")}
    for name, typed in asked.items():
        if name in values and not (typed and codes.issuperset(typed)):
            page.form.blame(name, _("Choose the certificate."))
            return False
    return True


def _find(page: Page) -> None:
    """Producers or other entries to choose from, by the words that were typed."""
    if page.what == "gop":
        page.found = _other_entries(page)
    elif page.what in ("sua", "tach"):
        typed = number_typed(page.form.values.get("producer_id"))
        alike = find_producers(page.words, limit=MOST_ALIKE) if page.words else []
        numbers, own = dict.fromkeys([*([typed] if typed else []), *alike]), page.good.producer_id
        by_number = {one.id: one for one in list_producers(numbers) if one.id == own or _may_be_named(one)}
        page.found = [by_number[number] for number in numbers if number in by_number][:MOST_FOUND]


def _may_be_named(producer: Producer) -> bool:
    return producer.province_code is None or present_scope().covers(producer.province_code)


def _other_entries(page: Page) -> list[Any]:
    """Entries like this one, or those that the words find: within the officer's province, without itself."""
    scope, picture = present_scope(), register_picture(clock.now())
    alike = picture.find(page.words or page.good.name)
    if not page.words and page.good.producer:
        alike += [entry for entry in picture.of_producer(page.good.producer.slug) if entry not in alike]
    others = (one for one in alike if one.good_id != page.good.id and scope.covers(one.province_code))
    return list(dict.fromkeys(others))[:MOST_FOUND]
