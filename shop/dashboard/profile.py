"""What the stall says of itself: its story, how it is reached, on which days it sends; and all of it at a glance."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.dashboard.checklist import introduction_steps
from shop.dashboard.profile_forms import ContactForm, StoryForm, contact_of
from shop.dashboard.refusal_words import refusal_words
from shop.dashboard.stall import present_stall
from shop.stalls import NothingToShow, find_stall, list_portraits, set_contact, set_send_days, tell_story
from shop.values.light_marks import read_marks
from shop.web.acting import acting, done
from shop.web.stall_words import day_names, sending_words, stall_address
from shop.web.words import _

door = Blueprint("profile", __name__)


@door.get("/gioi-thieu")
def index() -> str:
    """Everything that the stall says of itself, each part with its way to change it."""
    here = present_stall()
    stall, portraits = find_stall(here.producer_id), list_portraits(here.producer_id)
    return render_template(
        "dashboard/profile/index.html",
        known=stall,
        portraits=portraits,
        steps=introduction_steps(stall, len(portraits)),
        sending=sending_words(stall.days) if stall and stall.days else "",
        address=stall_address(stall) if stall else "",
    )


@door.route("/gioi-thieu/chuyen", methods=["GET", "POST"])
def story() -> str | tuple[str, int] | Response:
    """The form of the story; sent with `do=look` it shows how the words will stand, and keeps nothing."""
    here = present_stall()
    stall = find_stall(here.producer_id)
    known = {"story_vi": stall.story_vi, "story_en": stall.story_en} if stall else {}
    form = StoryForm(request.form, data=known)
    if request.method == "GET":
        return _story_page(form)
    if not form.validate():
        return _story_page(form), 422
    if request.form.get("do") == "look":
        return _story_page(form, is_look=True)
    try:
        with acting("stall_told", Subject("producer", here.producer_id)):
            tell_story(here.producer_id, form.story_vi.data or "", form.story_en.data or "")
    except NothingToShow as refusal:
        form.blame("story_vi", refusal_words(refusal))
        return _story_page(form), 422
    return done(_("Your story is kept."), url_for(".index"))


@door.route("/gioi-thieu/lien-he", methods=["GET", "POST"])
def contact() -> str | tuple[str, int] | Response:
    """The form of how the stall is reached and when it sends."""
    here = present_stall()
    stall = find_stall(here.producer_id)
    form = ContactForm(request.form, data=contact_of(stall))
    if request.method == "GET":
        return _contact_page(form, stall.days if stall else ())
    days = tuple(int(day) for day in request.form.getlist("send_day") if day in ("0", "1", "2", "3", "4", "5", "6"))
    given = form.contact()
    if given is None:
        return _contact_page(form, days), 422
    with acting("stall_contact_set", Subject("producer", here.producer_id)):
        set_contact(here.producer_id, given)
        set_send_days(here.producer_id, days)
    return done(_("Kept. Labels of parcels bear this address from now on."), url_for(".index"))


def _story_page(form: StoryForm, *, is_look: bool = False) -> str:
    return render_template(
        "dashboard/profile/story.html",
        form=form,
        look_vi=read_marks(form.story_vi.data or "") if is_look else (),
        look_en=read_marks(form.story_en.data or "") if is_look else (),
    )


def _contact_page(form: ContactForm, days: tuple[int, ...]) -> str:
    return render_template("dashboard/profile/contact.html", form=form, days=days, day_names=day_names())
