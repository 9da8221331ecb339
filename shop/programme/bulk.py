"""One act on many certificates, by one paper: revoked together, or extended together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from shop import clock
from shop.certification import (
    Certificate,
    Preview,
    RevocationGround,
    find_certificates,
    parse_certificate_code,
    preview_act,
)
from shop.programme.act_forms import ExtensionForm, RevocationForm
from shop.programme.making import do_with_paper, said_of
from shop.programme.refusal_words import refusal_words
from shop.programme.scope import present_scope
from shop.values.refusal import Refusal
from shop.web.acting import done
from shop.web.certificate_words import ground_words
from shop.web.uploads import uploads
from shop.web.words import _

door = Blueprint("bulk", __name__, url_prefix="/hang-loat")

MOST = 500
LONGEST_TYPED = 20_000
BETWEEN = re.compile(r"[\s,;]+")


FORMS: dict[str, type[RevocationForm] | type[ExtensionForm]] = {"thu-hoi": RevocationForm, "gia-han": ExtensionForm}


@dataclass
class Page:
    """The codes that were typed, what was found by them, and the rest of the form."""

    kind: str
    typed: str
    form: RevocationForm | ExtensionForm
    certificates: list[Certificate] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    refused: str = ""

    @property
    def title(self) -> str:
        """What is done."""
        return _("Revoke several") if self.kind == "thu-hoi" else _("Extend several")

    @property
    def codes(self) -> tuple[str, ...]:
        """The certificates that were found."""
        return tuple(one.code for one in self.certificates)

    def answer(self, status: int = 200) -> tuple[str, int]:
        """The page with the form."""
        grounds = [(ground, ground_words(ground)) for ground in RevocationGround]
        return render_template("programme/bulk/index.html", page=self, grounds=grounds), status

    def confirm(self, preview: Preview) -> str:
        """The page that shows what would change."""
        return render_template("programme/bulk/preview.html", page=self, preview=preview)


@door.get("/<kind>")
def index(kind: str) -> tuple[str, int]:
    """The form, with the certificates that were ticked in the list."""
    return _page(kind, "\n".join(request.args.getlist("code"))).answer()


@door.post("/<kind>")
@uploads(documents=1)
def make(kind: str) -> Response | str | tuple[str, int]:
    """Shows what the act would change; once that was seen, does it and redirects to it."""
    page = _page(kind, request.form.get("codes", ""), request.form)
    step = request.form.get("step")
    if step not in ("look", "do"):
        return page.answer()
    if not page.form.validate() or page.unknown or not page.codes:
        return page.answer(422)
    asked = page.form.of(page.codes)
    try:
        if step == "look":
            return page.confirm(preview_act(asked, at=clock.now(), scope=present_scope()))
        act = do_with_paper(asked, str(page.form.evidence.data))
    except Refusal as refusal:
        page.refused = refusal_words(refusal)
        return page.answer(422)
    return done(said_of(act), url_for("programme.acts.show", number=act.id))


def _page(kind: str, typed: str, sent: MultiDict[str, str] | None = None) -> Page:
    if kind not in FORMS:
        abort(404)
    page = Page(kind, typed.strip()[:LONGEST_TYPED], FORMS[kind](sent))
    words = list(dict.fromkeys(word for word in BETWEEN.split(page.typed) if word))[:MOST]
    codes = {word: parse_certificate_code(word) for word in words}
    found, scope = find_certificates({code for code in codes.values() if code}), present_scope()
    for word, code in codes.items():
        certificate = found.get(code or "")
        if certificate and scope.covers(certificate.good.province_code):
            page.certificates.append(certificate)
        else:
            page.unknown.append(word)
    return page
