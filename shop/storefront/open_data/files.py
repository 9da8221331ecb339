"""The files themselves. Each is written once for a state of the register and a day, and then only handed out.

Writing 18,000 goods takes a second, and the public version moves with every price that somebody changes. So a file of
today is handed out for some minutes though a newer state exists; it says of which instant it is. One thread of a
process writes at a time; the others hand out what there is meanwhile.
"""

from __future__ import annotations

import gzip
import json
import logging
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Lock

from shop.certification import OpenRow, open_rows
from shop.database import known_public_version
from shop.spreadsheets import Row, csv_parts
from shop.storefront.open_data.fields import FIELDS, LICENCE, LICENCE_URL, cells_of
from shop.values.dates import VIETNAM, vietnam_day

GOOD_FOR = timedelta(minutes=10)
KEPT = 2

_writing = Lock()
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OpenFile:
    """A file that was written, also compressed beside it (.gz): of which instant, of which public version."""

    path: Path
    made_at: datetime
    version: int

    @property
    def packed(self) -> Path:
        """The same, compressed."""
        return self.path.with_name(f"{self.path.name}.gz")

    def is_good(self, version: int, at: datetime) -> bool:
        """May it be handed out without writing another?"""
        is_of_today = vietnam_day(self.made_at) == vietnam_day(at)
        is_young = timedelta() <= at - self.made_at < GOOD_FOR
        return is_of_today and (self.version == version or is_young)


def newest_file(folder: Path, form: str, at: datetime) -> OpenFile | None:
    """The file of a form ("csv" or "json") that was written last; none of a clock that ran ahead."""
    found = _files(folder, form, at)
    return found[-1] if found else None


def open_file(folder: Path, form: str, at: datetime, title: str) -> OpenFile:
    """A file of a form that is good at an instant, written if there is none; an older one of today on a full disk."""
    version, known = known_public_version(), newest_file(folder, form, at)
    if known is not None and known.is_good(version, at):
        return known
    is_mine = _writing.acquire(blocking=known is None or vietnam_day(known.made_at) != vietnam_day(at))
    if not is_mine:
        assert known is not None  # noqa: S101 - tells the type: only then it was not waited for
        return known
    try:
        again = newest_file(folder, form, at)
        if again is not None and again.is_good(version, at):
            return again
        return _write(folder, form, version, at, title)
    except OSError:
        if known is None or vietnam_day(known.made_at) != vietnam_day(at):
            raise
        log.exception("no newer open data could be written")
        return known
    finally:
        _writing.release()


def _write(folder: Path, form: str, version: int, at: datetime, title: str) -> OpenFile:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{int(at.timestamp() * 1000)}-{version}.{form}"
    parts = csv_parts(_lines(at), ",") if form == "csv" else _json_parts(at, title)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".new-")
    packed = Path(f"{name}.gz")
    try:
        with os.fdopen(handle, "wb") as plain, gzip.open(packed, "wb", 6) as squeezed:
            for part in parts:
                plain.write(part)
                squeezed.write(part)
        packed.replace(f"{path}.gz")
        Path(name).replace(path)
    except BaseException:
        packed.unlink(missing_ok=True)
        Path(name).unlink(missing_ok=True)
        raise
    _remove_others(folder, form, path, at)
    return _known(path)


def _remove_others(folder: Path, form: str, path: Path, at: datetime) -> None:
    """Of the others only the last ones stay, which somebody may be reading."""
    others = [one.path for one in _files(folder, form, at) if one.path != path]
    kept = {path, *others[-(KEPT - 1) :]}
    for old in folder.glob(f"*.{form}"):
        if old not in kept:
            old.unlink(missing_ok=True)
            old.with_name(f"{old.name}.gz").unlink(missing_ok=True)


def _files(folder: Path, form: str, at: datetime) -> list[OpenFile]:
    """In the order in which they were made; another process may have begun a little later than this one."""
    found = sorted((_known(path) for path in folder.glob(f"*.{form}")), key=lambda one: one.made_at)
    return [one for one in found if one.made_at < at + GOOD_FOR]


def _lines(at: datetime) -> Iterator[Row]:
    yield [field.name for field in FIELDS]
    yield from map(cells_of, open_rows(at))


def _json_parts(at: datetime, title: str) -> Iterator[bytes]:
    """One object whose `rows` are written as they are read; a line a row, so that tools that read lines can too."""
    as_of = at.astimezone(VIETNAM).isoformat(timespec="seconds")
    head = {"title": title, "as_of": as_of, "licence": LICENCE, "licence_url": LICENCE_URL}
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b',"rows":[\n'
    before = ""
    for row in open_rows(at):
        yield (before + _object(row)).encode()
        before = ",\n"
    yield b"\n]}\n"


def _object(row: OpenRow) -> str:
    facts = {field.name: getattr(row, field.name) for field in FIELDS}
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


def _known(path: Path) -> OpenFile:
    made, _, version = path.stem.partition("-")
    return OpenFile(path, datetime.fromtimestamp(int(made) / 1000, VIETNAM), int(version))
