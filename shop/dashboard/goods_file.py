"""Goods in a spreadsheet: out as XLSX or CSV, and in again, looked at row by row before anything changes."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.dashboard.refusal_words import refusal_words
from shop.dashboard.sheet_words import file_words, words_for_templates
from shop.dashboard.stall import present_stall
from shop.database import EPOCH
from shop.goods_sheets import (
    COLUMN_WIDTHS,
    LIMITS,
    Corrections,
    Field,
    FileTakenAlready,
    GoodsFile,
    KnownGood,
    Outcome,
    Plan,
    PlanChanged,
    RowRefused,
    RowsRefused,
    Sender,
    TableRefused,
    correct_file,
    drop_file,
    find_goods_file,
    find_taken_before,
    list_goods_files,
    list_known_goods,
    plan_of,
    read_goods_file,
    sheet_rows,
    stage_file,
    take_file,
)
from shop.spreadsheets import FileRefused, Row, Table
from shop.values.dates import vietnam_day
from shop.web.acting import acting, done
from shop.web.language import current_language
from shop.web.spreadsheet_answers import answer_csv, answer_workbook
from shop.web.uploads import sent_files, uploads
from shop.web.words import _, ngettext

door = Blueprint("goods_file", __name__, url_prefix="/hang-hoa/tep")

FILES_SHOWN = 8
ROWS_SHOWN = 200
# What needs a hand comes first.
ORDER = (Outcome.REFUSED, Outcome.NEW_GOOD, Outcome.NEW_PACK, Outcome.CHANGED, Outcome.UNCHANGED)
_CELL = re.compile(r"(cell|mine)-(\d{1,4})-([a-z_]{1,20})")
_LEFT_OUT = re.compile(r"leave-(\d{1,4})")


@door.get("")
def index() -> str:
    """What one can do with a spreadsheet, and the files sent lately."""
    return _start()


@door.get("/hang-hoa.xlsx")
def workbook() -> Response:
    """All packs of the stall as an Excel file."""
    return answer_workbook([Table(_("Goods"), _rows(), COLUMN_WIDTHS)], _name())


@door.get("/hang-hoa.csv")
def csv() -> Response:
    """The same as CSV."""
    return answer_csv(_rows(), _name())


@door.post("")
@uploads(documents=1)
def upload() -> Response | tuple[str, int]:
    """Read a file and keep it to be looked at; a file that cannot be read is told why."""
    files = sent_files("file")
    if not files:
        return _start(problem=_("Choose a file first.")), 422
    try:
        read = read_goods_file(files[0].content(LIMITS.most_bytes))
    except (FileRefused, TableRefused) as refused:
        return _start(problem=file_words(refused), name=files[0].name), 422
    stall = present_stall()
    with acting("goods_file_sent", Subject("producer", stall.producer_id), is_recorded=False) as act:
        staged = stage_file(Sender(stall.producer_id, stall.person_id), files[0].name, read, act.at)
        number = staged.id
    return done(_("Nothing is changed yet. Look at what would happen."), url_for(".preview", file_id=number))


@door.get("/<int:file_id>")
def preview(file_id: int) -> str | Response:
    """What taking the file would change, as things stand now."""
    staged = find_goods_file(present_stall().producer_id, file_id)
    if staged.taken_at is not None:
        return render_template("dashboard/goods_file/taken.html", file=staged, **words_for_templates())
    return _preview(staged)


@door.post("/<int:file_id>/sua")
def correct(file_id: int) -> Response:
    """Write corrections into rows of the waiting file, and look again."""
    found = find_goods_file(present_stall().producer_id, file_id)
    with acting("goods_file_corrected", Subject("goods_file", found.id), is_recorded=False):
        correct_file(present_stall().producer_id, file_id, _corrections())
    return done(_("Corrected. Look at what would happen now."), url_for(".preview", file_id=file_id))


@door.post("/<int:file_id>/nhan")
def take(file_id: int) -> Response | tuple[str, int]:
    """Do all that the file asks for, or nothing and say why."""
    producer_id = present_stall().producer_id
    find_goods_file(producer_id, file_id)
    try:
        with acting("goods_file_taken", Subject("goods_file", file_id)) as act:
            plan = take_file(producer_id, file_id, request.form.get("seen", ""), act.at)
            act.facts["rows"] = {outcome.value: plan.totals[outcome] for outcome in Outcome}
            act.facts["changed"] = [row.variant_id for row in plan.rows if row.outcome is Outcome.CHANGED]
    except (PlanChanged, RowsRefused):
        words = _("Something changed meanwhile, so nothing was done yet. This is what would happen now.")
        return _preview(find_goods_file(producer_id, file_id), problem=words), 409
    except RowRefused as refused:
        words = _("Row %(row)s, %(name)s: %(why)s", row=refused.row, name=refused.name, why=refusal_words(refused.why))
        return _preview(find_goods_file(producer_id, file_id), problem=words), 422
    count = sum(plan.totals[outcome] for outcome in (Outcome.NEW_GOOD, Outcome.NEW_PACK, Outcome.CHANGED))
    return done(
        ngettext("%(num)s row was taken.", "%(num)s rows were taken.", count), url_for(".preview", file_id=file_id)
    )


@door.post("/<int:file_id>/bo")
def drop(file_id: int) -> Response:
    """Throw the waiting file away."""
    found = find_goods_file(present_stall().producer_id, file_id)
    with acting("goods_file_dropped", Subject("goods_file", found.id), is_recorded=False):
        drop_file(present_stall().producer_id, file_id)
    return done(_("The file was thrown away. Nothing was changed."), url_for(".index"))


@door.errorhandler(FileTakenAlready)
def _taken_already(refusal: FileTakenAlready) -> Response:
    """Back to the page that says what was done with it."""
    view_args = request.view_args or abort(404)
    return done(_("This was done already; nothing was done twice."), url_for(".preview", **view_args))


def _rows() -> list[Row]:
    now = clock.now()
    goods = list_known_goods(present_stall().producer_id, now)
    return sheet_rows(goods, (now - EPOCH) // timedelta(milliseconds=1), current_language(), _state_words)


def _state_words(good: KnownGood) -> str:
    return _("On sale") if good.is_on_sale else _("Not on sale")


def _name() -> str:
    return f"hang-hoa-{present_stall().slug}-{vietnam_day(clock.now()).isoformat()}"


def _start(*, problem: str = "", name: str = "") -> str:
    files = list_goods_files(present_stall().producer_id, FILES_SHOWN)
    return render_template("dashboard/goods_file/index.html", files=files, problem=problem, name=name)


def _preview(staged: GoodsFile, *, problem: str = "") -> str:
    plan = plan_of(staged, clock.now())
    return render_template(
        "dashboard/goods_file/preview.html",
        file=staged,
        plan=plan,
        parts=_parts(plan),
        outcomes=ORDER,
        problem=problem,
        most=ROWS_SHOWN,
        taken_before=find_taken_before(staged.producer_id, staged.sha256),
        **words_for_templates(),
    )


def _parts(plan: Plan) -> dict[str, list[tuple[int, object]]]:
    """The rows of the preview by what to do with them, each with its place in the file."""
    placed = list(enumerate(plan.rows))
    new = (Outcome.NEW_GOOD, Outcome.NEW_PACK)
    return {
        "refused": [(place, row) for place, row in placed if row.outcome is Outcome.REFUSED],
        "new": [(place, row) for place, row in placed if row.outcome in new],
        "changed": [(place, row) for place, row in placed if row.outcome is Outcome.CHANGED],
        "unchanged": [(place, row) for place, row in placed if row.outcome is Outcome.UNCHANGED],
    }


def _corrections() -> Corrections:
    said: dict[str, dict[tuple[int, Field], str]] = {"cell": {}, "mine": {}}
    left_out = set()
    for name, text in request.form.items():
        if found := _CELL.fullmatch(name):
            if found[3] in list(Field):
                said[found[1]][int(found[2]), Field(found[3])] = text
        elif found := _LEFT_OUT.fullmatch(name):
            left_out.add(int(found[1]))
    return Corrections(said["cell"], said["mine"], frozenset(left_out))
