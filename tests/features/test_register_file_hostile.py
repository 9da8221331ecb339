"""Whatever is sent as a file of decisions ends within the limits, says what to do, and leaves nothing half (F5 to F8).

Each file is read as the reading process reads it, bound as that is. A few go through the worker itself with real
processes, one after the other, and a sound one behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop import clock
from shop.child_process import ChildFailed, Limits, lines_of_child
from shop.database import db, transaction
from shop.register_files.reasons import Reason, ReasonCode
from shop.register_files.titles import Decision
from shop.register_files.wording import describe
from shop.register_intake import (
    RegisterUpload,
    RegisterUploadRow,
    UploadState,
    kept_sheet,
    send_upload,
    staging,
    work_on_uploads,
)
from tests.conftest import DEMONSTRATION_DAY
from tests.factories.hostile_tables import MB, STRINGS, WORKBOOK, HostileTables, cell, deep, many_entries, nested
from tests.factories.table_files import SHEET
from tests.features.test_register_intake import COUNTRY, HEADER, ROW, again, register_size
from tests.measuring import Measuring, measuring
from tests.rules.test_old_letters import in_tcvn3, in_vni

DECISIONS = HostileTables(HEADER.split(","), ROW.split(","))
MOST_MEGABYTES, MOST_SECONDS = 400, 12.0
# What the worker answers where its reading process took too much, see `ended.html`.
TOO_MUCH = "memory"

ANSWERS = """
from shop.child_process.child import bind
from shop.register_files.reading_child import stream
from shop.register_intake.staging import LIMITS
def answer(data):
    bind(LIMITS.memory_bytes, LIMITS.cpu_seconds)
    rows = 0
    for line in stream('{"given": {}, "today": "2026-11-22"}', data):
        if line.startswith(b"{"):
            refused = json.loads(line).get("refused")
            if refused:
                return refused
        rows += line.count(b"\\x1e")
    return rows
