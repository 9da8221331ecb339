"""One good of the register: what counts until when, what happened, and what may be done."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.certification import CertifiedGood, find_good_by_slug, find_kept_good
from shop.programme.good_page import good_page
from shop.programme.scope import present_scope

door = Blueprint("good", __name__)


@door.get("/dang-ky/<slug:slug>")
def show(slug: str) -> str | Response:
    """The page of a good; the address of an entry that was merged leads to the one that was kept."""
    good = find_good_by_slug(slug)
    if good is None:
        kept = find_kept_good(slug)
        if kept is None:
            abort(404)
        return redirect(url_for(".show", slug=kept.slug), 301)
    if not present_scope().covers(good.province_code):
        abort(404)
    return render_template("programme/good/show.html", page=good_page(good, clock.now(), present_scope()))


def good_in_scope(slug: str) -> CertifiedGood:
    """The good at an address, of those that the present officer may touch; 404 for any other."""
    good = find_good_by_slug(slug)
    if good is None or not present_scope().covers(good.province_code):
        abort(404)
    return good
