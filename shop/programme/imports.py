"""The staged import: a file is sent, read beside the server, looked at row by row, corrected, entered, or given up."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.config import Config
from shop.database import db
from shop.places import list_provinces
from shop.programme import import_words as words
from shop.programme.import_rows import sent_rows, settle
from shop.programme.import_view import entries_of, shown_rows, step_words, undone_acts, upload_page
from shop.programme.scope import present_scope
from shop.register_files import Decision, RegisterRefused
from shop.register_intake import (
    MOST_SHEET_BYTES,
    CorrectionRefused,
    DoubtCode,
    RegisterUpload,
    Sender,
    Tab,
    UploadState,
    accept_doubts,
    ask_to_apply,
    cancel_upload,
    find_upload,
    find_upload_row,
    kept_sheet,
    leave_out_refused,
    list_upload_rows,
    list_uploads,
    send_upload,
    sheet_path,
)
from shop.values.folding import tidy
from shop.web.acting import acting, done
from shop.web.documents import send_kept_file
from shop.web.fields import parse_day
from shop.web.lists import pages_here
from shop.web.parameters import Parameters
from shop.web.uploads import sent_files, uploads
from shop.web.words import _, ngettext

door = Blueprint("imports", __name__, url_prefix="/nhap")

UPLOADS_PER_PAGE = 20
SHOWN_BEFOREHAND = 30
LONGEST_LINE = 250
MIME = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
MOST_DOCUMENTS = 4  # of the size of a document: what a sheet may have


@door.get("")
def index() -> str:
    """A form for a file, and the files sent so far."""
    return _start()


@door.post("")
@uploads(documents=MOST_DOCUMENTS)
def take_file() -> Response | tuple[str, int]:
    """Redirects to the file, which is read beside the server; tells why one cannot be taken."""
    files = sent_files("file")
    wrong = {} if files else {"file": _("Choose a file first.")}
    given = _given(wrong)
    if wrong:
        return _start(wrong=wrong), 422
    try:
        with (
            kept_sheet(files[0].name, files[0].content(MOST_SHEET_BYTES), _config().media_dir) as file,
            acting("register_file_sent", Subject("register_upload", 0)) as act,
        ):
            upload = send_upload(Sender(act.by, present_scope().province_code), file, given, act.at)
            act.subject = Subject("register_upload", upload.id)
            number = upload.id
    except RegisterRefused as refused:
        return _start(wrong={"file": words.reason_words(refused.reason)}), 422
    return done(_("Nothing is changed yet. Look at what would happen."), url_for(".show", number=number))


@door.get("/<int:number>")
def show(number: int) -> str:
    """One file where it stands: how far it is read, its rows to be looked at, or what became of it."""
    return upload_page(_upload(number))


@door.get("/<int:number>/tien-do")
def progress(number: int) -> Response:
    """How far the work on a file has come, for its page."""
    upload = _upload(number)
    step = upload.progress
    answer = jsonify(
        busy=upload.is_busy,
        state=upload.state,
        words=step_words(upload),
        percent=step.percent,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@door.post("/<int:number>/dong")
def rows(number: int) -> Response | tuple[str, int]:
    """Redirects back to the rows that were corrected, chosen, looked at or left out; with what is wrong, shows it."""
    upload, sent = _upload(number), sent_rows()
    try:
        with acting("register_rows_settled", _subject(upload), is_recorded=False):
            changed = settle(upload, sent)
    except CorrectionRefused:
        db.session.rollback()
        return upload_page(_upload(number), sent), 422
    said = ngettext("%(num)s row is compared anew.", "%(num)s rows are compared anew.", changed)
    return done(said if changed else _("Nothing was changed."), _back(number))


@door.post("/<int:number>/bo-dong-loi")
def leave_refused(number: int) -> Response:
    """Redirects to the review, without the rows that cannot be taken."""
    upload = _upload(number)
    with acting("register_rows_left_out", _subject(upload)) as act:
        act.facts["rows"] = count = leave_out_refused(upload)
    return done(
        ngettext("%(num)s row is left out.", "%(num)s rows are left out.", count), url_for(".show", number=number)
    )


@door.post("/<int:number>/da-xem")
def accept(number: int) -> Response:
    """Redirects to the review, where all rows with one kind of doubt stay as they are."""
    upload, asked = _upload(number), Parameters(request.form)
    code = asked.choice("code", list(DoubtCode)) or DoubtCode.PLACE_UNKNOWN
    asked.check()
    with acting("register_doubts_accepted", _subject(upload), code=code) as act:
        act.facts["rows"] = count = accept_doubts(upload, DoubtCode(code))
    said = ngettext("%(num)s row stays as it is.", "%(num)s rows stay as they are.", count)
    return done(said, url_for(".show", number=number, phan=Tab.DOUBTFUL))


@door.get("/<int:number>/dong/<int:row_id>")
def row(number: int, row_id: int) -> str:
    """One row: as it is printed, as it was understood, what would become of it, and all that can be said about it."""
    upload = _upload(number)
    found = find_upload_row(upload, row_id)
    [shown] = shown_rows([found], {})
    entry = entries_of({found.good_id} if found.good_id else set()).get(found.good_id or 0)
    return render_template(
        "programme/imports/row.html", upload=upload, one=shown, entry=entry, is_open=_is_open(upload), words=words
    )


@door.get("/<int:number>/ap-dung")
def preview(number: int) -> str | Response:
    """What entering the file would bring into the shop and take out of it; redirects from a file that is not ready."""
    upload = _upload(number)
    if upload.state != UploadState.READY:
        return redirect(url_for(".show", number=number), 303)
    parts = {tab: list_upload_rows(upload, tab, offset=0, limit=SHOWN_BEFOREHAND) for tab in _EFFECTS}
    return render_template(
        "programme/imports/preview.html",
        upload=upload,
        parts=parts,
        words=words,
    )


_EFFECTS = (Tab.DISAPPEARS, Tab.STARS, Tab.APPEARS)


@door.post("/<int:number>/ap-dung")
def apply(number: int) -> Response:
    """Redirects to the file, which is entered within seconds as it was shown, or not at all."""
    upload = _upload(number)
    with acting("register_file_entered", _subject(upload), rows=upload.totals.get("stored", 0)) as act:
        ask_to_apply(upload, request.form.get("seen", ""), act.by, act.at)
    return done(_("It is being entered."), url_for(".show", number=number))


@door.post("/<int:number>/bo")
def cancel(number: int) -> Response:
    """Redirects to the list; the file is kept, nothing of it is entered."""
    upload = _upload(number)
    with acting("register_file_given_up", _subject(upload)) as act:
        cancel_upload(upload, act.by, act.at)
    return done(_("The file was given up; nothing of it was entered."), url_for(".index"))


@door.get("/<int:number>/tep")
def kept_file(number: int) -> Response:
    """The file as it came, to be saved."""
    upload = _upload(number)
    path = sheet_path(upload.stem, upload.form, _config().media_dir)
    name = upload.name if upload.name.lower().endswith(f".{upload.form}") else f"{upload.name}.{upload.form}"
    return send_kept_file(path, MIME[upload.form], name)


def _start(wrong: dict[str, str] | None = None) -> str:
    asked = Parameters(request.args)
    page = asked.page()
    asked.check()
    scope = present_scope()
    found, total = list_uploads(scope.province_code, offset=(page - 1) * UPLOADS_PER_PAGE, limit=UPLOADS_PER_PAGE)
    return render_template(
        "programme/imports/index.html",
        uploads=found,
        undone=undone_acts(found),
        pages=pages_here(page, total, UPLOADS_PER_PAGE),
        wrong=wrong or {},
        typed=request.form,
        provinces=[(one.short_name, one.name) for one in list_provinces() if scope.covers(one.code)],
        megabytes=MOST_SHEET_BYTES // 2**20,
        words=words,
    )


def _given(wrong: dict[str, str]) -> Decision:
    """The decision that was stated for the whole file."""
    typed = {name: tidy(request.form.get(name, "")) for name in ("number", "decided_on", "issuer", "province")}
    day: date | None = parse_day(typed["decided_on"])
    if typed["decided_on"] and day is None:
        wrong["decided_on"] = _("Please type a day such as 31/12/2026.")
    elif day and day > clock.today():
        wrong["decided_on"] = _("This day has not come yet: a decision is entered once it is signed.")
    for name in ("number", "issuer"):
        if len(typed[name]) > LONGEST_LINE:
            wrong[name] = _("Please keep it to %(number)s letters.", number=LONGEST_LINE)
    scope = present_scope()
    known = {one.short_name for one in list_provinces() if scope.covers(one.code)}
    return Decision(
        typed["number"] or None, day, typed["issuer"] or None, typed["province"] if typed["province"] in known else None
    )


def _upload(number: int) -> RegisterUpload:
    return find_upload(present_scope().province_code, number)


def _is_open(upload: RegisterUpload) -> bool:
    return upload.state in (UploadState.READY, UploadState.PLANNING)


def _subject(upload: RegisterUpload) -> Subject:
    return Subject("register_upload", upload.id)


def _back(number: int) -> str:
    """The tab from which the rows were sent; a row's own page leads back to it."""
    asked = Parameters(request.args)
    tab, page, row_id = (
        asked.choice("phan", list(Tab)),
        asked.page(),
        asked.number("row", 1, 10**12),
    )
    asked.check()
    if row_id:
        return url_for(".row", number=number, row_id=row_id)
    return url_for(".show", number=number, phan=tab, page=page if page > 1 else None)


def _config() -> Config:
    config: Config = current_app.config["SHOP"]
    return config
