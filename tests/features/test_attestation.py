"""Keys and signed statements: what is signed, by which key, and what becomes of keys."""

from __future__ import annotations

import stat
from base64 import urlsafe_b64decode
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicNumbers
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask

from shop.attestation import (
    KeyAlreadyWithdrawn,
    NoSuchKey,
    SigningKey,
    Statement,
    current_key,
    list_keys,
    read_statement,
    signed_statement,
    withdraw_key,
)
from shop.attestation.key_files import has_private_key
from shop.certification import Certificate
from shop.database import db, read_public_version, transaction
from shop.schedule.keys import keep_signing_key
from tests.factories.register import make_certificate, make_good

NOON = datetime.fromisoformat("2026-11-21T12:00:00+07:00")


def keys_dir(app: Flask) -> Path:
    folder: Path = app.config["SHOP"].keys_dir
    return folder


def checks(key: SigningKey, message: bytes, signature: bytes) -> bool:
    """The verdict of another program than the one that signed: by the published point alone."""
    x, y = (int.from_bytes(urlsafe_b64decode(part + "=")) for part in (key.x, key.y))
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    try:
        EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key().verify(
            encode_dss_signature(r, s), message, ECDSA(SHA256())
        )
    except InvalidSignature:
        return False
    return True


@pytest.fixture
def honey(app: Flask, set_clock: object) -> Certificate:
    set_clock(NOON)  # type: ignore[operator]
    return make_certificate(make_good("Mật ong rừng"), decided_on="2025-03-12", stars=4)


def test_a_statement_says_what_the_register_says(app: Flask, honey: Certificate) -> None:
    keep_signing_key()
    (key,) = list_keys()
    letters = signed_statement(honey, keys_dir(app), NOON)
    assert letters
    read, key_id, message, signature = read_statement(honey.code, letters)
    assert read == Statement(
        code=honey.code,
        stars=4,
        signed_on=date(2026, 11, 21),
        first_day=date(2025, 3, 12),
        last_day=date(2028, 3, 12),
        good="Mật ong rừng",
        producer="HTX Vĩnh Yên",
        province="Lào Cai",
        decision="2585/QĐ-UBND",
    )
    assert key_id.hex() == key.kid
    assert checks(key, message, signature)
    assert not checks(key, message + b" ", signature)
    assert signed_statement(honey, keys_dir(app), NOON) == letters


def test_only_what_is_in_force_is_signed_and_only_with_a_key(app: Flask, honey: Certificate) -> None:
    assert signed_statement(honey, keys_dir(app), NOON) is None
    keep_signing_key()
    assert signed_statement(honey, keys_dir(app), datetime.fromisoformat("2028-03-12T23:59:59+07:00"))
    assert signed_statement(honey, keys_dir(app), datetime.fromisoformat("2028-03-13T00:00:00+07:00")) is None


def test_a_good_without_producer_and_place_of_today(app: Flask) -> None:
    keep_signing_key()
    good = make_good("Trà", producer=None, place=("", "", "tỉnh Không Có"))
    letters = signed_statement(make_certificate(good, year=2025, decision_number=None), keys_dir(app), NOON)
    assert letters
    read = read_statement("", letters)[0]
    assert (read.producer, read.province, read.decision, read.day_is_known) == ("", "tỉnh Không Có", "", False)


def test_a_key_serves_two_years_and_what_it_signed_stays_good(
    app: Flask, honey: Certificate, set_clock: object
) -> None:
    keep_signing_key()
    keep_signing_key()
    (first,) = list_keys()
    letters = signed_statement(honey, keys_dir(app), NOON)
    assert letters
    set_clock(NOON + timedelta(days=729))  # type: ignore[operator]
    keep_signing_key()
    assert len(list_keys()) == 1
    set_clock(NOON + timedelta(days=730))  # type: ignore[operator]
    keep_signing_key()
    second, kept = list_keys()
    assert kept.kid == first.kid
    assert current_key(keys_dir(app)).kid == second.kid  # type: ignore[union-attr]
    assert not has_private_key(keys_dir(app), first.kid)
    assert checks(kept, *read_statement(honey.code, letters)[2:])


def test_the_private_half_is_nobodys_else_and_not_in_the_database(app: Flask) -> None:
    keep_signing_key()
    (path,) = keys_dir(app).glob("*.pem")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys_dir(app).stat().st_mode) == 0o700
    assert {column.name for column in SigningKey.__table__.columns} == {
        "kid", "x", "y", "made_at", "withdrawn_at", "why_withdrawn",
    }  # fmt: skip


def test_a_withdrawn_key_signs_no_more(app: Flask, honey: Certificate) -> None:
    keep_signing_key()
    (key,) = list_keys()
    before = read_public_version()
    with transaction():
        withdraw_key(key.kid, "  the machine was stolen ", NOON)
    db.session.refresh(key)
    assert (key.withdrawn_at, key.why_withdrawn) == (NOON, "the machine was stolen")
    assert read_public_version() > before
    assert signed_statement(honey, keys_dir(app), NOON) is None
    with pytest.raises(KeyAlreadyWithdrawn), transaction():
        withdraw_key(key.kid, "again", NOON)
    with pytest.raises(NoSuchKey), transaction():
        withdraw_key("00000000", "", NOON)


def test_the_commands(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    first = run(args=["keys", "new"]).output.strip()
    second = run(args=["keys", "new"]).output.strip()
    assert sorted(run(args=["keys", "list"]).output.split("\n")[:2]) == sorted(
        line for line in run(args=["keys", "list"]).output.splitlines()
    )
    states = {line.split("\t")[0]: line.split("\t")[2] for line in run(args=["keys", "list"]).output.splitlines()}
    assert states == {first: "counts", second: "signs"}
    assert run(args=["keys", "withdraw", second, "--why", "lost"]).exit_code == 0
    assert "withdrawn" in run(args=["keys", "list"]).output
    assert list(keys_dir(app).glob("*.pem")) == []
    assert run(args=["keys", "withdraw", second, "--why", "lost"]).exit_code == 1
    assert run(args=["keys", "withdraw", "nokey", "--why", "lost"]).exit_code == 1
