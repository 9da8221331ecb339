"""Sessions, the second step and throttles: what ends stays ended, no code counts twice, no try slips through."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from shop.accounts import (
    NoSuchPerson,
    Role,
    SessionEnd,
    TypedCode,
    WrongCode,
    begin_session,
    change_password,
    count_recovery_codes,
    end_session,
    end_sessions_of,
    find_session,
    forget_old_links_and_sessions,
    get_person,
    list_sessions,
    needs_sign_of_life,
    note_sign_of_life,
    prepare_second_step,
    renew_recovery_codes,
    start_second_step,
    stop_second_step,
    use_second_step,
)
from shop.accounts.models import LoginSession
from shop.database import db, transaction
from shop.notifications import list_messages
from shop.throttles import Limit, Throttle, TooManyTries, count_try, forget_quiet_throttles, forget_tries
from tests.factories.people import make_person
from tests.racing import all_at_once

NOON = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
MINUTE = timedelta(minutes=1)
LIMIT = Limit("login", 10, timedelta(minutes=6))


def log_in(person_id: int, at: datetime = NOON, *, is_halfway: bool = False) -> str:
    with transaction():
        return begin_session(person_id, device="a phone", at=at, is_halfway=is_halfway)


def live(token: str, at: datetime) -> int:
    """Look at a session and let it live on, as a request does; its number, 0 when it has ended."""
    session = find_session(token, at)
    if session is None:
        return 0
    number = session.id
    if needs_sign_of_life(session, at):
        with transaction():
            note_sign_of_life(number, at)
    return number


def test_a_shoppers_session_slides_for_thirty_days(app: Flask) -> None:
    token = log_in(make_person().id)
    for day in (29, 58, 87):
        assert live(token, NOON + timedelta(days=day))
    assert not live(token, NOON + timedelta(days=87 + 30))


def test_staff_are_logged_out_after_half_an_hour_or_half_a_day(app: Flask) -> None:
    number = make_person(role=Role.OFFICER).id
    idle, busy = log_in(number), log_in(number)
    assert live(idle, NOON + 29 * MINUTE)
    assert not live(idle, NOON + 59 * MINUTE)
    for minute in range(0, 720, 20):
        assert live(busy, NOON + minute * MINUTE)
    assert live(busy, NOON + 719 * MINUTE)
    assert not live(busy, NOON + 720 * MINUTE)


def test_signs_of_life_are_written_down_once_a_minute(app: Flask) -> None:
    token = log_in(make_person().id)
    live(token, NOON + timedelta(seconds=59))
    session = find_session(token, NOON)
    assert session is not None
    assert session.seen_at == NOON
    live(token, NOON + MINUTE)
    assert db.session.scalar(select(LoginSession.seen_at)) == NOON + MINUTE


def test_what_ended_does_not_come_back_to_life(app: Flask) -> None:
    person_id = make_person().id
    token = log_in(person_id)
    number = live(token, NOON)
    with transaction():
        assert not end_session(number, person_id + 1, SessionEnd.REVOKED, NOON)
        assert end_session(number, person_id, SessionEnd.LOGOUT, NOON)
        assert not end_session(number, person_id, SessionEnd.LOGOUT, NOON)
        note_sign_of_life(number, NOON + MINUTE)
    assert not live(token, NOON)
    assert db.session.scalar(select(LoginSession.ended_because)) == "logout"


def test_sessions_are_listed_and_ended_together(app: Flask) -> None:
    person_id = make_person().id
    kept, other = log_in(person_id), log_in(person_id, NOON + MINUTE)
    log_in(person_id, is_halfway=True)
    assert len(list_sessions(person_id, NOON + MINUTE)) == 2
    with transaction():
        end_sessions_of(person_id, SessionEnd.REVOKED, NOON, but=live(kept, NOON))
    assert live(kept, NOON)
    assert not live(other, NOON)


def test_a_new_password_ends_every_session(app: Flask) -> None:
    person_id = make_person().id
    tokens = [log_in(person_id) for _ in range(3)]
    with transaction():
        change_password(person_id, "another hash", NOON)
    assert [live(token, NOON) for token in tokens] == [0, 0, 0]
    assert list_messages()[0].kind == "password_changed"


def test_halfway_is_not_logged_in(app: Flask) -> None:
    token = log_in(make_person().id, is_halfway=True)
    assert find_session(token, NOON) is None
    assert find_session(token, NOON + 9 * MINUTE, is_halfway=True) is not None
    assert find_session(token, NOON + 10 * MINUTE, is_halfway=True) is None


def test_old_sessions_and_links_go(app: Flask) -> None:
    person_id = make_person().id
    log_in(person_id, NOON - timedelta(days=200))
    log_in(person_id)
    with transaction():
        forget_old_links_and_sessions(NOON)
    assert len(db.session.scalars(select(LoginSession)).all()) == 1


def code_at(person_id: int, at: datetime) -> TypedCode:
    """What the person's app shows at an instant, typed at once."""
    return TypedCode(pyotp.TOTP(str(get_person(person_id).totp_secret)).at(at), at)


