"""Enquiries on both databases: nobody reads what nobody confirmed, no address before the answer, and all of it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.accounts import Role
from shop.database import db, transaction
from shop.enquiries import (
    ANSWERED_WITHIN,
    CONFIRMED_WITHIN,
    KEPT,
    Enquiry,
    EnquiryClosed,
    EnquiryState,
    NoSuchEnquiry,
    answer_enquiry,
    close_unanswered_enquiries,
    confirm_enquiry,
    count_enquiries_of,
    count_unattended,
    decline_enquiry,
    erase_enquiries_of,
    export_enquiries_of,
    find_enquiry,
    find_own_enquiry,
    find_unattended,
    forget_old_enquiries,
    list_enquiries_of,
    list_unattended,
    take_enquiry_back,
    throw_enquiry_out,
)
from shop.notifications import OutboxMessage, list_messages
from shop.producers import Producer
from tests.factories.buying import NOON
from tests.factories.enquiries import BUYER, make_enquiry
from tests.factories.people import make_person
from tests.factories.register import make_producer

LATER = NOON + timedelta(hours=1)


def mails(kind: str) -> list[OutboxMessage]:
    db.session.rollback()
    return [message for message in list_messages() if message.kind == kind]


def kept() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Enquiry.id))) or 0


def read(producer: Producer, *, is_closed: bool = False) -> list[Enquiry]:
    return list(list_enquiries_of(producer.id, is_closed=is_closed, page=1, per_page=10))


def test_nobody_reads_what_its_writer_has_not_confirmed(app: Flask) -> None:
    producer = make_producer()
    make_person("lan@example.vn", role=Role.PRODUCER, producer_id=producer.id)
    found, token = make_enquiry(producer, is_confirmed=False)
    assert found.standing is EnquiryState.UNCONFIRMED
    assert (read(producer), count_enquiries_of(producer.id), mails("enquiry_new")) == ([], 0, [])
    with pytest.raises(NoSuchEnquiry):
        find_enquiry(producer.id, found.id)
    for _twice in range(2):
        with transaction():
            confirm_enquiry(token, producer, LATER)
    assert [one.state for one in read(producer)] == ["waiting"]
    assert [mail.recipient for mail in mails("enquiry_new")] == ["lan@example.vn"]


def test_an_account_with_this_very_address_needs_no_second_mail(app: Flask) -> None:
    producer, buyer = make_producer(), make_person(BUYER.email)
    found, _token = make_enquiry(producer, person=buyer, is_confirmed=False)
    assert (found.standing, found.person_id) == (EnquiryState.WAITING, buyer.id)
    assert (len(mails("enquiry_confirm")), len(mails("enquiry_sent"))) == (0, 1)
    other, _token = make_enquiry(producer, person=make_person("khac@example.vn"), is_confirmed=False)
    assert other.standing is EnquiryState.UNCONFIRMED


def test_a_link_that_is_too_old_confirms_nothing(app: Flask) -> None:
    producer = make_producer()
    _found, token = make_enquiry(producer, is_confirmed=False)
    assert find_own_enquiry(token, NOON + CONFIRMED_WITHIN - timedelta(seconds=1))
    assert find_own_enquiry(token, NOON + CONFIRMED_WITHIN) is None
    with pytest.raises(NoSuchEnquiry), transaction():
        confirm_enquiry(token, producer, NOON + CONFIRMED_WITHIN)


def test_the_same_address_asks_anew_before_it_has_confirmed(app: Flask) -> None:
    producer = make_producer()
    _first, old = make_enquiry(producer, is_confirmed=False)
    make_enquiry(producer, is_confirmed=False, words="Sửa lại")
    assert kept() == 1
    assert find_own_enquiry(old, NOON) is None


def test_addresses_are_told_with_the_answer_and_not_before(app: Flask) -> None:
    producer = make_producer()
    make_person("lan@example.vn", role=Role.PRODUCER, producer_id=producer.id)
    found, _token = make_enquiry(producer)
    told = repr([(mail.facts, mail.secrets) for mail in mails("enquiry_new")])
    assert not any(word in told for word in (BUYER.name, BUYER.email, BUYER.phone, BUYER.words))
    assert not found.shows_contact
    with transaction():
        answer_enquiry(producer, found.id, "90.000 ₫ một hộp", contact="Lan 0912 000 111", by="producer:1", at=LATER)
    assert find_enquiry(producer.id, found.id).shows_contact
    [mail] = mails("enquiry_answered")
    assert (mail.recipient, mail.facts["answer"], mail.facts["contact"]) == (
        BUYER.email,
        "90.000 ₫ một hộp",
        "Lan 0912 000 111",
    )
    assert [one.closed_by for one in read(producer, is_closed=True)] == ["producer:1"]


def test_one_who_declines_tells_no_address(app: Flask) -> None:
    producer = make_producer()
    found, _token = make_enquiry(producer)
    with transaction():
        decline_enquiry(producer, found.id, "Hết vụ", by="producer:1", at=LATER)
    assert not find_enquiry(producer.id, found.id).shows_contact
    assert [mail.facts["contact"] for mail in mails("enquiry_declined")] == [""]


def test_an_enquiry_is_closed_once_and_by_its_own_producer(app: Flask) -> None:
    producer, other = make_producer(), make_producer("HTX Mường Lò")
    found, _token = make_enquiry(producer)
    for closing in (
        lambda: answer_enquiry(other, found.id, "x", contact="x", by="producer:2", at=LATER),
        lambda: decline_enquiry(other, found.id, "x", by="producer:2", at=LATER),
        lambda: throw_enquiry_out(other.id, found.id),
    ):
        with pytest.raises(NoSuchEnquiry), transaction():
            closing()
    with transaction():
        answer_enquiry(producer, found.id, "có", contact="x", by="producer:1", at=LATER)
    for again in (
        lambda: answer_enquiry(producer, found.id, "không", contact="x", by="producer:1", at=LATER),
        lambda: throw_enquiry_out(producer.id, found.id),
    ):
        with pytest.raises(EnquiryClosed), transaction():
            again()
    assert find_enquiry(producer.id, found.id).answer == "có"


def test_the_shop_reads_only_for_those_who_have_nobody_here(app: Flask) -> None:
    """As soon as somebody looks after the stall, it is the stall's alone."""
    producer, number = make_producer(), make_enquiry(make_producer())[0].id
    assert [(one.id, of.id) for one, of in list_unattended(is_closed=False, page=1, per_page=10)] == [
        (number, producer.id)
    ]
    assert (count_unattended(), find_unattended(number)[1].id) == (1, producer.id)
    make_person("lan@example.vn", role=Role.PRODUCER, producer_id=producer.id)
    assert (list_unattended(is_closed=False, page=1, per_page=10), count_unattended()) == ([], 0)
    with pytest.raises(NoSuchEnquiry):
        find_unattended(number)


