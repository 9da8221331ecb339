"""The tripwire of the stalls: while one producer's request runs, no statement may reach another producer's rows.

A statement that reads or changes a table of the stalls must compare a `producer_id` with the present one, or reach
rows by numbers that the request has got from rows of its own. It is a net below the queries, which name the producer
themselves: what it catches is a programming error, so it raises, in production too.

Whose a table is, its model says:

- a column `producer_id` makes its rows a producer's own;
- `owned_through = ("product_id", "products")` makes them belong to whom that row of that table belongs to;
- `lends = ("order_id", "orders")` lets whoever owns the row see that one row of a table that is many producers';
- `of_all_stalls = "why"` says that they are no stall's, though a column looks like it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import BinaryExpression, BindParameter, Column, Insert, Table, TextClause, event
from sqlalchemy.engine import Engine
from sqlalchemy.sql import operators, visitors

from shop.database.tables import Base, db

OWNER = "producer_id"
Row = tuple[str, int]


class StrayQuery(RuntimeError):
    """A statement of a stall's request does not say whose rows it wants."""


@dataclass
class Watch:
    """One producer's request: the numbers that it got from rows of its own."""

    producer_id: int
    known: set[Row] = field(default_factory=set)
    # Rows that were seen and belong to whom another row belongs to.
    through: dict[Row, Row] = field(default_factory=dict)
    across: int = 0

    def owns(self, row: Row) -> bool:
        """Is this row the producer's own, or lent to it, as far as the request has seen?"""
        if row not in self.known and row not in self.through:
            _look_into_session(self, row)
        return row in self.known or (row in self.through and self.owns(self.through[row]))


_present: ContextVar[Watch | None] = ContextVar("present_stall", default=None)


def watch_stall(producer_id: int) -> None:
    """From now until `stop_watching`, statements in this context must be this producer's."""
    _present.set(Watch(producer_id))


def stop_watching() -> None:
    """The request of a stall is over."""
    _present.set(None)


@contextmanager
def across_stalls(why: str) -> Iterator[None]:
    """Look wider for a reason: what is public, or an order's own work after its parcel was found as the stall's."""
    watch = _present.get()
    if watch is None:
        yield
        return
    watch.across += 1
    try:
        yield
    finally:
        watch.across -= 1


def keep_watch(engine: Engine) -> None:
    """Let every statement of an engine pass the tripwire."""
    event.listen(engine, "before_execute", _look_at)


@cache
def tables_of_stalls() -> Mapping[str, tuple[str, str] | None]:
    """Every table whose rows belong to producers: None for its own column, else through which column and table."""
    found: dict[str, tuple[str, str] | None] = {}
    for mapper in Base.registry.mappers:
        model, table = mapper.class_, mapper.local_table
        assert isinstance(table, Table)  # noqa: S101 - tells the type
        if model.of_all_stalls:
            continue
        if OWNER in table.c:
            found[table.name] = None
        elif model.owned_through:
            found[table.name] = model.owned_through
        if model.lends:
            found.setdefault(model.lends[1], None)
    return found


def _look_at(
    connection: object,
    statement: Any,
    many: Sequence[Mapping[str, Any]],
    one: Mapping[str, Any],
    options: object,
) -> None:
    watch = _present.get()
    if watch is None or watch.across:
        return
    rows = many or [one]
    if isinstance(statement, TextClause):
        is_right = not any(name in statement.text for name in tables_of_stalls())
    elif isinstance(statement, Insert) and statement.select is None:
        is_right = _adds_own_rows(watch, statement, rows)
    else:
        is_right = all(_asks_for_own_rows(watch, statement, values) for values in rows)
    if not is_right:
        raise StrayQuery(f"says not whose rows it wants: {statement}")


