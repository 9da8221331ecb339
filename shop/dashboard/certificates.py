"""Certificates of a stall: how long they count, the dossier for the next one, and what happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import names_of
from shop.audit_log import Subject
from shop.config import Config
from shop.dashboard import dossier_words
from shop.dashboard.certificate_calendar import answer_calendar, has_calendar
from shop.dashboard.certificate_rows import row_of
from shop.dashboard.stall import present_stall
from shop.photo_files import remove_document, stored_document
from shop.renewals import (
    EVIDENCE,
    FORMS,
    LONGEST_RECEIPT,
    NEEDED,
    NEXT,
    Dossier,
    DossierItem,
    FilingState,
    Mark,
    NewFile,
    OneRenewal,
    Outcome,
    Phase,
    Step,
    StepFacts,
    add_file,
    dossier_of,
    find_file,
    find_letter_of,
    find_renewal,
    list_letters_of,
    list_renewals,
    mark_item,
    record_step,
    remove_file,
)
from shop.values.dates import vietnam_day
from shop.web.acting import Act, acting, done
from shop.web.certificate_words import history_lines
from shop.web.documents import send_document
from shop.web.lists import day_of
from shop.web.uploads import sent_files, uploads
from shop.web.words import _, ngettext

door = Blueprint("certificates", __name__, url_prefix="/chung-nhan")

# Photos of some pages at once; more are sent in another go.
FILES_AT_ONCE = 3

for words in (dossier_words.item_words, dossier_words.filing_words, dossier_words.step_words):
    door.add_app_template_filter(words)


@door.get("")
def index() -> str:
    """Every good of the producer with its certificate, the most pressing first."""
    now = clock.now()
    rows = [row_of(renewal, now) for renewal in list_renewals(present_stall().producer_id, now)]
    letters = list_letters_of(present_stall().producer_id)
    return render_template("dashboard/certificates/index.html", rows=rows, groups=_groups(), letters=letters)


@door.get("/lich.ics")
def calendar() -> Response:
    """All certificates that are in force as a calendar file."""
    renewals = list_renewals(present_stall().producer_id, clock.now())
    return answer_calendar(renewals, f"chung-nhan-{present_stall().slug}")


@door.get("/van-ban/<int:letter_id>")
def letter(letter_id: int) -> str:
    """A letter of the programme office to this producer, as it was issued."""
    found = find_letter_of(present_stall().producer_id, letter_id)
    if found is None:
        abort(404)
    return render_template("dashboard/certificates/letter.html", letter=found)


@door.get("/<certificate>")
def show(certificate: str) -> str:
    """One certificate: what to do now, its dossier, how far that is, and its good's history."""
    return render_template("dashboard/certificates/show.html", **_page(_found(certificate)))


@door.get("/<certificate>/in")
def sheet(certificate: str) -> str:
    """The checklist on paper."""
    return render_template("dashboard/certificates/sheet.html", **_page(_found(certificate)))


@door.get("/<certificate>/lich.ics")
def calendar_of(certificate: str) -> Response:
    """One certificate as a calendar file."""
    found = _found(certificate)
    if not (found.is_current and has_calendar(found.renewal)):
        abort(404)
    return answer_calendar([found.renewal], f"chung-nhan-{found.renewal.code}")


@door.get("/<certificate>/giay-to/<int:document_id>")
def document(certificate: str, document_id: int) -> Response:
    """A file of the dossier, to be saved."""
    file = find_file(present_stall().producer_id, certificate, document_id)
    if file is None:
        abort(404)
    return send_document(file.stem, file.form, file.name)


@door.post("/<certificate>/danh-dau")
def mark(certificate: str) -> Response:
    """Say that an item is ready, not needed, or missing still."""
    item = _item()
    said = request.form.get("mark", "")
    if said not in ("", *Mark):
        abort(400)
    with acting("dossier_marked", _subject(certificate), item=item.value, mark=said) as act:
        mark_item(_dossier(certificate, act), item, Mark(said) if said else None)
    return redirect(url_for(".show", certificate=certificate, _anchor=item.value), 303)


@door.post("/<certificate>/giay-to")
@uploads(documents=FILES_AT_ONCE)
def add(certificate: str) -> Response:
    """Put photos or PDF files to an item, all of those sent or none."""
    item, subject = _item(), _subject(certificate)
    files = sent_files("files")
    here = url_for(".show", certificate=certificate, _anchor=item.value)
    if not files:
        flash(_("Choose a photo or a PDF file first."), "error")
        return redirect(here, 303)
    config: Config = current_app.config["SHOP"]
    with ExitStack() as kept:
        stored = [(file, kept.enter_context(stored_document(file.content(), config.media_dir))) for file in files]
        with acting("dossier_file_added", subject, item=item.value, files=len(files)) as act:
            for file, document in stored:
                new = NewFile(document.stem, document.form, document.size, file.name)
                add_file(_dossier(certificate, act), item, new)
    return done(ngettext("The file is kept.", "%(num)s files are kept.", len(files)), here)


