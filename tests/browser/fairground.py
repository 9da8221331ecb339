"""A shop with a fair, reached over a bad line: where the proofs of the booth are played.

One server serves all tests of a file; each test has a booth of its own with goods of its own, and tablets of its own.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Playwright, ViewportSize

from shop.accounts import Role
from shop.app import create_app
from shop.catalogue import Variant
from shop.config import Config
from shop.database import db, transaction
from shop.fairs import (
    FairWritten,
    HandOverWanted,
    Note,
    OtherEnd,
    add_booth,
    add_cashier,
    hand_out,
    hash_pin,
    offer_pairing,
    open_fair,
)
from shop.values.dates import vietnam_day
from tests.bad_line import BadLine
from tests.conftest import settings
from tests.factories.buying import NOON, make_offer
from tests.factories.people import make_person
from tests.preloaded import Preloaded
from tests.serving import ServedShop
from tests.tablets import LANDSCAPE, Tablet

BY = "operator:1"
PIN = "2580"
CASHIER = "Mai"
# So quick that a thousand PINs are typed in no time.
CHEAP = 1_000

_numbers = count(1)


@dataclass(frozen=True)
class Good:
    """A good that lies at a booth. `lapses_on` is the last day of its certificate; None: long after the fair."""

    name: str
    pieces: int = 1_000
    price: int = 25_000
    kind: str = "honey"
    producer: str = "HTX Vĩnh Yên"
    lapses_on: str | None = None


@dataclass
class Booth:
    """One booth and what lies there: numbers of packs by the names of goods."""

    id: int
    fair_id: int
    code: str
    packs: dict[str, int]

    @property
    def location(self) -> str:
        """Where its stock lies."""
        return f"booth:{self.id}"


@dataclass
class Ground:
    """The served shop, the line to it and the same database from inside."""

    shop: ServedShop
    line: BadLine
    app: Flask
    folder: Path
    playwright: Playwright
    opened: list[Tablet] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where tablets find the shop."""
        return self.line.address

    def wait(self, time_: timedelta) -> None:
        """So much time passes for the shop and for tablets that are switched off; the server starts anew."""
        self.shop.kill()
        self.shop.skip(time_)
        self.shop.start()

    def inside(self) -> AbstractContextManager[object]:
        """Look into the database as it is now."""
        return looking(self.app)

    def booth(self, *goods: Good) -> Booth:
        """A fair of its own with one booth, one cashier, and these goods handed out to it."""
        number, at, pin = next(_numbers), self.shop.now(), hash_pin(PIN, iterations=CHEAP)
        with self.inside():
            owner = make_person(f"owner-{number}@example.vn", role=Role.OPERATOR)
            day = vietnam_day(at)
            written = FairWritten(f"Hội chợ {number}", f"Fair {number}", "Hà Nội", day, day + timedelta(3), owner.id)
            packs = {good.name: _make(good, number) for good in goods}
            with transaction():
                fair = open_fair(written, at=at)
                booth = add_booth(fair.id, code=f"THU-{number}", name=f"Quầy {number}", at=at)
                add_cashier(fair.id, CASHIER, pin, at=at)
                _hand_out(booth.id, goods, packs, at)
                made = Booth(booth.id, fair.id, booth.code, packs)
        return made

    def pairing_code(self, booth: Booth) -> str:
        """What the office shows once for a new tablet."""
        with self.inside(), transaction():
            return offer_pairing(booth.id, by=BY, at=self.shop.now())

    def producer_of(self, variant_id: int) -> int:
        """Whose good it is, inside."""
        return db.session.get_one(Variant, variant_id).product.producer_id

    def tablet(
        self, *, clock_error: timedelta = timedelta(0), screen: ViewportSize = LANDSCAPE, scheme: str = "light"
    ) -> Tablet:
        """A tablet that nobody has used, switched off; its clock shows the shop's time, wrong by so much."""
        profile = self.folder / f"tablet-{next(_numbers)}"
        made = Tablet(
            self.playwright, profile, now=self.shop.now, clock_error=clock_error, screen=screen, scheme=scheme
        )
        self.opened.append(made)
        return made


@contextmanager
def looking(app: Flask) -> Iterator[None]:
    """Inside the application, with nothing remembered of an earlier look."""
    with app.app_context():
        db.session.rollback()
        try:
            yield
        finally:
            db.session.rollback()
            db.session.remove()


@contextmanager
def open_ground(
    template: Path,
    folder: Path,
    playwright: Playwright,
    *,
    since: datetime = NOON,
    twin: str = "",
    **changes: str,
) -> Iterator[Ground]:
    """Open the fairground over a fresh database; `twin` and its settings make it a wrong one."""
    shutil.copy(template, folder / "shop.db")
    url = f"sqlite:///{folder / 'shop.db'}"
    with ExitStack() as stack:
        line = stack.enter_context(BadLine())
        settings_of_line = {"PUBLIC_BASE_URL": line.address, "TRUSTED_PROXIES": "0", **changes}
        if not twin:
            # Built once for all, as the other tests in the browser do.
            settings_of_line["STATIC_DIR"] = str(Config.static_dir)
        preloaded = stack.enter_context(Preloaded())
        shop = stack.enter_context(
            ServedShop(url, folder, twin=twin, since=since, preloaded=preloaded, **settings_of_line)
        )
        line.target = shop.port
        app = create_app(settings(url, folder, public_base_url=line.address))
        ground = Ground(shop, line, app, folder, playwright)
        try:
            yield ground
        finally:
            for tablet in ground.opened:
                tablet.close()
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


def _make(good: Good, number: int) -> int:
    """The number of the good's pack; on the web five others lie."""
    changes: dict[str, Any] = {"kind": good.kind, "producer": good.producer, "price": good.price, "on_hand": 5}
    if good.lapses_on is not None:
        last = datetime.fromisoformat(good.lapses_on)
        changes["decided_on"] = last.replace(year=last.year - 3).date().isoformat()
    return make_offer(f"{good.name} {number}", name_en=f"{good.name} {number}", **changes)


def _hand_out(booth_id: int, goods: tuple[Good, ...], packs: Mapping[str, int], at: datetime) -> None:
    by_producer: dict[int, list[HandOverWanted]] = {}
    for good in goods:
        if good.pieces:
            variant = db.session.get_one(Variant, packs[good.name])
            wanted = HandOverWanted(variant.id, good.pieces, OtherEnd.PRODUCER)
            by_producer.setdefault(variant.product.producer_id, []).append(wanted)
    for producer_id, wanted_of_one in by_producer.items():
        hand_out(Note(booth_id, producer_id, BY), wanted_of_one, at=at)
