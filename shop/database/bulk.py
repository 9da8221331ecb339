"""Many rows at once: made ready for the driver beforehand, so that the transaction that writes them is short."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import IO, Any

from sqlalchemy import Date, Table, func, select, text
from sqlalchemy.types import TypeEngine

from shop.database.rows import table_of
from shop.database.tables import Base, Instant, db

AT_ONCE = 2_500
# What SQLite keeps of its file in memory, in KiB: usually (its own number), and while very many rows are written.
_USUAL_ROOM, _MUCH_ROOM = 2_000, 32_000


@contextmanager
def room_for_many() -> Iterator[None]:
    """Within a transaction that writes very many rows: those in an index lie anywhere, and SQLite's usual memory holds
    so little of it that the same page is read and written time and again. PostgreSQL shares a larger one.
    """
    if db.engine.dialect.name != "sqlite":
        yield
        return
    connection = db.session.connection()
    connection.exec_driver_sql(f"PRAGMA cache_size=-{_MUCH_ROOM}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size=-{_USUAL_ROOM}")


class ReadyRows:
    """Rows of one table whose values are already what the driver takes; columns in `as_text` are given as such.

    Every column without a default of the database must be among `columns`, or come as a constant when they are written.
    """

    def __init__(self, model: type[Base], columns: Sequence[str], as_text: Collection[str] = ()) -> None:
        self._table, self._columns = table_of(model), tuple(columns)
        self._steps = [
            (place, process)
            for place, (name, process) in enumerate(zip(columns, _processors(self._table, columns), strict=True))
            if process is not None and name not in as_text
        ]
        self._rows: list[tuple[Any, ...]] = []
        # Beyond some thousand rows they wait in a nameless file: a hundred thousand would take much memory.
        self._waiting: IO[bytes] | None = None

    def add(self, *values: Any) -> None:
        """One row, its values in the order of the columns."""
        if self._steps:
            ready = list(values)
            for place, process in self._steps:
                ready[place] = process(ready[place])
            values = tuple(ready)
        self._rows.append(values)
        if len(self._rows) >= AT_ONCE:
            if self._waiting is None:
                self._waiting = tempfile.TemporaryFile()  # noqa: SIM115
                weakref.finalize(self, self._waiting.close)
            pickle.dump(self._rows, self._waiting)
            self._rows = []

    def write(self, **constants: Any) -> None:
        """Insert them within the running transaction, all with the same values in the columns of `constants`."""
        for _ in self.write_some(**constants):
            pass

    def write_some(self, **constants: Any) -> Iterator[None]:
        """Insert the next rows at each turn, within the transaction that runs then; see `write`."""
        quote = db.engine.dialect.identifier_preparer.quote
        columns = (*self._columns, *constants)
        names, marks = ", ".join(map(quote, columns)), ", ".join([_mark()] * len(columns))
        statement = f"INSERT INTO {quote(self._table.name)} ({names}) VALUES ({marks})"  # noqa: S608 - no value in it
        steps = zip(constants.values(), _processors(self._table, tuple(constants)), strict=True)
        same = tuple(process(value) if process else value for value, process in steps)
        for rows in self._parts():
            db.session.connection().exec_driver_sql(statement, [(*row, *same) for row in rows])
            yield

    def _parts(self) -> Iterator[list[tuple[Any, ...]]]:
        if self._waiting is not None:
            end, place = self._waiting.tell(), 0
            while place < end:
                self._waiting.seek(place)
                yield pickle.load(self._waiting)  # noqa: S301 - written above, in a file that has no name
                place = self._waiting.tell()
            self._waiting.seek(end)
        if self._rows:
            yield self._rows


def _processors(table: Table, columns: Sequence[str]) -> list[Callable[[Any], Any] | None]:
    """What makes of a value of each column what the driver takes; None where that is the value itself."""
    dialect = db.engine.dialect
    types = [table.c[name].type for name in columns]
    return [_processor(one, one.dialect_impl(dialect).bind_processor(dialect)) for one in types]


def _processor(of_type: TypeEngine[Any], process: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    """A hundred thousand rows name few days and instants: each is written out once."""
    return lru_cache(maxsize=4_096)(process) if process and isinstance(of_type, (Date, Instant)) else process


def _mark() -> str:
    return "?" if db.engine.dialect.name == "sqlite" else "%s"


def change_rows(model: type[Base], columns: Sequence[str], values: Sequence[tuple[Any, ...]]) -> None:
    """Change some columns of many rows; each entry has what the driver takes for the columns, and the row's number."""
    quote = db.engine.dialect.identifier_preparer.quote
    changes = ", ".join(f"{quote(name)} = {_mark()}" for name in columns)
    statement = f"UPDATE {quote(table_of(model).name)} SET {changes} WHERE id = {_mark()}"  # noqa: S608 - no value in it
    db.session.connection().exec_driver_sql(statement, list(values))


def reserve_ids(model: type[Base], count: int) -> Iterable[int]:
    """Numbers that no row of a table has yet, for rows that are made ready before they are written.

    PostgreSQL gives them to nobody else. On SQLite somebody may take them before they are used: whoever writes looks
    first whether the table is still as it was.
    """
    if not count:
        return []
    table = table_of(model)
    if db.engine.dialect.name == "sqlite":
        first = (db.session.scalar(select(func.max(table.c.id))) or 0) + 1
        return range(first, first + count)
    numbers = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
    return list(db.session.scalars(numbers, {"name": table.name, "count": count}))
