"""The shop with a fault planted (`TWIN`), served like the honest one: what every proof must find, or it proves nothing.

Production code knows nothing of this; the faults are put in from outside, here in the test package.
"""

from __future__ import annotations

import importlib
import os
import signal
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

from flask import Flask
from sqlalchemy import event, select, text

import shop.stock.operations as stock_operations
from shop.app import create_app
from shop.config import Config
from shop.database import db
from shop.database import session as database_session
from shop.fairs import SaleAnswer, SaleStatus, intake, recording
from shop.fairs.sale_body import told_sale_id
from shop.kiosk.api import sales
from shop.orders import placing
from shop.stock import WEB, StockChange, StockLevel, StockWanted
from shop.values.canonical_json import sha256_hex
from tests.script_twins import OTHER_SCRIPT, serve_other_scripts

LOOK_THEN_WRITE = "look-then-write"
SPLIT_COMMITS = "split-commits"
KILLED_ONCE = "killed-once"
FORGETS_IDS = "forgets-ids"
ANSWERS_FIRST = "answers-first"
BELIEVES_THE_ID = "believes-the-id"
SHORT_OF_THE_WEB = "short-of-the-web"


def look_then_write(app: Flask) -> None:
    """Look before the write instead of writing under a condition; on SQLite also the driver's usual deferred BEGIN."""
    stock_operations._change_level = _read_then_write
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.remove(db.engine, "begin", database_session._begin_sqlite)


def split_commits(app: Flask) -> None:
    """Commit the order, then take its stock: the usual "service calls service", each with a commit of its own."""
    take_stock = placing.take_stock

    def take_later(wanted: Iterable[StockWanted], *, at: datetime) -> None:
        wants = list(wanted)
        db.session.commit()
        time.sleep(0.05)
        take_stock(wants, at=at)

    placing.take_stock = take_later


def _read_then_write(variant_id: int, location: str, delta: int) -> bool:
    where = (StockLevel.variant_id == variant_id, StockLevel.location == location)
    left = db.session.scalar(select(StockLevel.on_hand).where(*where)) or 0
    if left + delta < 0:
        return False
    time.sleep(0.02)
    db.session.execute(
        text("UPDATE stock_levels SET on_hand = :left WHERE variant_id = :variant AND location = :location"),
        {"left": left + delta, "variant": variant_id, "location": location},
    )
    return True


def killed_once(app: Flask) -> None:
    """Kill the whole process group when the function that `KILL_AFTER` names (`module:name`) has returned; once.

    That it happened is remembered by a file (`KILLED`), so that the next start goes on from there.
    """
    module_name, _, name = os.environ["KILL_AFTER"].partition(":")
    module, mark = importlib.import_module(module_name), Path(os.environ["KILLED"])
    owner: Any = module
    *path, last = name.split(".")
    for step in path:
        owner = getattr(owner, step)
    original = getattr(owner, last)

    def then_die(*arguments: Any, **options: Any) -> Any:
        result = original(*arguments, **options)
        try:
            mark.touch(exist_ok=False)
        except FileExistsError:
            return result
        os.killpg(0, signal.SIGKILL)
        return result

    setattr(owner, last, then_die)


def forgets_ids(app: Flask) -> None:
    """Take in a booth's sale whatever its id: what is sent again is a sale of its own."""
    read_sale = intake.read_sale

    def read_as_new(item: Any) -> Any:
        # Without its number in the log, which would tell as well.
        return replace(read_sale(item), sale_id=str(uuid.uuid4()), seq=None)

    intake.read_sale = read_as_new
    intake.told_sale_id = lambda item: str(uuid.uuid4())


def answers_first(app: Flask) -> None:
    """Tell a booth that its sales are recorded, then record them."""
    take_in_sales = sales.take_in_sales

    def record_later(device_id: int, items: list[Any], at: datetime) -> None:
        time.sleep(0.3)
        with app.app_context(), database_session.transaction():
            take_in_sales(device_id, items, at=at)

    def take_in_later(device_id: int, items: list[Any], *, at: datetime) -> list[SaleAnswer]:
        Thread(target=record_later, args=(device_id, items, at)).start()
        return [SaleAnswer(item["sale_id"], SaleStatus.RECORDED, item["code"], ()) for item in items]

    sales.take_in_sales = take_in_later


def believes_the_id(app: Flask) -> None:
    """Take whatever comes under a known id for the same sale, as shops do that compare numbers of receipts."""
    whole = intake.identity_of
    intake.identity_of = lambda item: (whole(item)[0], sha256_hex(told_sale_id(item)))


def short_of_the_web(app: Flask) -> None:
    """What a booth sells and does not have is taken from the web's shelf."""
    taken = recording.take_each_regardless

    def take_somewhere(changes: Sequence[StockChange], *, at: datetime) -> list[int]:
        return [taken([_where_some_lie(change)], at=at)[0] for change in changes]

    recording.take_each_regardless = take_somewhere


def _where_some_lie(change: StockChange) -> StockChange:
    here = (StockLevel.variant_id == change.variant_id, StockLevel.location == change.location)
    left = db.session.scalar(select(StockLevel.on_hand).where(*here)) or 0
    return change if left + change.delta >= 0 else replace(change, location=WEB)


FAULTS: dict[str, Callable[[Flask], None]] = {
    LOOK_THEN_WRITE: look_then_write,
    SPLIT_COMMITS: split_commits,
    KILLED_ONCE: killed_once,
    FORGETS_IDS: forgets_ids,
    ANSWERS_FIRST: answers_first,
    BELIEVES_THE_ID: believes_the_id,
    SHORT_OF_THE_WEB: short_of_the_web,
}


def make_twin() -> Flask:
    """The shop of the environment, with the fault that `TWIN` names."""
    if os.environ["TWIN"] == OTHER_SCRIPT:
        serve_other_scripts()
        return create_app(Config.from_environment(os.environ))
    twin = create_app(Config.from_environment(os.environ))
    FAULTS[os.environ["TWIN"]](twin)
    return twin


def __getattr__(name: str) -> Flask:
    """`tests.twins:app`, made when the server asks for it."""
    if name != "app":
        raise AttributeError(name)
    return make_twin()
