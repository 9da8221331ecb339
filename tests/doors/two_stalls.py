"""Two stalls side by side, for walks over every route: the other one's rows hold words that nobody else may ever see.

Every table of the stalls holds a row of the other stall, and every text of such a row is a canary, wherever the
database lets it be one. A table that is new is filled by its columns; one that cannot be filled so fails the walk
until `plant` makes a row of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Table,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, OperationalError

from shop import clock
from shop.accounts import Role, RoleGrant
from shop.certification import Certificate, CertifiedGood
from shop.database import Base, Instant, db, tables_of_stalls, transaction
from shop.delivery import open_point_of_sale
from shop.fairs import (
    CountedLine,
    HandOverWanted,
    Note,
    OtherEnd,
    WriteOff,
    WrittenOff,
    count_booth,
    get_booth,
    hand_out,
    take_in_sales,
    write_off_at_booth,
)
from shop.joining import Invitee, invite_to_stall
from shop.orders import PaymentMethod, request_return
from shop.producers import Producer
from shop.settlement import make_statement, make_statements, period_of, settle_fair
from shop.values.dates import vietnam_day
from tests.doors.stall_visiting import make_stall
from tests.factories.booths import make_device
from tests.factories.buying import make_offer, make_order
from tests.factories.enquiries import make_enquiry
from tests.factories.fairs import make_booth
from tests.factories.lots import make_lot_of
from tests.factories.notices import make_letter
from tests.factories.people import make_person
from tests.factories.reviewing import make_review
from tests.factories.settling import book, lines_of, sell
from tests.factories.stalls import open_stall

CANARY = "canaryq7"
LIMIT = 40
# Tables whose rows are many producers', and through which rows each of them sees one.
LENT_BY = {"orders": ("parcels", "order_id"), "booth_sales": ("booth_sale_lines", "booth_sale_id")}


@dataclass
class TwoStalls:
    """Ours and the other one; how many columns of the other one's rows are canaries."""

    ours: Producer
    other: Producer
    canaries: int = 0


def plant() -> TwoStalls:
    """Both stalls with goods, orders (one of them together), money, reviews and people."""
    ours, other = make_stall(), make_stall("HTX Mường Lò")
    ours_id, other_id = ours.id, other.id
    for producer in (ours, other):
        open_stall(producer.id)
    mine = make_offer("Chè dây của nhà", producer=ours.name, on_hand=50)
    theirs = make_offer(f"Nếp nương {CANARY}", producer=other.name, on_hand=50, price=87_654_000)
    with transaction():
        # Of this period the other stall alone has a statement.
        make_statement(other_id, period_of(date(2026, 10, 3)), clock.now())
    _trade(mine, theirs)
    person = make_person("minh@example.vn", role=Role.PRODUCER, producer_id=other_id)
    person_id = person.id
    make_person("thu@example.vn", role=Role.PRODUCER, producer_id=ours_id)
    for producer in (ours, other):
        make_enquiry(producer)
        make_lot_of(producer)
    make_letter(ours_id, person_id, "ours")
    make_letter(other_id, person_id, CANARY)
    scene = TwoStalls(ours, other)
    _go_to_fairs({ours_id: "ours", other_id: CANARY})
    with transaction():
        open_point_of_sale(("Quầy chung", "Shared counter"), place=("15", "Xã Bắc Hà", "Chợ trung tâm"))
        invite_to_stall(other, Invitee(f"{CANARY}@example.vn", False, "vi"), clock.now())
        for table in Base.metadata.sorted_tables:
            if table.name in tables_of_stalls():
                _fill(table, other_id, person_id)
                _fill(table, ours_id, person_id)
    with transaction():
        for name in sorted(tables_of_stalls()):
            scene.canaries += _mark(Base.metadata.tables[name], other_id, ours_id)
    db.session.expire_all()
    return scene


def first(producer: Producer, table: str, column: str = "id") -> str:
    """What a column of a stall's first row of a table holds, for an address."""
    found = Base.metadata.tables[table]
    value = db.session.scalar(select(found.c[column]).where(whose(found, producer.id)).order_by(found.c[column]))
    assert value is not None, f"{producer.name} has no row of {table}: plant one in tests/doors/two_stalls.py"
    return str(value)


def _trade(mine: int, theirs: int) -> None:
    """Orders of each, one of both, delivered ones with a return, reviews, statements."""
    make_order({mine: 1, theirs: 1}, method=PaymentMethod.COD)
    make_order({theirs: 2}, method=PaymentMethod.COD)
    for variant in (mine, theirs):
        order = sell({variant: 2})
        with transaction():
            request_return(order, dict.fromkeys(lines_of(order), 1), reason="damaged", note="", at=clock.now())
        make_review(variant_id=variant)
    book(clock.now())
    with transaction():
        make_statements(period_of(vietnam_day(clock.now())), clock.now() + timedelta(days=40))


def _go_to_fairs(remarks: Mapping[int, str]) -> None:
    """Each has goods at a booth of its own; nothing of it may be rewritten, so it is told in canaries at once."""
    for number, (producer_id, words) in enumerate(remarks.items(), 1):
        booth_id = make_booth(f"HOI-CHO-{number}")
        variant_id = _number_of(Base.metadata.tables["variants"], producer_id)
        lost = WrittenOff(variant_id, 1, WriteOff.DAMAGE, words, words)
        counted = CountedLine(variant_id, 2, 1, words)
        with transaction():
            wanted = [HandOverWanted(variant_id, 3, OtherEnd.PRODUCER, words)]
            hand_out(Note(booth_id, producer_id, words, words), wanted, at=clock.now())
            write_off_at_booth(booth_id, lost, by=words, at=clock.now())
            count_booth(booth_id, [counted], by=words, at=clock.now())
        _sell_at(booth_id, variant_id, words)
        fair_id = get_booth(booth_id).fair_id
        with transaction():
            settle_fair(fair_id, despite=words, by=words, at=clock.now())


