"""How the pages of the staged import show a file and its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import render_template, request, url_for

from shop import clock
from shop.certification import RegisterEntry, register_picture, undo_of
from shop.producers import Producer, list_producers
from shop.programme import import_words as words
from shop.programme.import_rows import RowForm, ShownRow
from shop.register_intake import (
    Doubt,
    DoubtCode,
    RegisterUpload,
    Tab,
    UploadRow,
    UploadState,
    count_upload_rows,
    list_upload_rows,
    trouble_of,
)
from shop.web.fields import grouped
from shop.web.lists import pages_here, url_with
from shop.web.parameters import Parameters
from shop.web.words import _

PER_PAGE = 50
# The tabs in their order; those that need a hand come first.
TABS = (
    Tab.REFUSED,
    Tab.DOUBTFUL,
    Tab.ALL,
    Tab.NEW,
    Tab.RENEWED,
    Tab.COMPLETED,
    Tab.STARS,
    Tab.APPEARS,
    Tab.DISAPPEARS,
    Tab.AWAITING,
    Tab.PLANNED,
    Tab.UNCHANGED,
    Tab.LEFT_OUT,
)
WITH_FORMS = (Tab.REFUSED, Tab.DOUBTFUL)


def upload_page(upload: RegisterUpload, sent: Mapping[int, RowForm] | None = None) -> str:
    """A file where it stands; with what was sent about its rows and could not be read."""
    if upload.is_busy:
        return render_template("programme/imports/working.html", upload=upload, step=step_words(upload), words=words)
    if upload.state == UploadState.READY:
        return _review(upload, sent or {})
    return render_template(
        "programme/imports/ended.html",
        upload=upload,
        trouble=trouble_of(upload),
        is_undone=bool(undone_acts([upload])),
        act_address=_act_address(upload),
        words=words,
    )


def _act_address(upload: RegisterUpload) -> str | None:
    """The page of the act by which the file was entered, where it can be undone."""
    is_entered = upload.state == UploadState.APPLIED and upload.act_id is not None
    return url_for("programme.acts.show", number=upload.act_id) if is_entered else None


def _review(upload: RegisterUpload, sent: Mapping[int, RowForm]) -> str:
    asked = Parameters(request.args)
    tab = Tab(asked.choice("phan", list(Tab)) or _first_tab(upload))
    text, page = asked.text("q"), asked.page()
    asked.check()
    total = count_upload_rows(upload, tab, text)
    pages = pages_here(page, total, PER_PAGE)
    found = list_upload_rows(upload, tab, words=text, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
    return render_template(
        "programme/imports/review.html",
        upload=upload,
        tab=tab,
        tabs=_tabs(upload, tab),
        rows=shown_rows(found, sent),
        pages=pages,
        q=text,
        has_forms=tab in WITH_FORMS,
        doubts=[(DoubtCode(code), count) for code, count in upload.totals.get("doubts", {}).items()],
        words=words,
    )


def _first_tab(upload: RegisterUpload) -> Tab:
    if upload.totals.get("refused"):
        return Tab.REFUSED
    return Tab.DOUBTFUL if upload.totals.get("open") else Tab.ALL


def _tabs(upload: RegisterUpload, tab: Tab) -> list[tuple[str, str, int, bool]]:
    counted = [(one, count_upload_rows(upload, one)) for one in TABS]
    return [
        (words.tab_words(one), url_with(phan=one, q=None), count, one is tab)
        for one, count in counted
        if count or one in (tab, Tab.ALL)
    ]


def shown_rows(found: Sequence[UploadRow], sent: Mapping[int, RowForm]) -> list[ShownRow]:
    """Rows with the entries of the register that their doubts may mean, each looked up once for all."""
    makers = {number for one in found for number in _candidates(one.doubts, about_producer=True)}
    goods = entries_of({number for one in found for number in _candidates(one.doubts, about_producer=False)})
    producers: dict[int, Producer] = {one.id: one for one in list_producers(makers)} if makers else {}
    return [
        ShownRow(
            one,
            sent.get(one.id, RowForm()),
            [producers[number] for number in _candidates(one.doubts, about_producer=True) if number in producers],
            [goods[number] for number in _candidates(one.doubts, about_producer=False) if number in goods],
        )
        for one in found
    ]


def _candidates(doubts: Sequence[Doubt], *, about_producer: bool) -> list[int]:
    wanted = (doubt for doubt in doubts if (doubt.code is DoubtCode.PRODUCER_ALIKE) == about_producer)
    return [number for doubt in wanted for number in doubt.candidates]


def entries_of(good_ids: set[int]) -> dict[int, RegisterEntry]:
    """Entries of the register by number; no statement while the picture that the process keeps is right."""
    if not good_ids:
        return {}
    return {one.good_id: one for one in register_picture(clock.now()).entries if one.good_id in good_ids}


def undone_acts(found: Sequence[RegisterUpload]) -> set[int]:
    """The acts of uploads that were taken back."""
    acts = [upload.act_id for upload in found if upload.act_id]
    return set(undo_of(acts)) if acts else set()


def step_words(upload: RegisterUpload) -> str:
    """How far the work has come, as a sentence."""
    step = upload.progress
    done, total = grouped(step.done), grouped(step.total or 0)
    if upload.state == UploadState.READING:
        return _("Reading: %(done)s of %(total)s rows", done=done, total=total) if step.total else _("Opening the file")
    if upload.state == UploadState.APPLYING:
        return _("Entering into the register")
    return _("Comparing with the register: %(done)s of %(total)s rows", done=done, total=total)
