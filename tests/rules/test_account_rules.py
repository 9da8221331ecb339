"""Addresses, lifetimes of sessions, passwords, codes: decided without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from shop.accounts.password_hashing import PasswordHasher
from shop.accounts.password_rules import PasswordFault, find_password_fault
from shop.accounts.rules import (
    Role,
    RoleNeedsProducer,
    check_role,
    is_email,
    lifetime_of,
    normal_email,
    session_end,
    veil_email,
)
from shop.accounts.tokens import new_token, token_hash
from shop.accounts.two_step import (
    TypedCode,
    matching_window,
    new_recovery_code,
    normal_recovery_code,
    totp_address,
    window_at,
)

NOON = datetime(2026, 11, 21, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "good"),
    [
        ("hoa@example.vn", True),
        ("Hoa.Le+cho@Mail.Example.VN ", True),
        ("o'hara@example.com", True),
        ("hoa@example", False),
        ("hoa@@example.vn", False),
        ("hoa example@example.vn", False),
        (".hoa@example.vn", False),
        ("hoa..le@example.vn", False),
        ("hoa@-example.vn", False),
        ("hoa@example.vn\nBcc: all@example.vn", False),
        ("hòa@example.vn", False),
        ("a" * 65 + "@example.vn", False),
        ("hoa@" + "a" * 250 + ".vn", False),
        ("", False),
    ],
)
def test_an_address_can_be_written_to(typed: str, good: bool) -> None:
    assert is_email(normal_email(typed)) is good


def test_others_see_an_address_veiled() -> None:
    assert veil_email("hoa@example.vn") == "h•••@example.vn"


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("năm con trâu", None),
        ("trâu ăn cỏ ở đồng xa", None),
        ("correct horse battery staple", None),
        ("x7#kQ92vLm!p", None),
        ("năm con trâ", PasswordFault.TOO_SHORT),
        ("a b c d e f g h", PasswordFault.TOO_COMMON),
        ("x" * 128, PasswordFault.TOO_COMMON),
        ("năm con trâu " * 10, PasswordFault.TOO_LONG),
        ("password1234", PasswordFault.TOO_COMMON),
        ("P a s s w o r d 2026!", PasswordFault.TOO_COMMON),
        ("123456789012", PasswordFault.TOO_COMMON),
        ("0912 345 678 90", PasswordFault.TOO_COMMON),
        ("qwertyuiopas", PasswordFault.TOO_COMMON),
        ("poiuytrewq12", PasswordFault.TOO_COMMON),
        ("1q2w3e4r5t6y", PasswordFault.TOO_COMMON),
        ("abcabcabcabc", PasswordFault.TOO_COMMON),
        ("iloveyou2026", PasswordFault.TOO_COMMON),
        ("Mật khẩu OCOP 2026", PasswordFault.TOO_COMMON),
        ("Chợ Phiên OCOP!", PasswordFault.TOO_COMMON),
        ("Em yêu anh 520!", PasswordFault.TOO_COMMON),
        ("dragondragon", PasswordFault.TOO_COMMON),
        ("hoa.letran2026", PasswordFault.TOO_PERSONAL),
        ("Lê Trần Hoa 1990", PasswordFault.TOO_PERSONAL),
        ("Lê Trần Hoa thích mèo", None),
    ],
)
def test_a_password_is_refused_with_its_reason(password: str, fault: PasswordFault | None) -> None:
    assert find_password_fault(password, email="hoa.letran@example.vn", name="Lê Trần Hoa") is fault


def test_a_password_is_right_however_its_letters_are_put_together() -> None:
    hasher = PasswordHasher(cheap=True)
    stored = hasher.hash("năm con trâu đứng")
    assert stored.startswith("$argon2id$")
    assert hasher.is_right(stored, "na\u0306m con tra\u0302u đu\u031b\u0301ng")
    assert not hasher.is_right(stored, "nam con trau dung")
    assert not hasher.is_right(None, "nobody has this password")
    assert not hasher.is_right("no hash", "năm con trâu đứng")
    assert not hasher.is_right(stored, "x" * 100_000)


def test_a_cheap_hash_is_outdated_for_the_real_shop() -> None:
    assert PasswordHasher().is_outdated(PasswordHasher(cheap=True).hash("năm con trâu đứng"))


@pytest.mark.parametrize(
    ("is_staff", "is_halfway", "seen_after", "lives"),
    [
        (False, False, timedelta(0), timedelta(days=30)),
        (False, False, timedelta(days=300), timedelta(days=330)),
        (True, False, timedelta(0), timedelta(minutes=30)),
        (True, False, timedelta(hours=11), timedelta(hours=11, minutes=30)),
        (True, False, timedelta(hours=11, minutes=45), timedelta(hours=12)),
        (False, True, timedelta(minutes=9), timedelta(minutes=10)),
        (True, True, timedelta(0), timedelta(minutes=10)),
    ],
)
def test_a_session_lives(is_staff: bool, is_halfway: bool, seen_after: timedelta, lives: timedelta) -> None:
    lifetime = lifetime_of(is_staff=is_staff, is_halfway=is_halfway)
    assert session_end(lifetime, NOON, NOON + seen_after) == NOON + lives


@pytest.mark.parametrize(
    ("role", "producer_id", "good"),
    [(Role.PRODUCER, 1, True), (Role.PRODUCER, None, False), (Role.OPERATOR, None, True), (Role.OFFICER, 1, False)],
)
def test_only_the_role_of_a_producer_names_one(role: Role, producer_id: int | None, good: bool) -> None:
    if good:
        check_role(role, producer_id)
    else:
        with pytest.raises(RoleNeedsProducer):
            check_role(role, producer_id)


# RFC 6238, appendix B (SHA-1), cut to six digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert matching_window(RFC_SECRET, TypedCode(code, at)) == seconds // 30
    assert matching_window(RFC_SECRET, TypedCode(f" {code[:3]} {code[3:]} ", at)) == seconds // 30


@pytest.mark.parametrize(("off", "known"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_clock_may_be_a_window_off(off: int, known: bool) -> None:
    code = pyotp.TOTP(RFC_SECRET).at(NOON + timedelta(seconds=off))
    assert (matching_window(RFC_SECRET, TypedCode(code, NOON)) is not None) is known


@pytest.mark.parametrize("typed", ["", "abc", "28708", "2870820"])
def test_what_is_no_code_matches_nothing(typed: str) -> None:
    assert matching_window(RFC_SECRET, TypedCode(typed, datetime.fromtimestamp(59, UTC))) is None


def test_the_app_is_told_shop_and_person() -> None:
    address = totp_address(RFC_SECRET, "lan@example.vn")
    assert address.startswith("otpauth://totp/")
    assert "lan%40example.vn" in address
    assert window_at(datetime.fromtimestamp(60, UTC)) == 2


def test_codes_on_paper_are_read_however_they_are_typed() -> None:
    code = new_recovery_code()
    assert normal_recovery_code(code) == normal_recovery_code(f" {code.lower().replace('-', ' ')} ")
    assert len({new_recovery_code() for _ in range(100)}) == 100


def test_tokens_are_long_and_kept_as_hashes() -> None:
    token = new_token()
    assert len(token) == 43
    assert token not in token_hash(token)
    assert token_hash("\ud800")
