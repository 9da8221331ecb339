"""What the shop knows of somebody: take it along, say no to news, close the account."""

from __future__ import annotations

import json

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from shop import clock
from shop.accounts import (
    WORDING,
    ConsentSubject,
    LastOperator,
    has_agreed,
    list_consents,
    record_consent,
)
from shop.database import transaction
from shop.storefront.account.forms import CloseForm, NewsForm
from shop.storefront.account.kept_of_person import export_everything, forget_everything
from shop.storefront.account.present_password import is_own_password
from shop.storefront.review_photos import remove_photos
from shop.web.guards import present_member
from shop.web.language import current_language
from shop.web.present_cart import forget_cart_in_browser
from shop.web.session_user import forget_sign_in
from shop.web.words import _

door = Blueprint("personal_data", __name__)


@door.get("/tai-khoan/du-lieu")
def index() -> str:
    """What was agreed to, and what can be done."""
    person_id = present_member().person_id
    return render_template(
        "storefront/account/personal_data/index.html",
        consents=list_consents(person_id),
        wants_news=has_agreed(person_id, ConsentSubject.MARKETING),
    )


@door.get("/tai-khoan/du-lieu/tai-ve")
def export() -> Response:
    """A file with everything the shop keeps of the person."""
    kept = export_everything(present_member().person_id, clock.now())
    text = json.dumps(kept, ensure_ascii=False, indent=2)
    disposition = f'attachment; filename="cho-phien-{clock.today().isoformat()}.json"'
    return Response(text + "\n", mimetype="application/json", headers={"Content-Disposition": disposition})


@door.post("/tai-khoan/du-lieu/tin-tuc")
def news() -> AnyResponse:
    """Redirects to the page when the answer about news is kept."""
    person_id, wanted = present_member().person_id, NewsForm(request.form).entry()
    with transaction():
        record_consent(
            person_id,
            ConsentSubject.MARKETING,
            wanted,
            wording=WORDING,
            language=current_language(),
            at=clock.now(),
        )
    flash(_("You will get our news.") if wanted else _("You will get no more news."))
    return redirect(url_for(".index"), 303)


@door.route("/tai-khoan/du-lieu/dong", methods=["GET", "POST"])
def close() -> str | tuple[str, int] | AnyResponse:
    """The last form: the account goes for good."""
    person_id, form = present_member().person_id, CloseForm(request.form)
    if request.method == "GET":
        return render_template("storefront/account/personal_data/close.html", form=form)
    if not (form.validate() and is_own_password(form, "password", form.entry())):
        return render_template("storefront/account/personal_data/close.html", form=form), 422
    try:
        with transaction():
            photos = forget_everything(person_id, clock.now())
    except LastOperator:
        form.blame("sure", _("Nobody else could run the shop. Give somebody else the role first."))
        return render_template("storefront/account/personal_data/close.html", form=form), 422
    remove_photos(photos)
    forget_sign_in()
    forget_cart_in_browser()
    flash(_("Your account is closed. Farewell."))
    return redirect(url_for("storefront.entry.login.index"), 303)