def test_what_nobody_answers_is_closed_and_the_buyer_told(app: Flask) -> None:
    producer = make_producer()
    make_enquiry(producer)
    with transaction():
        assert close_unanswered_enquiries(NOON + ANSWERED_WITHIN - timedelta(seconds=1)) == 0
    for count in (1, 0):
        with transaction():
            assert close_unanswered_enquiries(NOON + ANSWERED_WITHIN) == count
    assert [one.state for one in read(producer, is_closed=True)] == ["unanswered"]
    assert len(mails("enquiry_unanswered")) == 1


def test_all_of_it_is_deleted_in_the_end(app: Flask) -> None:
    producer = make_producer()
    make_enquiry(producer, is_confirmed=False)
    answered, _token = make_enquiry(producer, email="khac@example.vn")
    make_enquiry(producer, email="cho@example.vn")
    with transaction():
        answer_enquiry(producer, answered.id, "có", contact="x", by="producer:1", at=LATER)
    with transaction():
        forget_old_enquiries(NOON + CONFIRMED_WITHIN)
    assert kept() == 2
    with transaction():
        forget_old_enquiries(LATER + KEPT)
    assert [one.email for one in read(producer)] == ["cho@example.vn"]


def test_a_buyer_takes_it_back_whatever_became_of_it(app: Flask) -> None:
    producer = make_producer()
    _found, token = make_enquiry(producer)
    with transaction():
        take_enquiry_back(token)
    assert kept() == 0
    with pytest.raises(NoSuchEnquiry), transaction():
        take_enquiry_back(token)


def test_what_is_kept_of_a_person_is_told_and_erased(app: Flask) -> None:
    """By the account that wrote it, and by its address where it wrote without logging in; of others nothing."""
    producer, buyer = make_producer(), make_person(BUYER.email)
    make_enquiry(producer)
    make_enquiry(producer, email="hop-thu-khac@example.vn", person=buyer)
    make_enquiry(producer, email="nguoi-la@example.vn")
    told = export_enquiries_of(buyer)
    assert [one["email"] for one in told] == [BUYER.email, "hop-thu-khac@example.vn"]
    assert told[0]["producer"] == producer.name
    with transaction():
        erase_enquiries_of(buyer)
    assert [one.email for one in read(producer)] == ["nguoi-la@example.vn"]
