"""Fairs, booths, devices, cashiers: opened, paired once, revoked, closed when nothing lies there any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.database import db, transaction
from shop.fairs import (
    BadBoothCode,
    BadPairingCode,
    BadPin,
    BoothCodeTaken,
    BoothDevice,
    Cashier,
    Contact,
    DaysBackwards,
    Fair,
    FairClosed,
    FairWritten,
    GoodsStillOut,
    HandOverWanted,
    NoSuchBooth,
    NoSuchCashier,
    NoSuchDevice,
    NoSuchFair,
    Note,
    OtherEnd,
    PairingCode,
    add_booth,
    add_cashier,
    change_fair,
    change_pin,
    close_fair,
    find_booth,
    find_booth_by_code,
    find_device_of_token,
    find_fair,
    get_booth,
    get_device,
    get_fair,
    hash_pin,
    list_booths,
    list_cashiers,
    list_devices,
    list_fairs,
    note_contact,
    offer_pairing,
    open_fair,
    pair_at_terminal,
    pair_device,
    pin_is_right,
    rename_booth,
    rename_device,
    reopen_fair,
    retire_cashier,
    revoke_device,
    take_back,
)
from tests.factories.buying import NOON, make_offer
from tests.factories.fairs import (
    BY,
    FIRST_DAY,
    LAST_DAY,
    cheap_pin,
    fair_written,
    give_out,
    make_booth,
    make_cashier,
    make_device,
    make_fair,
    producer_of,
)
from tests.factories.people import make_person

QUARTER = timedelta(minutes=15)


def offer(booth_id: int) -> str:
    with transaction():
        return offer_pairing(booth_id, by=BY, at=NOON)


def test_a_fair_is_opened_changed_and_listed(app: Flask) -> None:
    owner = make_person("mai@example.vn").id
    earlier = make_fair(owner_id=owner, name="Hội chợ xuân", starts_on=FIRST_DAY.replace(month=2), ends_on=FIRST_DAY)
    fair = make_fair(owner_id=owner)
    make_booth("HOI-CHO-2", fair_id=fair)
    with transaction():
        change_fair(fair, fair_written(owner, name="Hội chợ OCOP Bắc Ninh"))
    found = find_fair(fair)
    assert found is not None
    assert (found.name, found.starts_on, found.ends_on, found.is_open) == (
        "Hội chợ OCOP Bắc Ninh",
        FIRST_DAY,
        LAST_DAY,
        True,
    )
    assert [(one.id, [booth.code for booth in one.booths]) for one in list_fairs()] == [
        (fair, ["HOI-CHO-2"]),
        (earlier, []),
    ]
    assert find_fair(99) is None
    with pytest.raises(NoSuchFair):
        get_fair(99)


def test_a_fair_cannot_end_before_it_begins(app: Flask) -> None:
    owner = make_person("mai@example.vn").id
    backwards: FairWritten = replace(fair_written(owner), starts_on=LAST_DAY, ends_on=FIRST_DAY)
    with pytest.raises(DaysBackwards), transaction():
        open_fair(backwards, at=NOON)
    assert db.session.scalar(select(func.count(Fair.id))) == 0


def test_a_booth_has_a_code_of_its_own_over_all_fairs(app: Flask) -> None:
    fair = make_fair()
    booth = make_booth(" hoi-cho-1 ", fair_id=fair)
    other = make_fair()
    with pytest.raises(BoothCodeTaken) as refusal, transaction():
        add_booth(other, code="HOI-CHO-1", name="", at=NOON)
    assert refusal.value.code == "HOI-CHO-1"
    for bad in ("", "QUẦY-1", "A--B", "-A", "A" * 21, "A B"):
        with pytest.raises(BadBoothCode), transaction():
            add_booth(fair, code=bad, name="", at=NOON)
    with transaction():
        rename_booth(booth, "Quầy chính")
    found = find_booth_by_code("Hoi-Cho-1")
    assert found is not None
    assert (found.id, found.name, found.location, found.fair.id) == (booth, "Quầy chính", f"booth:{booth}", fair)
    assert [one.code for one in list_booths(fair)] == ["HOI-CHO-1"]
    assert find_booth_by_code("no code") is None
    assert find_booth(99) is None
    with pytest.raises(NoSuchBooth):
        get_booth(99)


def test_a_code_pairs_one_tablet_once_and_its_token_is_kept_by_nobody_else(app: Flask) -> None:
    booth = make_booth()
    code = offer(booth)
    assert len(code) == 9
    with transaction():
        paired = pair_device(f" {code.lower()} ", name="  Máy  bảng ", at=NOON)
        token, number = paired.token, paired.device.id
    device = find_device_of_token(token)
    assert device is not None
    assert (device.number, device.name, device.is_live, device.booth.code) == (number, "Máy bảng", True, "HOI-CHO-1")
    assert device.booth.fair.is_open
    kept = db.session.scalars(select(BoothDevice.token_hash)).one()
    assert token not in kept
    assert code.replace("-", "") not in db.session.scalars(select(PairingCode.code_hash)).one()
    assert db.session.scalars(select(PairingCode.device_id)).one() == number
    with pytest.raises(BadPairingCode), transaction():
        pair_device(code, at=NOON)
    assert db.session.scalar(select(func.count(BoothDevice.id))) == 1


@pytest.mark.parametrize(("later", "works"), [(QUARTER - timedelta(milliseconds=1), True), (QUARTER, False)])
def test_a_code_lives_a_quarter_of_an_hour(app: Flask, later: timedelta, works: bool) -> None:
    code = offer(make_booth())
    if works:
        with transaction():
            pair_device(code, at=NOON + later)
        return
    with pytest.raises(BadPairingCode), transaction():
        pair_device(code, at=NOON + later)


def test_codes_that_nobody_made_pair_nothing(app: Flask) -> None:
    make_booth()
    for code in ("", "ABCD-EFGH", "x" * 500, "Ấ"):
        with pytest.raises(BadPairingCode), transaction():
            pair_device(code, at=NOON)
    for token in ("", "x" * 43, "ấ" * 43, "x" * 1000):
        assert find_device_of_token(token) is None


def test_a_terminal_pairs_without_a_code(app: Flask) -> None:
    make_booth()
    paired = make_device("hoi-cho-1")
    assert find_device_of_token(paired.token) is not None
    with pytest.raises(NoSuchBooth), transaction():
        pair_at_terminal("HOI-CHO-9", at=NOON)


def test_a_revoked_device_is_known_and_no_longer_live(app: Flask) -> None:
    make_booth()
    token = make_device().token
    other = make_device().token
    device = find_device_of_token(token)
    assert device is not None
    number = device.id
    with transaction():
        rename_device(number, "Máy của Mai")
        revoke_device(number, at=NOON)
    with transaction():
        revoke_device(number, at=NOON + QUARTER)
    device = find_device_of_token(token)
    assert device is not None
    assert (device.is_live, device.revoked_at, device.name) == (False, NOON, "Máy của Mai")
    live = find_device_of_token(other)
    assert live is not None
    assert live.is_live
    assert [one.id for one in list_devices(device.booth.fair_id)] == [live.id, number]
    with pytest.raises(NoSuchDevice):
        get_device(99)


def test_what_a_device_does_not_tell_of_itself_stays_as_it_was(app: Flask) -> None:
    make_booth()
    number = make_device().device.id
    with transaction():
        note_contact(number, Contact(-4200, 3, "r1", "v1"), at=NOON)
    with transaction():
        note_contact(number, Contact(unsent_count=0, release="x" * 99), at=NOON + QUARTER)
    device = get_device(number)
    assert device.last_contact_at == NOON + QUARTER
    assert (device.clock_offset_ms, device.unsent_count, device.release, device.snapshot_version) == (
        -4200,
        0,
        "x" * 40,
        "v1",
    )


def test_cashiers_have_codes_in_a_row_and_pins(app: Flask) -> None:
    fair, other = make_fair(), make_fair()
    assert [make_cashier(fair), make_cashier(fair, "Anh Nam", "135790"), make_cashier(other)] == ["01", "02", "01"]
    mai, nam = list_cashiers(fair)
    assert (pin_is_right(mai, "2468"), pin_is_right(mai, "2469"), pin_is_right(nam, "135790")) == (True, False, True)
    assert (mai.salt != nam.salt, len(mai.pin_hash), mai.iterations) == (True, 64, 1)
    number, nam_id = mai.id, nam.id
    with transaction():
        change_pin(fair, number, cheap_pin("1111"))
        retire_cashier(fair, nam_id, at=NOON)
    with transaction():
        retire_cashier(fair, nam_id, at=NOON + QUARTER)
    assert [(one.code, one.retired_at) for one in list_cashiers(fair)] == [("01", None), ("02", NOON)]
    assert [pin_is_right(one, "1111") for one in list_cashiers(fair, retired=False)] == [True]
    for wrong_fair, wrong in ((other, number), (fair, 99)):
        with pytest.raises(NoSuchCashier), transaction():
            change_pin(wrong_fair, wrong, cheap_pin())
    assert make_cashier(fair) == "03"


@pytest.mark.parametrize("pin", ["", "123", "1234567", "12a4", "١٢٣٤", "12 4"])
def test_a_pin_is_four_to_six_digits(pin: str) -> None:
    with pytest.raises(BadPin):
        hash_pin(pin, iterations=1)


def test_pins_are_hashed_with_effort() -> None:
    assert hash_pin("1234").iterations >= 100_000


def test_a_fair_closes_when_nothing_lies_at_its_booths(app: Flask) -> None:
    booth = make_booth()
    fair = get_booth(booth).fair_id
    pack = make_offer(on_hand=5)
    give_out(booth, {pack: 3})
    code = offer(booth)
    with pytest.raises(GoodsStillOut) as refusal, transaction():
        close_fair(fair, at=NOON)
    assert refusal.value.pieces == 3
    producer = producer_of(pack)
    with transaction():
        take_back(Note(booth, producer, BY), [HandOverWanted(pack, 3, OtherEnd.PRODUCER)], at=NOON)
        close_fair(fair, at=NOON)
    closed = (
        lambda: close_fair(fair, at=NOON),
        lambda: add_booth(fair, code="HOI-CHO-9", name="", at=NOON),
        lambda: offer_pairing(booth, by=BY, at=NOON),
        lambda: pair_at_terminal("HOI-CHO-1", at=NOON),
        lambda: add_cashier(fair, "Mai", cheap_pin(), at=NOON),
    )
    for act in closed:
        with pytest.raises(FairClosed), transaction():
            act()
    with pytest.raises(FairClosed):
        give_out(booth, {pack: 1})
    with pytest.raises(BadPairingCode), transaction():
        pair_device(code, at=NOON)
    with transaction():
        reopen_fair(fair)
    give_out(booth, {pack: 1})
    assert db.session.scalar(select(func.count(Cashier.id))) == 0


def test_a_fair_that_is_not_there_takes_nothing(app: Flask) -> None:
    with pytest.raises(NoSuchFair), transaction():
        add_booth(99, code="HOI-CHO-1", name="", at=NOON)
    pack = make_offer()
    producer = producer_of(pack)
    with pytest.raises(NoSuchBooth), transaction():
        take_back(Note(99, producer, BY), [HandOverWanted(pack, 1)], at=NOON)


def test_the_command_lists_booths_and_pairs_one(sqlite_app: Flask) -> None:
    run = sqlite_app.test_cli_runner().invoke
    booth = make_booth()
    listed = run(args=["fairs", "list"])
    assert listed.output == "HOI-CHO-1\tHội chợ OCOP\t2026-11-20 2026-11-23\n"
    paired = run(args=["fairs", "pair", "hoi-cho-1"])
    assert paired.exit_code == 0
    assert paired.output.count("\n") == 1
    device = find_device_of_token(paired.output.strip())
    assert device is not None
    assert device.booth_id == booth
    fair = device.booth.fair_id
    unknown = run(args=["fairs", "pair", "HOI-CHO-7"])
    assert (unknown.exit_code, "no booth has the code HOI-CHO-7" in unknown.output) == (1, True)
    with transaction():
        close_fair(fair, at=NOON)
    closed = run(args=["fairs", "pair", "HOI-CHO-1"])
    assert (closed.exit_code, "closed" in closed.output) == (1, True)