def _sell_at(booth_id: int, variant_id: int, words: str) -> None:
    device = make_device(booth_id)
    device.sell({variant_id: 1}, cashier=words, reason=words)
    with transaction():
        take_in_sales(device.number, device.log, at=clock.now())


def whose(table: Table, producer_id: int) -> ColumnElement[bool]:
    """The condition for a producer's rows of a table."""
    if table.name in LENT_BY:
        lender, column = LENT_BY[table.name]
        lent = Base.metadata.tables[lender]
        return table.c.id.in_(select(lent.c[column]).where(lent.c.producer_id == producer_id))
    if table.name == "certificates":
        goods = Base.metadata.tables["certified_goods"]
        return table.c.good_id.in_(select(goods.c.id).where(goods.c.producer_id == producer_id))
    through = tables_of_stalls().get(table.name)
    if through is None:
        return table.c.producer_id == producer_id
    parent = Base.metadata.tables[through[1]]
    return table.c[through[0]].in_(select(_key(parent)).where(whose(parent, producer_id)))


def rows_of(producer_id: int) -> dict[str, list[str]]:
    """Every row of a producer in every table of the stalls, and who its people are."""
    db.session.rollback()
    found: dict[str, Select[Any]] = {
        name: Base.metadata.tables[name].select().where(whose(Base.metadata.tables[name], producer_id))
        for name in tables_of_stalls()
    }
    found["role_grants"] = RoleGrant.__table__.select().where(RoleGrant.producer_id == producer_id)
    return {name: sorted(map(repr, db.session.execute(query))) for name, query in found.items()}


def _key(table: Table) -> Column[Any]:
    return next(iter(table.primary_key))


def _fill(table: Table, producer_id: int, person_id: int) -> None:
    """Make sure that the other stall has a row of a table, made up from its columns where nothing planted one."""
    if db.session.scalar(select(_key(table)).where(whose(table, producer_id)).limit(1)) is not None:
        return
    for words in ("words", ""):
        made = {
            column.name: _value(table, column, (producer_id, person_id, words))
            for column in table.c
            if not (column.primary_key and column.name == "id")
        }
        try:
            with db.session.begin_nested():
                db.session.execute(insert(table).values({name: one for name, one in made.items() if one is not None}))
        except (IntegrityError, OperationalError) as error:
            why = error.orig
        else:
            return
    raise AssertionError(f"plant a row of {table.name} in tests/doors/two_stalls.py: {why}")


def _value(table: Table, column: Column[Any], given: tuple[int, int, str]) -> Any:
    producer_id, person_id, words = given
    through = tables_of_stalls()[table.name]
    if column.name == "producer_id":
        return producer_id
    if through and through[0] == column.name:
        return _number_of(Base.metadata.tables[through[1]], producer_id)
    for key in column.foreign_keys:
        return _pointed_at(key.column, producer_id, person_id)
    if column.nullable or column.server_default is not None:
        return None
    return _made_up(table, column, words)


def _pointed_at(target: Column[Any], producer_id: int, person_id: int) -> Any:
    table = target.table
    if table.name == "people":
        return person_id
    if table.name in tables_of_stalls():
        return _number_of(Base.metadata.tables[table.name], producer_id)
    if table.name == "certificates":
        theirs = select(Certificate.id).join(CertifiedGood).where(CertifiedGood.producer_id == producer_id)
        return db.session.scalar(theirs.limit(1))
    return db.session.scalar(select(target).limit(1))


def _number_of(table: Table, producer_id: int) -> Any:
    return db.session.scalar(select(_key(table)).where(whose(table, producer_id)).limit(1))


def _made_up(table: Table, column: Column[Any], words: str) -> Any:
    if isinstance(column.type, Instant):
        return clock.now()
    if isinstance(column.type, Date):
        return date(2026, 11, 1)
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, Integer):
        return 1
    if isinstance(column.type, JSON):
        return {"said": CANARY}
    allowed = _allowed(table, column)
    return allowed[0] if allowed else words[: getattr(column.type, "length", None) or LIMIT]


def _allowed(table: Table, column: Column[Any]) -> list[str]:
    """The words that a check lets a column hold."""
    for check in table.constraints:
        if isinstance(check, CheckConstraint):
            found = re.fullmatch(rf"{column.name} IN \((.*)\)", str(check.sqltext))
            if found:
                return re.findall(r"'([^']*)'", found[1])
    return []


def _mark(table: Table, producer_id: int, ours_id: int) -> int:
    """Write the canary over every text of the other stall's rows that may hold anything; how many columns it is."""
    theirs = whose(table, producer_id)
    if table.name in ("orders", "order_events", "order_notes"):
        orders = Base.metadata.tables["orders"]
        shared = select(orders.c.id).where(whose(orders, ours_id))
        theirs &= (table.c.id if table.name == "orders" else table.c.order_id).not_in(shared)
    marked = 0
    for column in _texts(table):
        length = getattr(column.type, "length", None) or LIMIT
        if length < len(CANARY):
            continue
        try:
            with db.session.begin_nested():
                changed = update(table).where(theirs, or_(column.is_(None), column != "")).values({column.name: CANARY})
                db.session.execute(changed)
                marked += 1
        except (IntegrityError, OperationalError):
            continue  # a key, a word of a list, or a row that may not be rewritten
    return marked


def _texts(table: Table) -> Iterator[Column[Any]]:
    for column in table.c:
        if isinstance(column.type, String) and not column.foreign_keys and not column.primary_key:
            yield column