@door.post("/<certificate>/giay-to/<int:document_id>/bo")
def remove(certificate: str, document_id: int) -> Response:
    """Take a file out of the dossier; it is deleted."""
    file = find_file(present_stall().producer_id, certificate, document_id)
    if file is None:
        abort(404)
    item, stem, form = file.item, file.stem, file.form
    with acting("dossier_file_removed", _subject(certificate), item=item) as act:
        remove_file(_dossier(certificate, act), document_id)
    config: Config = current_app.config["SHOP"]
    remove_document(stem, form, config.media_dir)
    return done(_("The file was deleted."), url_for(".show", certificate=certificate, _anchor=item))


@door.post("/<certificate>/buoc")
def step(certificate: str) -> Response:
    """Note what happened to the dossier."""
    noted, seen = _step(), request.form.get("seen", type=int)
    if noted is None or seen is None:
        flash(_("Choose the day on which it happened."), "error")
        return redirect(url_for(".show", certificate=certificate, _anchor="filing"), 303)
    with acting("dossier_step_noted", _subject(certificate), step=noted.step.value) as act:
        record_step(_dossier(certificate, act), noted, seen=seen)
    return done(_("Noted."), url_for(".show", certificate=certificate, _anchor="filing"))


def _groups() -> tuple[tuple[str, tuple[Phase, ...]], ...]:
    """The headings of the list, each with what stands below it."""
    return (
        (_("Something to do"), (Phase.OPEN, Phase.LATE, Phase.EXTENDED)),
        (_("In force"), (Phase.FAR, Phase.NOT_YET)),
        (_("Ended: hidden in the shop"), (Phase.LAPSED, Phase.REVOKED)),
        (_("Without a certificate"), (Phase.NONE,)),
    )


def _parts(items: Sequence[DossierItem]) -> list[tuple[str, list[DossierItem]]]:
    """The items of a dossier under the headings of the checklist."""
    rest = [item for item in items if item not in (*FORMS, *EVIDENCE)]
    evidence = [item for item in items if item in EVIDENCE]
    return [(_("Forms"), list(FORMS)), (_("Evidence for Form 02"), evidence), (_("At the commune"), rest)]


def _found(certificate: str) -> OneRenewal:
    return find_renewal(present_stall().producer_id, certificate, clock.now())


def _subject(certificate: str) -> Subject:
    found = _found(certificate).renewal.certificate
    return Subject("certificate", found.id if found else 0)


def _dossier(certificate: str, act: Act) -> Dossier:
    stall = present_stall()
    return Dossier(stall.producer_id, certificate, by_id=stall.person_id, at=act.at)


def _item() -> DossierItem:
    sent = request.form.get("item", "")
    if sent not in list(DossierItem):
        abort(400)
    return DossierItem(sent)


def _step() -> StepFacts | None:
    """The step that was sent; None without its day."""
    step, outcome = request.form.get("step", ""), request.form.get("outcome", "")
    if step not in list(Step) or (step == Step.DECIDED) != (outcome in list(Outcome)):
        abort(400)
    day = day_of(request.form.get("day", ""))
    if step == Step.REOPENED:
        day = vietnam_day(clock.now())
    if day is None:
        return None
    receipt = request.form.get("receipt", "")[:LONGEST_RECEIPT] if step == Step.FILED else ""
    return StepFacts(Step(step), day, receipt_number=receipt, outcome=Outcome(outcome) if outcome else None)


def _page(found: OneRenewal) -> dict[str, object]:
    """What the page of one certificate and its sheet print."""
    now = clock.now()
    people = {one.recorded_by_id for one in found.renewal.filing.steps if one.recorded_by_id}
    return {
        "found": found,
        "row": row_of(found.renewal, now),
        "renewal": found.renewal,
        "items": dossier_of(found.renewal.good.group),
        "parts": _parts(dossier_of(found.renewal.good.group)),
        "history": history_lines(found.standing.timeline, found.certificates, now),
        "names": names_of(people),
        "today": vietnam_day(now),
        "can_change": found.is_current and found.renewal.filing.state is not FilingState.DECIDED,
        "next_steps": NEXT[found.renewal.filing.state] if found.is_current else (),
        "way": (
            (Step.FILED, _("Filed at the commune")),
            (Step.SENT, _("Sent on to the province")),
            (Step.DECIDED, _("Decided")),
        ),
        "needed": NEEDED,
        "files_at_once": FILES_AT_ONCE,
    }