def _asks_for_own_rows(watch: Watch, statement: Any, values: Mapping[str, Any]) -> bool:
    is_free = True
    for element in visitors.iterate(statement):
        if isinstance(element, Table) and element.name in tables_of_stalls():
            is_free = False
        elif isinstance(element, BinaryExpression) and _names_own(watch, element, values):
            return True
    return is_free


def _names_own(watch: Watch, comparison: BinaryExpression[Any], values: Mapping[str, Any]) -> bool:
    """Does a comparison bind a column to the producer, or to numbers of rows that are known as its own?"""
    column, bound = comparison.left, comparison.right
    if isinstance(column, BindParameter):
        column, bound = bound, column
    if comparison.operator not in (operators.eq, operators.in_op) or not isinstance(bound, BindParameter):
        return False
    if not isinstance(column, Column):
        return False
    value = values.get(bound.key, bound.effective_value)
    wanted = list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]
    if column.name == OWNER:
        return wanted == [watch.producer_id]
    return any(all(watch.owns((table, number)) for number in wanted) for table in _tables_named_by(column))


def _tables_named_by(column: Column[Any]) -> Iterable[str]:
    """The tables of which a column holds numbers: its own where it is the key, those that it points to."""
    table = column.table
    while not isinstance(table, Table) and hasattr(table, "element"):
        table = table.element
    name = getattr(table, "name", "")
    through = tables_of_stalls().get(name)
    if column.primary_key and name in tables_of_stalls():
        yield name
    if through and through[0] == column.name:
        yield through[1]
    for key in column.foreign_keys:
        if key.column.table.name in tables_of_stalls():
            yield key.column.table.name


def _adds_own_rows(watch: Watch, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> bool:
    name = statement.table.name
    if name not in tables_of_stalls():
        return True
    through = tables_of_stalls()[name]
    given = {getattr(key, "name", key): value for key, value in (getattr(statement, "_values", None) or {}).items()}
    for row in rows:
        values = {key: getattr(value, "effective_value", value) for key, value in given.items()} | dict(row)
        own = watch.owns((through[1], values.get(through[0], 0))) if through else values.get(OWNER) == watch.producer_id
        if not own:
            return False
    return True


def _note(watch: Watch, instance: Base) -> None:
    """Remember a row that was read or added: whose it is says the row itself."""
    table, seen = str(instance.__tablename__), instance.__dict__
    if table not in tables_of_stalls() or "id" not in seen:
        return
    row, through = (table, seen["id"]), instance.owned_through
    if seen.get(OWNER) == watch.producer_id:
        watch.known.add(row)
    elif through and seen.get(through[0]) is not None:
        watch.through[row] = (through[1], seen[through[0]])
    lent = instance.lends
    if lent and row in watch.known and seen.get(lent[0]) is not None:
        watch.known.add((lent[1], seen[lent[0]]))


def _look_into_session(watch: Watch, row: Row) -> None:
    """A row may have been read before the request began to be watched."""
    for instance in db.session.identity_map.values():
        if isinstance(instance, Base) and row in _rows_told_by(instance):
            _note(watch, instance)


def _rows_told_by(instance: Base) -> list[Row]:
    """The row that an object is, and the one that it lends; nothing is read for it."""
    seen, lent = instance.__dict__, instance.lends
    itself = (str(instance.__tablename__), seen.get("id", 0))
    return [itself, (lent[1], seen.get(lent[0], 0))] if lent else [itself]


@event.listens_for(Base, "load", propagate=True)
def _note_read(instance: Base, context: object) -> None:
    watch = _present.get()
    if watch is not None:
        _note(watch, instance)


@event.listens_for(Base, "refresh", propagate=True)
def _note_read_again(instance: Base, context: object, attributes: object) -> None:
    watch = _present.get()
    if watch is not None:
        _note(watch, instance)


@event.listens_for(Base, "after_insert", propagate=True)
def _note_added(mapper: object, connection: object, instance: Base) -> None:
    watch = _present.get()
    if watch is not None:
        _note(watch, instance)
