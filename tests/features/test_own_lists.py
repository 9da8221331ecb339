"""Address book and saved goods: what belongs to whom, the one usual address, and what is still for sale."""

from __future__ import annotations

import pytest
from flask import Flask

from shop.address_book import (
    MOST_ADDRESSES,
    AddressEntry,
    TooManyAddresses,
    add_address,
    change_address,
    default_address,
    find_address,
    forget_addresses,
    list_addresses,
    make_default,
    remove_address,
)
from shop.catalogue import Variant
from shop.certification import Standing
from shop.database import db, transaction
from shop.saved_goods import (
    MOST_SAVED,
    NoSuchGood,
    TooManySaved,
    count_saved_goods,
    forget_good,
    forget_saved_goods,
    list_saved_goods,
    save_good,
)
from tests.factories.buying import HANOI, NOON, make_offer
from tests.factories.people import make_person

HOME = AddressEntry("Nguyễn Thị Hoa", "+84912345678", HANOI)
WORK = AddressEntry("Hoa (cơ quan)", "+84987654321", HANOI)


def add(account_id: int, entry: AddressEntry = HOME, **more: bool) -> int:
    with transaction():
        return add_address(account_id, entry, at=NOON, **more)


def defaults(account_id: int) -> list[int]:
    db.session.rollback()
    return [entry.id for entry in list_addresses(account_id) if entry.is_default]


def test_there_is_always_one_usual_address(app: Flask) -> None:
    hoa = make_person().id
    assert default_address(hoa) is None
    first, second = add(hoa), add(hoa, WORK)
    assert defaults(hoa) == [first]
    third = add(hoa, WORK, is_default=True)
    assert defaults(hoa) == [third]
    with transaction():
        assert make_default(hoa, second)
    assert defaults(hoa) == [second]
    assert [entry.id for entry in list_addresses(hoa)] == [second, first, third]
    with transaction():
        assert remove_address(hoa, second)
    assert defaults(hoa) == [third]
    with transaction():
        assert remove_address(hoa, first)
        assert remove_address(hoa, third)
        assert not remove_address(hoa, third)
    assert list_addresses(hoa) == ()


def test_an_address_says_what_was_written(app: Flask) -> None:
    hoa = make_person().id
    number = add(hoa)
    with transaction():
        assert change_address(hoa, number, WORK, at=NOON)
    found = find_address(hoa, number)
    assert found is not None
    assert (found.name, found.phone, found.address) == (WORK.name, WORK.phone, HANOI)


def test_nobody_reaches_into_another_book(app: Flask) -> None:
    hoa, lan = make_person().id, make_person("lan@example.vn").id
    number = add(hoa)
    assert find_address(lan, number) is None
    with transaction():
        assert not change_address(lan, number, WORK, at=NOON)
        assert not make_default(lan, number)
        assert not remove_address(lan, number)
        forget_addresses(lan)
    assert defaults(hoa) == [number]
    with transaction():
        forget_addresses(hoa)
    assert list_addresses(hoa) == ()


def test_a_book_is_not_endless(app: Flask) -> None:
    hoa = make_person().id
    for _ in range(MOST_ADDRESSES):
        add(hoa)
    with pytest.raises(TooManyAddresses):
        add(hoa)


def slug_of(variant_id: int) -> str:
    return db.session.get_one(Variant, variant_id).product.slug


def save(account_id: int, slug: str) -> None:
    with transaction():
        save_good(account_id, slug, NOON)


def test_a_good_is_saved_once_and_says_when_it_lapsed(app: Flask) -> None:
    hoa, lan = make_person().id, make_person("lan@example.vn").id
    slug = slug_of(make_offer("Mật ong rừng"))
    save(hoa, slug)
    save(hoa, slug)
    kept = list_saved_goods(hoa, NOON)
    assert [(good.slug, good.standing) for good in kept] == [(slug, Standing.CERTIFIED)]
    later = list_saved_goods(hoa, NOON.replace(year=2040))
    assert [(good.standing, good.last_day) for good in later] == [(Standing.LAPSED, kept[0].last_day)]
    assert list_saved_goods(lan, NOON) == ()
    with transaction():
        assert not forget_good(lan, slug)
        assert forget_good(hoa, slug)
        assert not forget_good(hoa, slug)
    assert count_saved_goods(hoa) == 0


def test_only_goods_on_sale_are_saved_and_not_without_end(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    hoa = make_person().id
    slug = slug_of(make_offer())
    for unknown in ("khong-co", ""):
        with pytest.raises(NoSuchGood):
            save(hoa, unknown)
    with pytest.raises(NoSuchGood), transaction():
        save_good(hoa, slug, NOON.replace(year=2040))
    monkeypatch.setattr("shop.saved_goods.operations.MOST_SAVED", 1)
    save(hoa, slug)
    with pytest.raises(TooManySaved):
        save(hoa, slug_of(make_offer()))
    assert MOST_SAVED > 1
    with transaction():
        forget_saved_goods(hoa)
    assert count_saved_goods(hoa) == 0
