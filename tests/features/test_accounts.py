"""How accounts come to be, change and go; of several at the same moment one succeeds."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from shop.accounts import (
    AccountWish,
    ConsentSubject,
    EmailTaken,
    LastOperator,
    LinkNotValid,
    NoSuchPerson,
    ProvinceOfOfficers,
    Role,
    ask_for_account,
    ask_for_email_change,
    ask_for_password_link,
    begin_session,
    close_account,
    confirm_email_change,
    create_account,
    disable_person,
    enable_person,
    export_account,
    find_person_by_email,
    find_session,
    get_person,
    grant_role,
    has_agreed,
    list_consents,
    list_people,
    open_account,
    set_password_by_link,
    take_role,
)
from shop.audit_log import Subject, list_entries_about
from shop.database import transaction
from shop.notifications import OutboxMessage, list_messages
from tests.factories.people import BY_TEST, LONG_AGO, make_person
from tests.factories.register import make_producer
from tests.racing import all_at_once

NOON = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
WISH = AccountWish("Hoa@Example.vn", " Lê  Hoa ", "vi", "a hash", wants_news=True)


def mailed(kind: str) -> OutboxMessage:
    """The latest mail of a kind."""
    return next(message for message in list_messages() if message.kind == kind)


def register(wish: AccountWish = WISH) -> str:
    with transaction():
        ask_for_account(wish, NOON)
    token: str = list_messages()[0].secrets["token"]
    return token


def log_in(person_id: int, at: datetime = NOON) -> str:
    with transaction():
        return begin_session(person_id, device="a phone", at=at)


def test_an_officer_keeps_a_province_or_the_country(app: Flask) -> None:
    number = make_person("minh@example.vn", role=Role.OFFICER).id
    for province in ("15", "15", "08", None):
        with transaction():
            grant_role(number, Role.OFFICER, province_code=province, by=BY_TEST, at=LONG_AGO)
        assert get_person(number).officer_scope == province
    with pytest.raises(ProvinceOfOfficers), transaction():
        grant_role(number, Role.OPERATOR, province_code="15", by=BY_TEST, at=LONG_AGO)


def test_an_account_comes_with_the_confirmation(app: Flask) -> None:
    token = register()
    assert find_person_by_email("hoa@example.vn") is None
    with transaction():
        number = open_account(token, NOON).id
    person = get_person(number)
    assert (person.email, person.name, person.password_hash, person.is_staff) == (
        "hoa@example.vn",
        "Lê Hoa",
        "a hash",
        False,
    )
    assert [(c.subject, c.is_given, c.wording, c.at) for c in list_consents(number)] == [
        ("terms", True, "2026-11", NOON),
        ("marketing", True, "2026-11", NOON),
    ]
    assert has_agreed(number, ConsentSubject.MARKETING)
    with pytest.raises(LinkNotValid), transaction():
        open_account(token, NOON)


@pytest.mark.parametrize("hours", [24, 48])
def test_a_confirmation_comes_too_late(app: Flask, hours: int) -> None:
    token = register()
    with pytest.raises(LinkNotValid), transaction():
        open_account(token, NOON + timedelta(hours=hours))
    assert list_people() == []


def test_who_has_an_account_is_told_by_mail_only(app: Flask) -> None:
    make_person()
    token = register()
    assert mailed("account_exists").recipient == "hoa@example.vn"
    with pytest.raises(EmailTaken), transaction():
        open_account(token, NOON)


def test_of_two_registrations_for_one_address_one_becomes_the_account(app: Flask) -> None:
    tokens = [register(), register()]

    def confirm(number: int) -> int:
        with transaction():
            return open_account(tokens[number % 2], NOON).id

    results = all_at_once(app, confirm)
    assert sum(isinstance(result, int) for result in results) == 1
    assert all(isinstance(result, int | LinkNotValid | EmailTaken) for result in results)
    assert len(list_people()) == 1


def test_a_password_link_works_once_also_for_many_at_once(app: Flask) -> None:
    number = make_person().id
    session = log_in(number)
    with transaction():
        ask_for_password_link("hoa@example.vn", language="en", at=NOON)
    message = mailed("reset_password")
    assert (message.language, message.useless_from) == ("vi", NOON + timedelta(hours=1))

    def use(racer: int) -> int:
        with transaction():
            return set_password_by_link(message.secrets["token"], f"hash {racer}", NOON).id

    results = all_at_once(app, use)
    winners = [racer for racer, result in enumerate(results) if result == number]
    assert len(winners) == 1
    assert all(isinstance(result, LinkNotValid) for racer, result in enumerate(results) if racer not in winners)
    assert get_person(number).password_hash == f"hash {winners[0]}"
    assert find_session(session, NOON) is None
    assert mailed("password_changed").recipient == "hoa@example.vn"


def test_a_password_link_ends_after_an_hour_and_with_its_siblings(app: Flask) -> None:
    make_person()
    tokens = []
    for _ in range(2):
        with transaction():
            ask_for_password_link("hoa@example.vn", language="vi", at=NOON)
        tokens.append(list_messages()[0].secrets["token"])
    with pytest.raises(LinkNotValid), transaction():
        set_password_by_link(tokens[0], "late", NOON + timedelta(hours=1))
    with transaction():
        set_password_by_link(tokens[0], "first", NOON)
    with pytest.raises(LinkNotValid), transaction():
        set_password_by_link(tokens[1], "second", NOON)


def test_an_unknown_address_gets_a_mail_that_opens_nothing(app: Flask) -> None:
    with transaction():
        ask_for_password_link("nobody@example.vn", language="en", at=NOON)
    message = mailed("no_account")
    assert (message.recipient, message.language) == ("nobody@example.vn", "en")
    with pytest.raises(LinkNotValid), transaction():
        set_password_by_link(message.secrets["token"], "a hash", NOON)


def test_an_address_changes_when_both_mailboxes_agree(app: Flask) -> None:
    number = make_person().id
    session = log_in(number)
    with transaction():
        ask_for_email_change(number, "Le.Hoa@example.vn", NOON)
        ask_for_password_link("hoa@example.vn", language="vi", at=NOON)
    tokens = {kind: mailed(kind).secrets["token"] for kind in ("email_change_old", "email_change_new")}
    link = mailed("reset_password").secrets["token"]
    assert mailed("email_change_old").facts["new_email"] == "l•••@example.vn"
    for _ in range(2):
        with transaction():
            assert not confirm_email_change(tokens["email_change_new"], NOON)
    assert get_person(number).email == "hoa@example.vn"
    with transaction():
        assert confirm_email_change(tokens["email_change_old"], NOON)
    assert get_person(number).email == "le.hoa@example.vn"
    assert find_session(session, NOON) is None
    assert mailed("email_changed").recipient == "hoa@example.vn"
    with pytest.raises(LinkNotValid), transaction():
        set_password_by_link(link, "from the old mailbox", NOON)
    with pytest.raises(LinkNotValid), transaction():
        confirm_email_change(tokens["email_change_old"], NOON)


def test_nobody_gets_an_address_that_somebody_has(app: Flask) -> None:
    make_person("minh@example.vn")
    number = make_person().id
    with transaction():
        ask_for_email_change(number, "minh@example.vn", NOON)
    assert mailed("account_exists").recipient == "minh@example.vn"
    tokens = [message.secrets["token"] for message in list_messages()]
    with transaction():
        confirm_email_change(tokens[1], NOON)
    with pytest.raises(EmailTaken), transaction():
        confirm_email_change(tokens[0], NOON)
    assert get_person(number).email == "hoa@example.vn"


def test_a_later_wish_for_an_address_drops_the_earlier(app: Flask) -> None:
    number = make_person().id
    with transaction():
        ask_for_email_change(number, "first@example.vn", NOON)
    token = mailed("email_change_new").secrets["token"]
    with transaction():
        ask_for_email_change(number, "second@example.vn", NOON)
    with pytest.raises(LinkNotValid), transaction():
        confirm_email_change(token, NOON)


def test_roles_are_given_and_taken_and_end_sessions(app: Flask) -> None:
    producer_id, number = make_producer().id, make_person().id
    session = log_in(number)
    for _ in range(2):
        with transaction():
            grant_role(number, Role.PRODUCER, producer_id=producer_id, by=BY_TEST, at=NOON)
    person = get_person(number)
    assert person.has_role(Role.PRODUCER, producer_id)
    assert not person.has_role(Role.PRODUCER, producer_id + 1)
    assert not person.has_role(Role.OPERATOR)
    assert person.producer_ids == {producer_id}
    assert find_session(session, NOON) is None
    with transaction():
        take_role(number, Role.PRODUCER, producer_id=producer_id, by=BY_TEST, at=NOON)
        take_role(number, Role.OFFICER, by=BY_TEST, at=NOON)
    assert not get_person(number).is_staff
    entries = list_entries_about(Subject("person", number))
    assert [entry.action for entry in entries] == ["role_taken", "role_granted", "account_created"]
    assert entries[1].facts == {"role": "producer", "producer_id": producer_id, "is_owner": False}


def test_the_last_operator_stays(app: Flask) -> None:
    first = make_person("op1@example.vn", role=Role.OPERATOR).id
    for last_act in (close_account, disable_person, take_role):
        with pytest.raises(LastOperator), transaction():
            {
                close_account: lambda: close_account(first, NOON),
                disable_person: lambda: disable_person(first, by=BY_TEST, at=NOON),
                take_role: lambda: take_role(first, Role.OPERATOR, by=BY_TEST, at=NOON),
            }[last_act]()
    make_person("op2@example.vn", role=Role.OPERATOR)
    with transaction():
        disable_person(first, by=BY_TEST, at=NOON)
    assert [person.email for person in list_people(role=Role.OPERATOR) if person.is_open] == ["op2@example.vn"]


def test_a_stopped_account_is_as_none_until_it_goes_on(app: Flask) -> None:
    number = make_person().id
    session = log_in(number)
    with transaction():
        disable_person(number, by=BY_TEST, at=NOON)
    assert find_person_by_email("hoa@example.vn") is None
    assert find_session(session, NOON) is None
    with pytest.raises(NoSuchPerson), transaction():
        begin_session(number, device="", at=NOON)
    with pytest.raises(EmailTaken), transaction():
        create_account("hoa@example.vn", name="", language="vi", by=BY_TEST, at=NOON)
    with transaction():
        enable_person(number, by=BY_TEST, at=NOON)
    assert find_person_by_email("hoa@example.vn") is not None


def test_a_closed_account_keeps_its_number_and_what_was_agreed(app: Flask) -> None:
    token = register()
    with transaction():
        number = open_account(token, NOON).id
    session = log_in(number)
    with transaction():
        close_account(number, NOON)
    assert find_session(session, NOON) is None
    with pytest.raises(NoSuchPerson):
        get_person(number)
    assert len(list_consents(number)) == 2
    assert [entry.action for entry in list_entries_about(Subject("person", number))] == [
        "account_closed",
        "account_opened",
    ]
    assert [message.kind for message in list_messages(recipient="hoa@example.vn")] == ["account_closed"]
    with pytest.raises(NoSuchPerson), transaction():
        enable_person(number, by=BY_TEST, at=NOON)
    make_person("hoa@example.vn")


def test_a_mail_is_not_taken_for_one_about_a_row_that_is_gone(app: Flask) -> None:
    """SQLite gives numbers of removed rows out again."""
    for _ in range(2):
        token = register()
        with transaction():
            number = open_account(token, NOON).id
            ask_for_email_change(number, "le.hoa@example.vn", NOON)
        with transaction():
            close_account(number, NOON)
    kinds = [message.kind for message in list_messages()]
    assert (kinds.count("confirm_account"), kinds.count("email_change_old")) == (2, 2)


def test_an_export_holds_what_is_kept_and_no_secret(app: Flask) -> None:
    token = register()
    with transaction():
        number = open_account(token, NOON).id
    session = log_in(number)
    exported = export_account(number)
    assert exported["account"]["email"] == "hoa@example.vn"
    assert exported["consents"][0]["subject"] == "terms"
    assert exported["sessions"][0]["device"] == "a phone"
    assert [change["action"] for change in exported["changes"]] == ["account_opened"]
    assert token not in str(exported)
    assert session not in str(exported)
    assert "a hash" not in str(exported)


@pytest.mark.parametrize("table", ["audit_entries", "consents"])
@pytest.mark.parametrize("act", ["UPDATE {} SET at = 0", "DELETE FROM {}"])
def test_the_database_keeps_what_is_only_added_to(app: Flask, table: str, act: str) -> None:
    token = register()
    with transaction():
        open_account(token, NOON)
    with pytest.raises(DatabaseError, match="only added to"), transaction() as session:
        session.execute(text(act.format(table)))
