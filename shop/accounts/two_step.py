"""The second step of a login: codes of an authenticator app (TOTP, RFC 6238), and codes on paper for its loss."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp

ISSUER = "Chợ Phiên OCOP"
WINDOW_SECONDS = 30
# A phone's clock may be a window off.
TOLERATED_WINDOWS = (0, -1, 1)
RECOVERY_CODES = 10
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_NOT_A_DIGIT = re.compile(r"[^0-9]")
_NOT_A_SIGN = re.compile(r"[^0-9A-Z]")


def new_totp_secret() -> str:
    """160 random bits, as authenticator apps read them."""
    return pyotp.random_base32()


def totp_address(secret: str, email: str) -> str:
    """What the QR code for the app holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def window_at(at: datetime) -> int:
    """The number of the 30-second window of an instant."""
    return int(at.timestamp()) // WINDOW_SECONDS


@dataclass(frozen=True)
class TypedCode:
    """What was typed, and when by the clocks of phones: the demonstration's clock may stand elsewhere."""

    text: str
    at: datetime


def matching_window(secret: str, typed: TypedCode) -> int | None:
    """The window whose code was typed: the present one or a neighbour; None if none."""
    code = _NOT_A_DIGIT.sub("", typed.text)
    now = window_at(typed.at)
    totp = pyotp.TOTP(secret)
    matching = [w for w in TOLERATED_WINDOWS if hmac.compare_digest(totp.generate_otp(now + w), code)]
    return now + matching[0] if matching else None


def new_recovery_code() -> str:
    """One code for paper, about 59 random bits, without letters that look alike: `7KQ4-M2XN-9TRA`."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return "-".join((signs[:4], signs[4:8], signs[8:]))


def normal_recovery_code(typed: str) -> str:
    """The code as it is hashed: capital letters and digits only."""
    return _NOT_A_SIGN.sub("", typed.upper())
