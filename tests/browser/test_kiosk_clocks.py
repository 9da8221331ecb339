"""However wrong a tablet's clock is: times are put right, and certificates end at the true midnight (issue 5, 4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Playwright
from sqlalchemy import select

from shop.database import db
from shop.fairs import BoothSale
from shop.values.dates import vietnam_day
from tests.browser.fairground import Booth, Good, Ground, open_ground
from tests.browser.hands import Hands
from tests.browser.held_against import broken_promises, differences
from tests.script_twins import OTHER_SCRIPT, other_script

pytestmark = pytest.mark.slow

LATE_EVENING = datetime.fromisoformat("2026-11-21T22:00:00+07:00")
# From the evening over midnight, and until the network is back.
OFF_FOR, UNTIL_SENT = timedelta(hours=3), timedelta(hours=1)
EXACT_ENOUGH = timedelta(minutes=2)
TO_1970 = datetime(1970, 1, 1, tzinfo=UTC) - LATE_EVENING
LASTS = Good("Mật ong")
ERRORS = {
    "5 minutes ahead": timedelta(minutes=5),
    "7 hours behind": timedelta(hours=-7),
    "3 days ahead": timedelta(days=3),
    "in 1970": TO_1970,
}


@dataclass
class Night:
    """What a tablet sold over midnight, and everything that was wrong with it."""

    truths: dict[str, datetime] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def ground(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, playwright: Playwright) -> Iterator[Ground]:
    with open_ground(sqlite_template, tmp_path_factory.mktemp("fair"), playwright, since=LATE_EVENING) as ground:
        yield ground


def sell_over_midnight(ground: Ground, error: timedelta) -> Night:
    """Sell before midnight and after it without a network, with the clock set once more meanwhile; then send."""
    night = Night()
    ends = Good("Chè", kind="tea", lapses_on=vietnam_day(ground.shop.now()).isoformat())
    booth = ground.booth(LASTS, ends)
    hands = Hands(ground, ground.tablet(clock_error=error)).pair(booth)
    ground.line.down()
    try:
        hands.begin_to_sell()
        if not is_offered(hands, booth, ends):
            night.faults.append("not offered on its last evening")
            return night
        sell(night, hands, booth, ends)
        hands.tablet.close()
        ground.wait(OFF_FOR)
        hands.switch_on().begin_to_sell()
        if is_offered(hands, booth, ends):
            night.faults.append("offered after it lapsed")
        sell(night, hands, booth, LASTS)
        hands.tablet.set_clock_error(error - timedelta(hours=2))
        sell(night, hands, booth, LASTS)
        rows = hands.sales()
        hands.tablet.close()
        ground.wait(UNTIL_SENT)
    finally:
        ground.line.up()
    hands.switch_on()
    hands.wait_until_sent()
    night.faults += differences(ground, booth, [rows]) + wrong_times(ground, booth, night)
    hands.tablet.close()
    return night


def is_offered(hands: Hands, booth: Booth, good: Good) -> bool:
    return hands.page.locator(f"[data-act=add][data-variant='{booth.packs[good.name]}']:visible").count() > 0


def sell(night: Night, hands: Hands, booth: Booth, good: Good) -> None:
    code = hands.sell(booth.packs[good.name])
    night.truths[code] = hands.ground.shop.now()
    hands.next()


def wrong_times(ground: Ground, booth: Booth, night: Night) -> list[str]:
    """Sales whose corrected time is not the true one, or that the server wonders about."""
    with ground.inside():
        sales = db.session.scalars(select(BoothSale).where(BoothSale.booth_id == booth.id)).all()
        return [
            f"{sale.code} at {sale.happened_at}, truly {night.truths[sale.code]}: {sale.exceptions}"
            for sale in sales
            if abs(sale.happened_at - night.truths[sale.code]) > EXACT_ENOUGH or sale.exceptions
        ]


@pytest.fixture(autouse=True)
def in_the_evening(ground: Ground) -> None:
    """Each test begins at ten in the evening."""
    hours_to_ten = (LATE_EVENING - ground.shop.now()) % timedelta(days=1)
    ground.wait(hours_to_ten)


@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS)
def test_a_wrong_clock_changes_nothing(ground: Ground, error: timedelta) -> None:
    night = sell_over_midnight(ground, error)
    assert len(night.truths) == 3
    assert night.faults == []
    assert broken_promises(ground) == []


@pytest.mark.parametrize(
    ("file", "words", "instead"),
    [
        ("kiosk/queue.js", "clock_offset_ms: clock.offset()", "clock_offset_ms: 0"),
        ("kiosk/clock.js", "return Math.round(anchor.now + steady() - anchor.steady);", "return Math.round(wall());"),
    ],
    ids=["says that its clock is right", "believes its clock"],
)
def test_the_twins_are_caught(
    sqlite_template: Path, tmp_path: Path, playwright: Playwright, file: str, words: str, instead: str
) -> None:
    wrong = other_script((file, words, instead))
    with open_ground(sqlite_template, tmp_path, playwright, since=LATE_EVENING, twin=OTHER_SCRIPT, **wrong) as ground:
        assert sell_over_midnight(ground, ERRORS["7 hours behind"]).faults != []