"""


def old(rewrite: Callable[[str], str], rows: int) -> bytes:
    """Many rows in letters from before Unicode."""
    return rewrite(DECISIONS.text(DECISIONS.line() * rows).decode()).encode("latin-1", "replace")


def utf_16(behind: bytes = b"") -> bytes:
    return DECISIONS.text(DECISIONS.line()).decode().encode("utf-16") + behind


HOSTILE: dict[str, tuple[Callable[[], bytes], str | int]] = {
    # A cell of a hundred megabytes, in what holds it.
    "a cell of 100 MB in a workbook": (lambda: DECISIONS.sheet_with(cell("A3", b"x" * 100 * MB)), "file_bomb"),
    "a cell of 40 MB in a workbook": (lambda: DECISIONS.sheet_with(cell("A3", b"x" * 40 * MB)), "too_long"),
    "a cell of 20 MB as CSV": (lambda: DECISIONS.text(b"x" * 20 * MB), "too_long"),
    "a word of 20 MB beside one with a mark": (lambda: DECISIONS.text("é ".encode() + b"x" * 20 * MB), "too_long"),
    "28 MB of signs that take four bytes each": (lambda: DECISIONS.text("😀".encode() * 7 * MB), TOO_MUCH),
    "marks without end on one letter": (lambda: DECISIONS.text(b"a" + "\u0301".encode() * 2 * MB), 1),
    # A million columns, a million rows.
    "a million columns in a workbook": (lambda: DECISIONS.sheet_with(cell("BDWGN3")), "file_broken"),
    "all columns that there are": (lambda: DECISIONS.sheet_with(cell("XFD3")), "too_many_columns"),
    "a million columns as CSV": (lambda: b"a" + b";a" * 1_000_000, "too_many_columns"),
    "no end of a line": (lambda: DECISIONS.text(DECISIONS.line().replace(b"\n", b";") * 50_000), "too_many_columns"),
    "the last row that there is": (lambda: DECISIONS.sheet_with(cell("A1048576")), "too_many_rows"),
    "20,000 rows with a far cell": (lambda: DECISIONS.wide_rows(19_000), "file_bomb"),
    "a million empty rows as CSV": (lambda: DECISIONS.text(b"\n" * 1_000_000), "too_many_rows"),
    "a million rows as CSV": (lambda: DECISIONS.text(b"Tra;HTX;;;Lao Cai;4;;\n" * 1_000_000), "too_many_rows"),
    # Packages.
    "too many parts": (many_entries, "file_bomb"),
    "a thousand to one": (lambda: DECISIONS.sheet_with(b" " * (60 * MB)), "file_bomb"),
    "a forged size": (lambda: DECISIONS.forged_size(60), "file_broken"),
    "packages in packages": (nested, "file_kind"),
    "cut short": (lambda: DECISIONS.workbook()[:-400], "file_broken"),
    "not even a package": (lambda: b"PK\x03\x04" + bytes(3 * MB), "file_broken"),
    # XML.
    "laughs in the texts": (lambda: DECISIONS.entity_bomb(STRINGS), "file_broken"),
    "laughs in the sheet": (lambda: DECISIONS.entity_bomb(SHEET), "file_broken"),
    "laughs in the workbook": (lambda: DECISIONS.entity_bomb(WORKBOOK), "file_broken"),
    "tags closed in another order": (DECISIONS.broken_sheet, "file_broken"),
    "half a million tags in each other": (lambda: DECISIONS.sheet_with(deep(500_000)), 1),
    "more tags than any table has": (lambda: DECISIONS.sheet_with(b"<a/>" * 2_100_000), "file_bomb"),
    "a million names": (lambda: DECISIONS.named(1_000_000), "file_bomb"),
    "700,000 names": (lambda: DECISIONS.named(700_000), TOO_MUCH),
    "a million merged cells": (lambda: DECISIONS.merged(1_000_000), "file_bomb"),
    # Text.
    "a quote that is never closed": (lambda: DECISIONS.text(b'"' + DECISIONS.line() * 100_000), "too_long"),
    "a quote that is not closed at the end": (
        lambda: DECISIONS.text(DECISIONS.line() * 20_000 + b'"Tra;HTX\n'),
        "quotes_broken",
    ),
    # Rows that are named one by one, not a file that is refused.
    "numbers of 32,000 digits": (lambda: DECISIONS.text(b";".join([b"1" * 32_000] * 8) + b"\n"), 1),
    "words and numbers of 32,000 signs": (lambda: DECISIONS.text(b";".join(["à1".encode() * 16_000] * 8) + b"\n"), 1),
    "a zero byte": (lambda: DECISIONS.text(b"Tra\x00;HTX;;;Lao Cai;4;;\n"), "text_garbled"),
    "8 MB of zero bytes": (lambda: DECISIONS.text(bytes(8 * MB)), "text_garbled"),
    "half a sign of UTF-16": (lambda: utf_16(b"x"), "encoding_unknown"),
    "half a pair of UTF-16": (lambda: utf_16(b"\x00\xd8\x20\x00" * 10), "encoding_unknown"),
    "UTF-8 below TCVN3": (lambda: old(in_tcvn3, 30) + DECISIONS.text(DECISIONS.line() * 30), "encoding_unknown"),
    # Honest, and large or old: the control.
    "UTF-16": (utf_16, 1),
    "20,000 rows in TCVN3": (lambda: old(in_tcvn3, 20_000), 20_000),
    "20,000 rows in VNI": (lambda: old(in_vni, 20_000), 20_000),
}


@pytest.fixture(scope="module")
def reading() -> Iterator[Measuring]:
    with measuring(ANSWERS) as each:
        yield each


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_little_memory_and_time(reading: Measuring, name: str) -> None:
    make, ends = HOSTILE[name]
    said, seconds, megabytes = reading.of(make())
    assert (said["code"] if isinstance(said, dict) else said) == ends
    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MEGABYTES
    if isinstance(said, dict):
        reason = Reason(ReasonCode(said["code"]), said["facts"], said["row"], sheet=said["sheet"])
        assert "; hãy " in describe(reason, "vi")
        assert "; " in describe(reason, "en")


# What the worker does with each: a few of every end that reading has, as a process takes a second to start.
THROUGH_THE_WORKER: dict[str, tuple[Callable[[], bytes], UploadState]] = {
    "refused": (lambda: DECISIONS.sheet_with(cell("A3", b"x" * 100 * MB)), UploadState.REFUSED),
    "refused behind rows": (lambda: DECISIONS.text(DECISIONS.line() * 2_000 + b'"Tra\n'), UploadState.REFUSED),
    "out of memory": (lambda: DECISIONS.text("😀".encode() * 7 * MB), UploadState.FAILED),
    "sound": (DECISIONS.workbook, UploadState.READY),
}


def test_the_worker_goes_on_to_the_next_file(app: Flask, set_clock: Callable[..., None]) -> None:
    set_clock(DEMONSTRATION_DAY)
    numbers = [_sent(app, make()) for make, _ in THROUGH_THE_WORKER.values()]
    work_on_uploads(app.config["SHOP"].media_dir)
    states = [again(number).state for number in numbers]
    assert states == [state for _, state in THROUGH_THE_WORKER.values()]
    assert _kept_rows() == {numbers[-1]: 1}
    assert register_size() == (0, 0, 0, 0)


@pytest.mark.parametrize("limit", ["processor", "clock"])
def test_a_file_that_takes_too_long_fails_alone(
    app: Flask, set_clock: Callable[..., None], monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """No file is known that takes a minute: the limits are lowered until the start of the process is too long."""
    set_clock(DEMONSTRATION_DAY)
    number = _sent(app, DECISIONS.text(DECISIONS.line()))
    short = Limits(staging.LIMITS.memory_bytes, 0.01, 60) if limit == "processor" else Limits(360 * MB, 60, 0.01)
    with monkeypatch.context() as patch:
        patch.setattr(staging, "LIMITS", short)
        work_on_uploads(app.config["SHOP"].media_dir)
    assert again(number).state == UploadState.FAILED
    sound = _sent(app, DECISIONS.text(DECISIONS.line() * 2))
    work_on_uploads(app.config["SHOP"].media_dir)
    assert again(sound).state == UploadState.READY
    assert _kept_rows() == {sound: 2}


def test_nothing_is_kept_of_a_file_on_which_reading_ends_in_the_middle(
    app: Flask, set_clock: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(DEMONSTRATION_DAY)
    number = _sent(app, DECISIONS.text(DECISIONS.line() * 2_500))

    @contextmanager
    def ends_in_the_middle(module: str, told: str, file: Path, limits: Limits) -> Iterator[Iterator[bytes]]:
        with lines_of_child(module, told, file, limits) as lines:
            yield _then_failed(list(islice(lines, 3)))

    with monkeypatch.context() as patch:
        patch.setattr(staging, "lines_of_child", ends_in_the_middle)
        work_on_uploads(app.config["SHOP"].media_dir)
    upload = again(number)
    assert (upload.state, upload.rows_read, _kept_rows()) == (UploadState.FAILED, 0, {})


def _then_failed(lines: list[bytes]) -> Iterator[bytes]:
    yield from lines
    raise ChildFailed


def _sent(app: Flask, content: bytes) -> int:
    with kept_sheet("qd", content, app.config["SHOP"].media_dir) as file, transaction():
        return send_upload(COUNTRY, file, Decision(), clock.now()).id


def _kept_rows() -> dict[int, int]:
    """How many rows each upload has."""
    db.session.rollback()
    upload = RegisterUploadRow.upload_id
    counted = db.session.execute(select(upload, func.count().label("rows")).join(RegisterUpload).group_by(upload))
    return {row.upload_id: row.rows for row in counted}