def paper(code: str) -> TypedCode:
    return TypedCode(code, NOON)


def set_up(person_id: int) -> list[str]:
    token = log_in(person_id)
    with transaction():
        prepare_second_step(person_id)
    with transaction():
        return start_second_step(person_id, code_at(person_id, NOON), NOON, session_id=live(token, NOON))


def test_the_second_step_starts_with_a_code_and_ends_other_sessions(app: Flask) -> None:
    person_id = make_person().id
    other = log_in(person_id)
    with transaction():
        prepare_second_step(person_id)
    secret = get_person(person_id).totp_secret
    with transaction():
        prepare_second_step(person_id)
    assert get_person(person_id).totp_secret == secret
    for typed in ("000000", ""):
        with pytest.raises(WrongCode), transaction():
            start_second_step(person_id, paper(typed), NOON, session_id=0)
    assert not get_person(person_id).has_second_step
    assert len(set(set_up(person_id))) == 10
    assert get_person(person_id).has_second_step
    assert not live(other, NOON)
    with pytest.raises(WrongCode), transaction():
        start_second_step(person_id, code_at(person_id, NOON + MINUTE), NOON + MINUTE, session_id=0)


def test_a_code_counts_once_also_for_many_at_once(app: Flask) -> None:
    person_id = make_person().id
    set_up(person_id)
    later = NOON + MINUTE
    code = code_at(person_id, later)

    def use(racer: int) -> bool:
        with transaction():
            use_second_step(person_id, code, later)
        return True

    results = all_at_once(app, use)
    assert results.count(True) == 1
    assert sum(isinstance(result, WrongCode) for result in results) == 7


def test_a_code_on_paper_counts_once_also_for_many_at_once(app: Flask) -> None:
    person_id = make_person().id
    code = set_up(person_id)[3].lower()

    def use(racer: int) -> bool:
        with transaction():
            use_second_step(person_id, paper(code), NOON)
        return True

    results = all_at_once(app, use)
    assert results.count(True) == 1
    assert count_recovery_codes(person_id) == 9
    assert list_messages()[0].kind == "recovery_code_used"


def test_new_codes_on_paper_take_the_place_of_the_old(app: Flask) -> None:
    person_id = make_person().id
    old = set_up(person_id)
    with transaction():
        new = renew_recovery_codes(person_id, paper(old[0]), NOON)
    with pytest.raises(WrongCode), transaction():
        use_second_step(person_id, paper(old[1]), NOON)
    with transaction():
        stop_second_step(person_id, paper(new[0]), NOON)
    assert not get_person(person_id).has_second_step
    assert count_recovery_codes(person_id) == 0
    with pytest.raises(WrongCode), transaction():
        use_second_step(person_id, paper(new[1]), NOON)


def test_nobody_begins_a_session_of_nobody(app: Flask) -> None:
    with pytest.raises(NoSuchPerson), transaction():
        begin_session(7, device="", at=NOON)


def test_ten_tries_then_one_each_six_minutes(app: Flask) -> None:
    def let_through(at: datetime, tries: int) -> int:
        through = 0
        for _ in range(tries):
            try:
                with transaction():
                    count_try(LIMIT, "hoa@example.vn", at)
                through += 1
            except TooManyTries as refusal:
                assert timedelta(0) < refusal.wait <= timedelta(minutes=6)
        return through

    assert let_through(NOON, 12) == 10
    assert let_through(NOON + timedelta(minutes=5, seconds=59), 3) == 0
    assert let_through(NOON + timedelta(minutes=6), 3) == 1
    assert let_through(NOON + timedelta(hours=1), 20) == 9
    with transaction():
        forget_tries(LIMIT, "hoa@example.vn")
        forget_quiet_throttles(NOON + timedelta(days=1))
    assert let_through(NOON + timedelta(hours=1), 20) == 10
    # A clock that was set back does not make anybody wait for that hour to come again.
    assert let_through(NOON - timedelta(days=1), 12) == 10
    with transaction():
        forget_quiet_throttles(NOON + timedelta(days=1))
    assert db.session.scalars(select(Throttle)).all() == []


def test_tries_at_the_same_moment_do_not_slip_through(app: Flask) -> None:
    def attempt(racer: int) -> int:
        through = 0
        for _ in range(5):
            try:
                with transaction():
                    count_try(LIMIT, "hoa@example.vn", NOON)
                through += 1
            except TooManyTries:
                pass
        return through

    results = all_at_once(app, attempt)
    assert sum(result for result in results if isinstance(result, int)) == 10
