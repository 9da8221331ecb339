"""Stalls: what producers say of themselves, holidays, and the account that money goes to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from shop.accounts import Role, disable_person
from shop.catalogue import (
    Variant,
    WhyNot,
    find_product_page,
    list_offers,
    list_visible_products,
    why_not_offered,
)
from shop.database import db, read_public_version, transaction
from shop.notifications import OutboxMessage
from shop.stalls import (
    LONGEST_STORY,
    MOST_PORTRAITS,
    BadBankAccount,
    BadContact,
    BadHoliday,
    BankAccount,
    Contact,
    Holiday,
    NameMissing,
    NoSuchPortrait,
    NothingToShow,
    SameBankAccount,
    Stall,
    StallBankAccount,
    TextTooLong,
    TooManyPortraits,
    add_portrait,
    clean_bank_account,
    describe_cover,
    describe_portrait,
    end_holiday,
    find_bank_account,
    find_portrait,
    find_public_stall,
    find_stall,
    is_new_account,
    list_portraits,
    move_portrait_up,
    publish_stall,
    remove_cover,
    remove_portrait,
    set_bank_account,
    set_contact,
    set_cover,
    set_send_days,
    take_holiday,
    tell_story,
    withdraw_stall,
)
from shop.values.phone import BadPhone
from shop.web.mails import render_mail
from tests.factories.buying import make_offer
from tests.factories.people import BY_TEST, make_person
from tests.factories.register import make_producer
from tests.factories.stalls import STORY, a_photo, open_stall, send_on_holiday

NOW = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
TODAY = date(2026, 11, 21)
VIETCOMBANK = BankAccount("970436", "0011001234567", "HTX VINH YEN")
AGRIBANK = BankAccount("970405", "1500201234567", "HTX VINH YEN")


@pytest.fixture
def producer_id(app: Flask) -> int:
    return make_producer("HTX Vĩnh Yên").id


def write(work: Callable[[], object]) -> None:
    with transaction():
        work()
    db.session.expire_all()


def stall_of(producer_id: int) -> Stall:
    found = find_stall(producer_id)
    assert found is not None
    return found


def test_a_story_is_a_draft_until_it_is_published(producer_id: int) -> None:
    assert find_stall(producer_id) is None
    write(lambda: tell_story(producer_id, STORY, "We are **seven**."))
    assert find_public_stall(producer_id) is None
    write(lambda: publish_stall(producer_id, NOW))
    stall = find_public_stall(producer_id)
    assert stall is not None
    assert stall.published_at == NOW
    assert [block.kind for block in stall.story("vi")] == ["paragraph", "list"]
    assert stall.story_in_short("en") == "We are seven."
    write(lambda: publish_stall(producer_id, NOW + timedelta(days=1)))
    assert stall_of(producer_id).published_at == NOW
    write(lambda: withdraw_stall(producer_id))
    assert find_public_stall(producer_id) is None


def test_every_change_of_what_shoppers_see_moves_the_public_version(producer_id: int) -> None:
    open_stall(producer_id)
    portrait = None

    def portray() -> None:
        nonlocal portrait
        portrait = add_portrait(producer_id, a_photo(2), "Lò Thị Lan").id

    changes: list[Callable[[], object]] = [
        lambda: tell_story(producer_id, "Chuyện khác"),
        lambda: set_cover(producer_id, a_photo()),
        lambda: describe_cover(producer_id, "Đồi chè", ""),
        lambda: set_send_days(producer_id, (0, 3)),
        lambda: set_contact(producer_id, Contact(phone="0912345678")),
        lambda: take_holiday(producer_id, Holiday(TODAY, TODAY), today=TODAY),
        lambda: end_holiday(producer_id),
        portray,
        lambda: describe_portrait(producer_id, portrait or 0, "Lan", role_vi="Sao chè"),
        lambda: remove_portrait(producer_id, portrait or 0),
        lambda: remove_cover(producer_id),
        lambda: withdraw_stall(producer_id),
    ]
    for change in changes:
        before = read_public_version()
        write(change)
        assert read_public_version() == before + 1


def test_nothing_is_not_published(producer_id: int) -> None:
    with pytest.raises(NothingToShow), transaction():
        publish_stall(producer_id, NOW)
    open_stall(producer_id)
    with pytest.raises(NothingToShow), transaction():
        tell_story(producer_id, " \n ", "English only")
    assert stall_of(producer_id).story_vi == STORY


def test_a_story_has_an_end(producer_id: int) -> None:
    write(lambda: tell_story(producer_id, "á" * LONGEST_STORY))
    with pytest.raises(TextTooLong), transaction():
        tell_story(producer_id, "á" * (LONGEST_STORY + 1))


def test_a_cover_is_put_in_place_of_the_one_before(producer_id: int) -> None:
    write(lambda: set_cover(producer_id, a_photo(1)))
    write(lambda: describe_cover(producer_id, " Đồi  chè ", "Tea hill"))
    cover = stall_of(producer_id).cover
    assert cover is not None
    assert (cover.stem, cover.width, cover.alt_vi, cover.alt_en) == (f"{1:032x}", 1280, "Đồi chè", "Tea hill")
    write(lambda: set_cover(producer_id, a_photo(2)))
    cover = stall_of(producer_id).cover
    assert cover is not None
    assert (cover.stem, cover.alt_vi) == (f"{2:032x}", "")
    write(lambda: remove_cover(producer_id))
    assert stall_of(producer_id).cover is None


def test_people_of_a_stall_stand_in_their_order(producer_id: int) -> None:
    with transaction():
        for number, name in enumerate(("Lan", "Minh", "Hoa"), 1):
            add_portrait(producer_id, a_photo(number), name, role_vi="Sao chè")
    lan, minh, hoa = list_portraits(producer_id)
    assert (lan.role("en"), lan.role("vi")) == ("Sao chè", "Sao chè")
    numbers = {one.name: one.id for one in (lan, minh, hoa)}
    write(lambda: move_portrait_up(producer_id, numbers["Hoa"]))
    write(lambda: move_portrait_up(producer_id, numbers["Lan"]))
    assert [one.name for one in list_portraits(producer_id)] == ["Lan", "Hoa", "Minh"]
    write(lambda: remove_portrait(producer_id, numbers["Hoa"]))
    write(lambda: move_portrait_up(producer_id, numbers["Minh"]))
    assert [one.name for one in list_portraits(producer_id)] == ["Minh", "Lan"]
    write(lambda: describe_portrait(producer_id, numbers["Lan"], "Lò Thị Lan", role_en="Roasts the tea"))
    found = find_portrait(producer_id, numbers["Lan"])
    assert found is not None
    assert (found.name, found.role("vi"), found.picture.alt_vi) == ("Lò Thị Lan", "Roasts the tea", "Lò Thị Lan")


def test_another_producers_people_are_not_there(producer_id: int) -> None:
    other = make_producer("HTX Yến Dương").id
    with transaction():
        theirs = add_portrait(other, a_photo(), "Minh").id
    refused: list[Callable[[], object]] = [
        lambda: remove_portrait(producer_id, theirs),
        lambda: move_portrait_up(producer_id, theirs),
        lambda: describe_portrait(producer_id, theirs, "Lan"),
    ]
    for act in refused:
        with pytest.raises(NoSuchPortrait), transaction():
            act()
    assert find_portrait(producer_id, theirs) is None
    assert [one.name for one in list_portraits(other)] == ["Minh"]


def test_a_portrait_has_a_name_and_there_are_not_too_many(producer_id: int) -> None:
    with pytest.raises(NameMissing), transaction():
        add_portrait(producer_id, a_photo(), "  ")
    with transaction():
        for number in range(MOST_PORTRAITS):
            add_portrait(producer_id, a_photo(number), "Lan")
    with pytest.raises(TooManyPortraits), transaction():
        add_portrait(producer_id, a_photo(99), "Minh")


def test_a_contact_is_stored_as_it_is_used(producer_id: int) -> None:
    write(
        lambda: set_contact(
            producer_id,
            Contact("Lò Thị Lan", "0912 345 678", " Lan@Example.VN ", "Thôn 1", "03037", "15"),
        )
    )
    stall = stall_of(producer_id)
    assert (stall.contact_name, stall.phone, stall.email) == ("Lò Thị Lan", "+84912345678", "lan@example.vn")
    assert (stall.street, stall.commune_code, stall.province_code) == ("Thôn 1", "03037", "15")
    write(lambda: set_contact(producer_id, Contact()))
    assert (stall_of(producer_id).phone, stall_of(producer_id).province_code) == ("", "")


@pytest.mark.parametrize(
    ("contact", "refusal"),
    [
        (Contact(phone="12"), BadPhone),
        (Contact(email="lan"), BadContact),
        (Contact(email="a" * 250 + "@b.vn"), BadContact),
        (Contact(commune_code="03037"), BadContact),
        (Contact(name="L" * 81), TextTooLong),
        (Contact(street="L" * 201), TextTooLong),
    ],
)
def test_a_contact_that_cannot_be_used_is_refused(producer_id: int, contact: Contact, refusal: type[Exception]) -> None:
    with pytest.raises(refusal), transaction():
        set_contact(producer_id, contact)
    assert find_stall(producer_id) is None


def test_days_of_the_week(producer_id: int) -> None:
    write(lambda: set_send_days(producer_id, (3, 0, 3, 9, -1)))
    assert stall_of(producer_id).days == (0, 3)
    write(lambda: set_send_days(producer_id, ()))
    assert stall_of(producer_id).days == ()


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (-1, 3, "first_day"),
        (366, 370, "first_day"),
        (3, 2, "last_day"),
        (0, 90, "length"),
        (0, 0, None),
        (0, 89, None),
        (365, 365, None),
    ],
)
def test_which_holidays_can_be_taken(producer_id: int, first: int, last: int, field: str | None) -> None:
    holiday = Holiday(TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    if field is None:
        write(lambda: take_holiday(producer_id, holiday, today=TODAY))
        assert stall_of(producer_id).planned_holiday == holiday
        return
    with pytest.raises(BadHoliday) as refused, transaction():
        take_holiday(producer_id, holiday, today=TODAY)
    assert refused.value.field == field


def test_a_holiday_covers_its_first_and_its_last_day(producer_id: int) -> None:
    holiday = Holiday(TODAY, TODAY + timedelta(days=9))
    write(lambda: take_holiday(producer_id, holiday, today=TODAY))
    stall = stall_of(producer_id)
    days = [-1, 0, 9, 10]
    assert [stall.holiday_on(TODAY + timedelta(days=day)) is not None for day in days] == [False, True, True, False]
    assert holiday.back_on == TODAY + timedelta(days=10)


def test_a_running_holiday_can_be_made_longer_and_ended(producer_id: int) -> None:
    begun = Holiday(TODAY, TODAY + timedelta(days=2))
    write(lambda: take_holiday(producer_id, begun, today=TODAY))
    longer = Holiday(TODAY, TODAY + timedelta(days=6))
    write(lambda: take_holiday(producer_id, longer, today=TODAY + timedelta(days=1)))
    assert stall_of(producer_id).planned_holiday == longer
    write(lambda: end_holiday(producer_id))
    assert stall_of(producer_id).planned_holiday is None


def test_the_account_in_use_is_one_and_the_old_ones_stay(producer_id: int) -> None:
    lan = make_person("lan@example.vn").id
    write(lambda: set_bank_account(producer_id, VIETCOMBANK, person_id=lan, at=NOW))
    later = NOW + timedelta(days=10)
    write(lambda: set_bank_account(producer_id, AGRIBANK, person_id=lan, at=later))
    in_use = find_bank_account(producer_id)
    assert in_use is not None
    assert (in_use.number, in_use.set_by, in_use.set_at) == (AGRIBANK, lan, later)
    assert [row.ended_at for row in db.session.scalars(select(StallBankAccount).order_by(StallBankAccount.id))] == [
        later,
        None,
    ]
    assert is_new_account(in_use, later + timedelta(days=3) - timedelta(seconds=1))
    assert not is_new_account(in_use, later + timedelta(days=3))
    with pytest.raises(SameBankAccount), transaction():
        set_bank_account(producer_id, AGRIBANK, person_id=lan, at=later)


def test_the_database_knows_one_account_in_use(producer_id: int) -> None:
    values = {"bank_bin": "970436", "account": "123456", "account_name": "LAN", "set_at": NOW}
    with pytest.raises(IntegrityError), transaction() as session:
        session.add_all([StallBankAccount(producer_id=producer_id, **values) for _ in range(2)])


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (("970436", "0011 0012.34-567", "htx Vĩnh  Yên"), VIETCOMBANK),
        (("970436", "LAN1988", "Đặng Thị Hoà"), BankAccount("970436", "LAN1988", "DANG THI HOA")),
    ],
)
def test_an_account_is_read_as_banks_write_it(typed: tuple[str, str, str], stored: BankAccount) -> None:
    assert clean_bank_account(*typed) == stored
    assert stored.ending == stored.account[-4:]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (("97043", "0011001234567", "LAN"), "bank_bin"),
        (("٩٧٠٤٣٦", "0011001234567", "LAN"), "bank_bin"),
        (("970436", "12345", "LAN"), "account"),
        (("970436", "1" * 20, "LAN"), "account"),
        (("970436", "00110<script>", "LAN"), "account"),
        (("970436", "0011001234567", "  "), "account_name"),
        (("970436", "0011001234567", "李明"), "account_name"),
        (("970436", "0011001234567", "L" * 101), "account_name"),
    ],
)
def test_an_account_that_cannot_be_right_is_refused(typed: tuple[str, str, str], field: str) -> None:
    with pytest.raises(BadBankAccount) as refused:
        clean_bank_account(*typed)
    assert refused.value.field == field


def mails() -> list[tuple[str, dict[str, object]]]:
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    return [(row.recipient, row.facts) for row in rows if row.kind == "bank_account_changed"]


def test_every_owner_is_told_of_another_account_and_no_staff(producer_id: int) -> None:
    lan = make_person("lan@example.vn", role=Role.PRODUCER, producer_id=producer_id).id
    make_person("minh@example.vn", role=Role.PRODUCER, producer_id=producer_id, language="en")
    make_person("nga@example.vn", role=Role.PRODUCER, producer_id=producer_id, is_owner=False)
    make_person("other@example.vn", role=Role.PRODUCER, producer_id=make_producer("HTX Yến Dương").id)
    stopped = make_person("stopped@example.vn", role=Role.PRODUCER, producer_id=producer_id).id
    with transaction():
        disable_person(stopped, by=BY_TEST, at=NOW)
    write(lambda: set_bank_account(producer_id, VIETCOMBANK, person_id=lan, at=NOW))
    facts = {
        "producer_name": "HTX Vĩnh Yên",
        "bank_bin": "970436",
        "ending": "4567",
        "by": "Lan",
        "moment": "21/11/2026 12:00",
        "is_first": True,
    }
    assert mails() == [("lan@example.vn", facts), ("minh@example.vn", facts)]
    assert VIETCOMBANK.account not in str(mails())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_mail_says_which_bank_and_who_did_it(app: Flask, language: str) -> None:
    facts = {"producer_name": "HTX Vĩnh Yên", "bank_bin": "970436", "ending": "4567", "moment": "21/11/2026 12:00"}
    mail = render_mail("bank_account_changed", language, {**facts, "by": "Lan", "is_first": False})
    assert "HTX Vĩnh Yên" in mail.subject
    for words in ("Vietcombank", "4567", "Lan", "21/11/2026 12:00"):
        assert words in mail.text


def test_goods_of_a_resting_stall_are_seen_and_not_offered(app: Flask) -> None:
    honey, tea = make_offer("Mật ong rừng"), make_offer("Chè", producer="HTX Yến Dương")
    product = db.session.get_one(Variant, honey).product
    slug, producer_id = product.slug, product.producer_id
    send_on_holiday(producer_id, "2026-11-22", "2026-11-30")
    rest, back = (
        datetime.fromisoformat("2026-11-22T00:00:00+07:00"),
        datetime.fromisoformat("2026-12-01T00:00:00+07:00"),
    )
    an_instant = timedelta(milliseconds=1)
    for at, is_offered in ((rest - an_instant, True), (rest, False), (back - an_instant, False), (back, True)):
        assert (honey in list_offers([honey, tea], at)) is is_offered
        assert tea in list_offers([honey, tea], at)
        assert slug in {one.slug for one in list_visible_products(at)}
        page = find_product_page(slug, at)
        assert page is not None
        assert (page.holiday is None) is is_offered
    why = why_not_offered([honey], rest)[honey]
    assert (why.why, why.back_on) == (WhyNot.ON_HOLIDAY, date(2026, 12, 1))


def test_what_is_not_on_sale_anyway_is_not_on_holiday(app: Flask) -> None:
    lapsed, draft = make_offer("Mật ong", decided_on="2020-01-01"), make_offer("Chè", published_at=None)
    for number in (lapsed, draft):
        producer_id = db.session.get_one(Variant, number).product.producer_id
        send_on_holiday(producer_id, "2026-11-21", "2026-11-30")
    found = why_not_offered([lapsed, draft], NOW)
    assert [found[lapsed].why, found[draft].why] == [WhyNot.LAPSED, WhyNot.NOT_OFFERED]
    assert found[lapsed].back_on is None
