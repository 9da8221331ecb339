"""Who sells at a fair: volunteers without accounts, known to the booths' devices by a PIN.

Devices check the PIN without a network, so its hash lies on them, and four to six digits can be tried out by whoever
takes a tablet apart. It tells colleagues apart; what keeps strangers away is the device's token, which is revoked.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from shop.database import db
from shop.fairs.locking import fresh_fair
from shop.fairs.models import Cashier, Fair
from shop.fairs.refusals import BadPin, NoSuchCashier
from shop.fairs.rules import LONGEST_NAME, is_pin

# A tenth of a second on a cheap tablet, in the browser's own PBKDF2.
ITERATIONS = 200_000
SALT_BYTES = 16


@dataclass(frozen=True)
class HashedPin:
    """What is kept of a PIN; salt and hash in hexadecimal digits."""

    salt: str
    pin_hash: str
    iterations: int


def hash_pin(pin: str, iterations: int = ITERATIONS) -> HashedPin:
    """What is kept of a PIN; before the transaction, as it takes a while. Refuses BadPin."""
    if not is_pin(pin):
        raise BadPin
    salt = secrets.token_bytes(SALT_BYTES)
    return HashedPin(salt.hex(), _derive(pin, salt, iterations), iterations)


def pin_is_right(cashier: Cashier, pin: str) -> bool:
    """Is it their PIN? What devices do in the browser."""
    found = _derive(pin, bytes.fromhex(cashier.salt), cashier.iterations)
    return is_pin(pin) and secrets.compare_digest(found, cashier.pin_hash)


def add_cashier(fair_id: int, name: str, pin: HashedPin, *, at: datetime) -> Cashier:
    """Somebody new, under the fair's next code. Refuses NoSuchFair, FairClosed."""
    fresh_fair(fair_id)
    # Held, so that two who are added at once get two codes.
    db.session.execute(select(Fair.id).where(Fair.id == fair_id).with_for_update())
    added = db.session.execute(select(func.count()).where(Cashier.fair_id == fair_id)).scalar_one()
    cashier = Cashier(fair_id=fair_id, code=f"{added + 1:02d}", name=name[:LONGEST_NAME], made_at=at)
    _keep(cashier, pin)
    db.session.add(cashier)
    db.session.flush()
    return cashier


def change_pin(fair_id: int, cashier_id: int, pin: HashedPin) -> Cashier:
    """They forgot it, or somebody saw it; devices learn it at the next contact. Refuses NoSuchCashier."""
    cashier = get_cashier(fair_id, cashier_id)
    _keep(cashier, pin)
    return cashier


def retire_cashier(fair_id: int, cashier_id: int, *, at: datetime) -> Cashier:
    """They sell no more; their sales keep their code. Refuses NoSuchCashier."""
    cashier = get_cashier(fair_id, cashier_id)
    cashier.retired_at = cashier.retired_at or at
    return cashier


def get_cashier(fair_id: int, cashier_id: int) -> Cashier:
    """One of a fair's cashiers; refuses NoSuchCashier."""
    query = select(Cashier).where(Cashier.id == cashier_id, Cashier.fair_id == fair_id)
    cashier: Cashier | None = db.session.scalar(query)
    if cashier is None:
        raise NoSuchCashier(cashier_id)
    return cashier


def _keep(cashier: Cashier, pin: HashedPin) -> None:
    cashier.salt, cashier.pin_hash, cashier.iterations = pin.salt, pin.pin_hash, pin.iterations


def _derive(pin: str, salt: bytes, iterations: int) -> str:
    return hashlib.pbkdf2_hmac("sha256", pin.encode(), salt, iterations).hex()
