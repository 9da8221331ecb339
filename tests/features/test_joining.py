"""Into a stall and out of it, on both databases: once, by whom it is for, and never without an owner."""

from __future__ import annotations

import pytest
from flask import Flask

from shop.accounts import (
    LastOwner,
    NoSuchPerson,
    Role,
    count_people_of_stalls,
    disable_person,
    get_person,
    leave_stall,
    list_members,
    make_owner,
)
from shop.database import transaction
from shop.joining import (
    AlreadyApplied,
    AlreadyDecided,
    AlreadyMember,
    InvitationNotValid,
    Invitee,
    accept_invitation,
    apply_for_stall,
    approve_application,
    invite_to_stall,
    list_open_invitations,
    list_waiting_applications,
    reject_application,
)
from shop.producers import find_producer, find_producers
from tests.doors.visiting import mailed_token
from tests.factories.buying import NOON
from tests.factories.people import BY_TEST, make_person
from tests.factories.register import make_producer


def members(producer_id: int) -> list[tuple[int, bool]]:
    return [(member.person_id, member.is_owner) for member in list_members(producer_id)]


def test_an_invitation_is_used_once_by_whom_it_is_for(app: Flask) -> None:
    producer, lan, other = make_producer(), make_person("lan@example.vn").id, make_person("khac@example.vn").id
    producer_id = producer.id
    with transaction():
        invite_to_stall(producer, Invitee(" LAN@example.vn", True, "vi"), NOON)
    token = mailed_token("stall_invitation")
    with pytest.raises(InvitationNotValid), transaction():
        accept_invitation(token, get_person(other), NOON)
    with transaction():
        assert accept_invitation(token, get_person(lan), NOON) == producer_id
    with pytest.raises(InvitationNotValid), transaction():
        accept_invitation(token, get_person(lan), NOON)
    assert members(producer_id) == [(lan, True)]
    assert list_open_invitations(NOON) == []
    found = find_producer(producer_id)
    assert found
    with pytest.raises(AlreadyMember), transaction():
        invite_to_stall(found, Invitee("lan@example.vn", False, "vi"), NOON)


def test_there_is_always_an_owner(app: Flask) -> None:
    producer_id = make_producer().id
    lan = make_person("lan@example.vn", role=Role.PRODUCER, producer_id=producer_id).id
    nga = make_person("nga@example.vn", role=Role.PRODUCER, producer_id=producer_id, is_owner=False).id
    for act in (
        lambda: leave_stall(producer_id, lan, by=BY_TEST, at=NOON),
        lambda: make_owner(producer_id, lan, False, by=BY_TEST, at=NOON),
    ):
        with pytest.raises(LastOwner), transaction():
            act()
    with transaction():
        make_owner(producer_id, nga, True, by=BY_TEST, at=NOON)
    assert count_people_of_stalls() == {producer_id: (2, 0)}
    # An owner whose account is stopped decides for nothing.
    with transaction():
        disable_person(nga, by=BY_TEST, at=NOON)
    with pytest.raises(LastOwner), transaction():
        leave_stall(producer_id, lan, by=BY_TEST, at=NOON)
    with pytest.raises(NoSuchPerson), transaction():
        make_owner(producer_id + 1, lan, False, by=BY_TEST, at=NOON)
    assert members(producer_id) == [(lan, True)]


def test_an_application_waits_once_and_is_decided_once(app: Flask) -> None:
    producer_id, hoa = make_producer().id, make_person().id
    said = {"position": "Giám đốc", "phone": "+84912345678", "note": ""}

    def ask() -> None:
        producer = find_producer(producer_id)
        assert producer
        with transaction():
            apply_for_stall(get_person(hoa), producer, NOON, **said)

    ask()
    with pytest.raises(AlreadyApplied):
        ask()
    (waiting,) = list_waiting_applications()
    with transaction():
        reject_application(waiting.row.id, "Chưa rõ", NOON)
    ask()
    (waiting,) = list_waiting_applications()
    number = waiting.row.id
    with transaction():
        approve_application(number, is_owner=True, by=BY_TEST, at=NOON)
    with pytest.raises(AlreadyDecided), transaction():
        reject_application(number, "Nhầm", NOON)
    assert members(producer_id) == [(hoa, True)]
    with pytest.raises(AlreadyMember):
        ask()


def test_a_producer_is_found_by_any_of_its_spellings(app: Flask) -> None:
    vinh_yen, muong_lo = make_producer().id, make_producer("Hợp tác xã Mường Lò").id
    # Both lie in Vĩnh Yên; the name counts for more than the place.
    assert find_producers("htx vinh yen") == [vinh_yen, muong_lo]
    assert find_producers("muogn lo") == [muong_lo]
    assert find_producers("bao yen") == [vinh_yen, muong_lo]
    assert find_producers("   ") == []
