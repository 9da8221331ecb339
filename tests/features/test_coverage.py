"""How far the goods have come, who is missing, how it was, and what the documents say of it."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from shop.accounts import Role
from shop.certification import CertifiedGood, Signature, import_register, register_picture
from shop.database import db, transaction
from shop.demonstration import add_targets
from shop.places import find_place_by_id, resolve_printed
from shop.producers import Producer
from shop.register_files.files import read_register_file
from shop.register_files.titles import Decision as Stated
from shop.reports import (
    Cell,
    Claim,
    Gap,
    Level,
    Measured,
    claims_within,
    count_gaps,
    entries_of,
    figures_by_place,
    id_at,
    levels_of,
    list_facts,
    progress_of,
    read_coverage,
    read_history,
    who_is_behind,
)
from shop.schedule.coverage import measure_coverage
from shop.stalls import BankAccount, set_bank_account
from shop.targets import COUNTRY, CoverageMonth, Measure, Wish, end_target, list_months, list_targets, set_target
from shop.values.dates import add_months, end_of_day, start_of_day
from tests.counting import statements
from tests.factories.buying import NOON, make_offer
from tests.factories.people import make_person
from tests.factories.products import make_product
from tests.factories.register import BAO_YEN, make_certificate, make_good, make_producer
from tests.factories.settling import sell
from tests.factories.stalls import open_stall

DAY = timedelta(days=1)
LUC_NAM = ("", "huyện Lục Nam", "Bắc Giang")

VINH_YEN = resolve_printed(*BAO_YEN).candidates[0].code
ACCOUNT = BankAccount("970407", "19036587412013", "HTX VINH YEN")


def pay_to(producer: Producer) -> None:
    with transaction():
        set_bank_account(producer.id, ACCOUNT, person_id=None, at=NOON - 400 * DAY)


def offered(name: str, maker: str, **changes: Any) -> Producer:
    """A good on sale; its maker."""
    make_product(name, producer=maker, **changes)
    return make_producer(maker)


def test_online_is_on_sale_in_an_open_stall_with_an_account(app: Flask) -> None:
    whole, poor, shut = offered("Mật ong", "HTX Một"), offered("Chè", "HTX Hai"), offered("Gạo", "HTX Ba", on_hand=0)
    make_certificate(make_good("Miến", producer=make_producer("HTX Bốn")), decided_on="2025-01-10")
    for maker in (whole, poor):
        open_stall(maker.id)
    for maker in (whole, shut):
        pay_to(maker)
    with statements() as sent:
        register_picture(NOON)
        before = len(sent)
        picture = read_coverage(NOON)
        assert len(sent) - before <= 3
    count = picture.count(picture.goods)
    assert (count.certified, count.listed, count.with_stall, count.with_account) == (4, 3, 2, 2)
    assert (count.online, count.in_stock, count.sold, count.missing, count.producers) == (1, 2, 0, 3, 4)
    assert count_gaps(picture.goods) == {Gap.NO_STALL: 2, Gap.NO_ACCOUNT: 2, Gap.NOT_LISTED: 1}
    behind = {one.name: one.gaps for one in who_is_behind(picture.goods)}
    assert behind == {
        "HTX Hai": (Gap.NO_ACCOUNT,),
        "HTX Ba": (Gap.NO_STALL,),
        "HTX Bốn": (Gap.NO_STALL, Gap.NO_ACCOUNT, Gap.NOT_LISTED),
    }
    assert [one.name for one in who_is_behind(picture.goods, Gap.NOT_LISTED)] == ["HTX Bốn"]


def test_goods_of_nobody_come_last_and_people_are_counted(app: Flask) -> None:
    make_certificate(make_good("Cam", producer=None), decided_on="2025-01-10")
    maker = offered("Mật ong", "HTX Một")
    make_person("lan@example.vn", role=Role.PRODUCER, producer_id=maker.id)
    behind = who_is_behind(read_coverage(NOON).goods)
    assert [(one.name, one.producer_id, one.people) for one in behind] == [("HTX Một", maker.id, 1), ("", None, 0)]


def test_only_what_is_certified_counts_and_ends_are_told(app: Flask) -> None:
    make_product("Hết hạn", decided_on="2022-01-10")
    make_product("Gần hết", decided_on="2024-02-01", producer="HTX Một")
    make_product("Còn lâu", decided_on="2024-04-20", producer="HTX Hai")
    make_product("Rất lâu", decided_on="2026-04-20", producer="HTX Ba")
    picture = read_coverage(NOON)
    count = picture.count(picture.goods)
    assert (count.certified, count.ending_sooner, count.ending_soon) == (3, 1, 2)


def test_places_of_today_and_of_before(app: Flask) -> None:
    make_product("Dầu quế", place=BAO_YEN)
    make_product("Vải thiều", place=LUC_NAM, producer="HTX Lục Nam")
    make_product("Cam", place=("", "", "Lào Cai"), producer="HTX Cam", decided_on="2025-01-15")
    make_product("Chè mới", place=("", "", "Lào Cai"), producer="HTX Chè", decided_on="2025-10-15")
    picture, register, history = read_coverage(NOON), register_picture(NOON), read_history()

    def names(place_id: str) -> set[str]:
        return {entry.name for entry in entries_of(register, find_place_by_id(place_id), history)}

    assert names("fd:lao-cai/bao-yen") == {"Dầu quế"}
    assert names("p:15") == {"Dầu quế", "Cam", "Chè mới"}
    # Printed before the provinces were merged, "Lào Cai" was the former province; afterwards it may be Yên Bái's part.
    assert names("fp:lao-cai") == {"Dầu quế", "Cam"}
    assert names("fp:bac-giang") == {"Vải thiều"}
    assert {entry.name for entry in entries_of(register, None, history)} == {"Dầu quế", "Vải thiều", "Cam", "Chè mới"}
    assert levels_of(None) == (Level.PROVINCE,)
    assert levels_of(find_place_by_id("p:15")) == (Level.COMMUNE, Level.FORMER_DISTRICT, Level.FORMER_PROVINCE)
    assert levels_of(find_place_by_id("p:22")) == (Level.COMMUNE, Level.FORMER_DISTRICT)  # Quảng Ninh was not merged
    assert levels_of(find_place_by_id(f"c:{VINH_YEN}")) == ()
    by_district = picture.count_by(picture.goods, lambda good: id_at(Level.FORMER_DISTRICT, good.entry))
    assert {place: count.certified for place, count in by_district.items()} == {
        "fd:lao-cai/bao-yen": 1,
        "fd:bac-giang/luc-nam": 1,
        "": 2,
    }
    figures = figures_by_place(picture)
    assert (figures[""].certified, figures["p:15"].certified, figures["fd:bac-giang/luc-nam"].certified) == (4, 3, 1)
    assert not any(place_id.startswith("fc:") for place_id in figures)


def test_what_was_sold_in_ninety_days_counts_and_money_is_said_of_three_or_more(app: Flask) -> None:
    packs = [make_offer(f"Mật {n}", producer=f"HTX {n}", decided_on="2024-01-10", price=100_000) for n in range(4)]
    for number, pack in enumerate(packs[:2]):
        sell({pack: number + 1})
    late = make_offer("Chè xa", producer="HTX xa", decided_on="2026-01-10")
    sell({late: 5})  # not at risk
    sell({packs[2]: 1}, at=NOON - 100 * DAY)  # long ago
    picture = read_coverage(NOON)
    assert picture.count(picture.goods).sold == 3
    assert picture.safe_turnover() == {}, "two producers sold"
    sell({packs[3]: 3})
    said = read_coverage(NOON).safe_turnover()
    assert said[Cell()] == 600_000
    assert said[Cell("15")] == 600_000 == said[Cell("15", VINH_YEN)]
    assert said[Cell(group="food")] == said[Cell(stars="3")] == 600_000


def test_a_province_is_held_back_where_the_rest_would_be_one_producers(app: Flask) -> None:
    for number in range(3):
        sell({make_offer(f"Mật {number}", producer=f"HTX {number}", decided_on="2024-01-10", price=100_000): 1})
    sell({make_offer("Vải", producer="HTX Vải", decided_on="2024-01-10", place=LUC_NAM, price=100_000): 1})
    said = read_coverage(NOON).safe_turnover()
    assert said[Cell()] == 400_000
    assert Cell("15") not in said, "the country less Lào Cai would be one producer of Bắc Ninh"
    assert Cell("24") not in said


def test_months_are_counted_from_the_certificates(app: Flask) -> None:
    upgraded = make_good("Mật ong")
    make_certificate(upgraded, decided_on="2023-06-15", stars=3)
    make_certificate(upgraded, decided_on="2025-03-31", stars=4)
    lapsed = make_good("Chè", producer=make_producer("HTX Hai"))
    make_certificate(lapsed, decided_on="2022-03-31", stars=5)
    history = read_history()
    months = history.by_month(NOON, date(2026, 11, 21), 24, [upgraded.id, lapsed.id])
    assert [(one.month, one.total) for one in (months[0], months[-1])] == [
        (date(2024, 12, 1), 2),
        (date(2026, 11, 1), 1),
    ]
    by_stars = {one.month: one.by_stars for one in months}
    assert by_stars[date(2025, 2, 1)] == {3: 1, 5: 1}
    assert by_stars[date(2025, 3, 1)] == {4: 1, 5: 1}, "the last day of the month still counts"
    assert by_stars[date(2025, 4, 1)] == {4: 1}
    for one in months[:-1]:
        at = start_of_day(add_months(one.month, 1)) - timedelta(seconds=1)
        assert len(history.stars_at(at, [upgraded.id, lapsed.id])) == one.total
    assert history.in_year(2023, [upgraded.id, lapsed.id]).new_goods == 1
    assert history.in_year(2025, [upgraded.id, lapsed.id]).reevaluated_goods == 1
    assert history.recognised_in(2022, 5, [upgraded.id, lapsed.id]) == [lapsed.id]


def test_the_job_measures_once_a_day_and_keeps_one_row_a_month(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = offered("Mật ong", "HTX Một")
    now = NOON

    monkeypatch.setattr("shop.clock.now", lambda: now)
    measure_coverage()
    open_stall(maker.id)
    measure_coverage()
    [month] = list_months(COUNTRY, date(2026, 1, 1))
    assert (month.measured_on, month.certified, month.with_stall) == (date(2026, 11, 21), 1, 0)
    now = NOON + DAY
    measure_coverage()
    db.session.rollback()
    [month] = list_months("fd:lao-cai/bao-yen", date(2026, 1, 1))
    assert (month.measured_on, month.with_stall, month.listed, month.online) == (date(2026, 11, 22), 1, 1, 0)
    now = NOON + 10 * DAY
    measure_coverage()
    db.session.rollback()
    assert [one.month for one in list_months("p:15", date(2026, 1, 1))] == [date(2026, 11, 1), date(2026, 12, 1)]


def wish(measure: Measure, value: int, year: int = 2026, place_id: str = "fd:lao-cai/bao-yen") -> None:
    with transaction():
        set_target(Wish(place_id, year, measure, value, "KH 12/KH-UBND"), by="officer:1", at=NOON)


def test_targets_stand_against_what_is(app: Flask) -> None:
    maker = offered("Mật ong", "HTX Một", decided_on="2026-02-10")
    offered("Chè", "HTX Hai", decided_on="2025-02-10")
    open_stall(maker.id)
    pay_to(maker)
    renewed = make_good("Gạo", producer=maker)
    make_certificate(renewed, decided_on="2023-02-10")
    make_certificate(renewed, decided_on="2026-03-10")
    with transaction() as session:
        session.add(
            CoverageMonth(
                **{"month": date(2024, 11, 1), "place_id": "fd:lao-cai/bao-yen", "measured_on": date(2024, 11, 30)},
                **dict.fromkeys(("listed", "with_account", "in_stock", "sold"), 1),
                **{"certified": 4, "with_stall": 4, "online": 2},
            )
        )
    for measure, value in zip(Measure, (100, 50, 100, 1, 1, 4, 2), strict=True):
        wish(measure, value)
    wish(Measure.ONLINE_PERCENT, 100, 2024)
    wish(Measure.ONLINE_PERCENT, 100, 2023)
    wish(Measure.CERTIFIED_GOODS, 1, 2024, COUNTRY)
    measured = Measured(read_coverage(NOON), register_picture(NOON), read_history(), NOON)
    rows = progress_of(list_targets(), measured)
    found = {(one.target.year, one.target.measure): (one.reached, one.part, one.whole, one.is_met) for one in rows}
    assert found == {
        (2026, "online_percent"): (33, 1, 3, False),
        (2026, "stall_percent"): (66, 2, 3, True),
        (2026, "account_percent"): (66, 2, 3, False),
        (2026, "new_goods"): (1, 0, 0, True),
        (2026, "reevaluated_goods"): (1, 0, 0, True),
        (2026, "certified_goods"): (3, 0, 0, False),
        (2026, "producers"): (2, 0, 0, True),
        (2024, "online_percent"): (50, 2, 4, False),
        (2023, "online_percent"): (None, 1, 3, False),
        (2024, "certified_goods"): (1, 0, 0, True),
    }
    as_of = {(one.target.year, one.target.measure): one.as_of for one in rows}
    assert as_of[2024, "online_percent"] == date(2024, 11, 30)
    assert as_of[2024, "certified_goods"] == date(2024, 12, 31)
    assert as_of[2026, "new_goods"] == date(2026, 11, 21)
    assert [one.of_target for one in rows if one.target.measure == "online_percent"] == [33, 50, 0]


HEADS = (
    "product_name",
    "product_group",
    "producer_name",
    "producer_type",
    "district",
    "province",
    "stars",
    "recognised_on",
)
WORDS = {"five": 5, "four": 4, "three": 3}
GROUPS = ("food", "beverage", "herbal", "handicraft", "ornamental", "tourism")


def rows_of(fact: str, place: tuple[str, str], day: str, makers: int) -> list[dict[str, str]]:
    """As many goods as a document counts, with its stars, made by so many; the figures come from the file itself."""
    with open("data/seed_facts.csv", encoding="utf-8", newline="") as file:  # noqa: PTH123
        breakdown = next(row["breakdown"] for row in csv.DictReader(file) if row["fact_id"] == fact)
    stars = [WORDS[word] for many, word in re.findall(r"(\d+) (\w+)-star", breakdown) for _ in range(int(many))]
    kinds = ["company", *["cooperative"] * (makers - 1)]
    names = ["Công ty TNHH", *["HTX"] * (makers - 1)]
    return [
        dict(
            zip(
                HEADS,
                (
                    *(f"Đặc sản {fact} số {n}", GROUPS[n % 6], f"{names[n % makers]} {fact} {n % makers}"),
                    *(kinds[n % makers], place[0], place[1], str(number), day),
                ),
                strict=True,
            )
        )
        for n, number in enumerate(stars)
    ]


def test_the_documents_counts_come_out_of_the_register_once_their_goods_are_in_it(app: Flask) -> None:
    rows = rows_of("S25", ("", "Bắc Kạn"), "2023-11-20", 40) + rows_of("S12", ("", "Lào Cai"), "2022-06-20", 30)
    rows += rows_of("S21", ("huyện Đồng Văn", "Hà Giang"), "2021-06-20", 7)
    text = "\n".join([",".join(HEADS), *(",".join(row[head] for head in HEADS) for row in rows)])
    file = read_register_file("so.csv", text.encode(), Stated(), date(2026, 11, 21))
    with transaction(seconds=60):
        report = import_register(file, Signature(by="officer:1", at=NOON))
    assert not report.is_refused and report.totals["new"] == 218 + 142 + 12
    claims = {claim.fact.fact_id: claim for claim in all_claims()}
    assert said(claims["S25"]) == (218, (("5", 1), ("4", 18), ("3", 199)), True)
    assert said(claims["S12"]) == (142, (("4", 29), ("3", 113)), True)
    assert said(claims["S21"]) == (12, (("4", 3), ("3", 9)), True)
    assert said(claims["S22"]) == (7, (("company", 1), ("cooperative", 6)), True)
    assert not claims["S11"].agrees, "the register of that test holds nobody of 2021"
    # The six groups add up to the whole.
    history, register = read_history(), register_picture(NOON)
    entries = {entry.good_id: entry for entry in entries_of(register, find_place_by_id("fp:bac-kan"), history)}
    at = end_of_day(date(2023, 12, 31)) - timedelta(milliseconds=1)
    groups = [entries[good_id].group for good_id in history.stars_at(at, entries)]
    assert sorted(groups.count(group) for group in GROUPS) == [36, 36, 36, 36, 37, 37]


def all_claims() -> list[Claim]:
    return claims_within(None, register_picture(NOON), read_history())


def said(claim: Claim) -> tuple[int, tuple[tuple[str, int], ...], bool]:
    return claim.counted, claim.parts, claim.agrees


def test_the_demonstration_sets_the_documents_plans_once(app: Flask) -> None:
    told: list[str] = []
    add_targets(NOON, told.append)
    by_place = {(one.place_id, one.year, one.measure): one.value for one in list_targets()}
    bao_yen, luc_nam = "fd:lao-cai/bao-yen", "fd:bac-giang/luc-nam"
    assert by_place == {
        (bao_yen, 2024, "new_goods"): 8,
        (bao_yen, 2024, "reevaluated_goods"): 7,
        (bao_yen, 2024, "online_percent"): 100,
        (luc_nam, 2023, "new_goods"): 10,
        (luc_nam, 2023, "reevaluated_goods"): 4,
    }
    # A paper as people name it, no file of a machine.
    assert {one.source for one in list_targets() if one.place_id == luc_nam} == {
        "Kế hoạch năm 2023 của huyện Lục Nam (Bắc Giang), phiếu nguồn S28",
        "Kế hoạch năm 2023 của huyện Lục Nam (Bắc Giang), phiếu nguồn S29",
    }
    with transaction():
        end_target(list_targets()[0].id, by="officer:1", at=NOON)
    add_targets(NOON, told.append)
    assert told == ["targets: 5 set", "targets: all set already"]
    assert len(list_targets()) == 4


def test_claims_are_those_of_the_place(app: Flask) -> None:
    def of(place_id: str) -> list[str]:
        found = claims_within(find_place_by_id(place_id), register_picture(NOON), read_history())
        return [claim.fact.fact_id for claim in found]

    assert [fact.fact_id for fact in list_facts()] == ["S11", "S12", "S21", "S22", "S25", "S26", "S30"]
    assert all(find_place_by_id(fact.place_id) for fact in list_facts())
    assert of("fp:bac-kan") == of("p:19") == ["S25", "S26"]
    assert of("fd:ha-giang/dong-van") == ["S21", "S22"]
    assert of("fp:yen-bai") == []
    assert all_claims()[0].fact.day == date(2021, 12, 31)
    assert db.session.query(CertifiedGood).count() == 0 and not any(claim.agrees for claim in all_claims())
