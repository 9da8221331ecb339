"""Tablets become devices of a booth by a code that works once, and speak for it by a token until it is revoked."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from shop.database import db
from shop.fairs.locking import fresh_fair
from shop.fairs.models import Booth, BoothDevice, PairingCode
from shop.fairs.queries import find_booth_by_code, get_booth, get_device
from shop.fairs.refusals import BadPairingCode, NoSuchBooth
from shop.fairs.rules import LONGEST_DEVICE_NAME, Contact, pairing_ends_at
from shop.fairs.sale_body import plain_text
from shop.values.check_letters import ALPHABET
from shop.values.folding import tidy

PAIRING_LETTERS = 8
TOKEN_BYTES = 32
LONGEST_TOKEN = 64
LONGEST_RELEASE = 40


@dataclass(frozen=True)
class Paired:
    """A device and the token that it alone will know."""

    device: BoothDevice
    token: str


def offer_pairing(booth_id: int, *, by: str, at: datetime) -> str:
    """A code to show once, as `ABCD-EFGH`: it pairs one tablet within a quarter of an hour. Refuses NoSuchBooth,
    FairClosed.
    """
    booth = get_booth(booth_id)
    fresh_fair(booth.fair_id)
    letters = "".join(secrets.choice(ALPHABET) for _ in range(PAIRING_LETTERS))
    code = PairingCode(booth_id=booth_id, code_hash=_hash(letters), made_by=by, made_at=at)
    code.expires_at = pairing_ends_at(at)
    db.session.add(code)
    return f"{letters[:4]}-{letters[4:]}"


def pair_device(code: str, *, at: datetime, name: str = "") -> Paired:
    """Make a tablet a device of the booth that the code was made for. Case, spaces and hyphens do not matter.

    Refuses BadPairingCode what is unknown, used, too old, or of a fair that is closed.
    """
    letters = "".join(letter for letter in code.upper() if letter in ALPHABET)
    # One statement decides which of two tablets that send the same code gets it.
    using = (
        update(PairingCode)
        .where(PairingCode.code_hash == _hash(letters), PairingCode.used_at.is_(None), PairingCode.expires_at > at)
        .values(used_at=at)
        .returning(PairingCode.id, PairingCode.booth_id)
        .execution_options(synchronize_session=False)
    )
    used = db.session.execute(using).one_or_none()
    if used is None:
        raise BadPairingCode
    booth = get_booth(used.booth_id)
    if not booth.fair.is_open:
        raise BadPairingCode
    paired = _pair(booth, name, at)
    db.session.execute(
        update(PairingCode)
        .where(PairingCode.id == used.id)
        .values(device_id=paired.device.id)
        .execution_options(synchronize_session=False)
    )
    return paired


def pair_at_terminal(booth_code: str, *, at: datetime) -> Paired:
    """The same for whoever has a terminal of the server. Refuses NoSuchBooth, FairClosed."""
    booth = find_booth_by_code(booth_code)
    if booth is None:
        raise NoSuchBooth(booth_code)
    fresh_fair(booth.fair_id)
    return _pair(booth, "", at)


def revoke_device(device_id: int, *, at: datetime) -> BoothDevice:
    """The token counts no more; what the device had not sent can still be exported from it. Refuses NoSuchDevice."""
    device = get_device(device_id)
    device.revoked_at = device.revoked_at or at
    return device


def rename_device(device_id: int, name: str) -> BoothDevice:
    """What people call it. Refuses NoSuchDevice."""
    device = get_device(device_id)
    device.name = _device_name(name)
    return device


def find_device_of_token(token: str) -> BoothDevice | None:
    """The device, with its booth and fair, also when it was revoked: ask `is_live`. None for any other token."""
    if not token.isascii() or len(token) > LONGEST_TOKEN:
        return None
    query = select(BoothDevice).where(BoothDevice.token_hash == _hash(token))
    return db.session.scalars(query.options(joinedload(BoothDevice.booth).joinedload(Booth.fair))).one_or_none()


def note_contact(device_id: int, contact: Contact, *, at: datetime) -> None:
    """Keep what a device told of itself; what it did not tell stays as it was."""
    told: dict[str, object] = {
        "clock_offset_ms": contact.clock_offset_ms,
        "unsent_count": contact.unsent_count,
        "release": contact.release and plain_text(contact.release, LONGEST_RELEASE),
        "snapshot_version": contact.snapshot_version and plain_text(contact.snapshot_version, LONGEST_RELEASE),
    }
    values = {name: value for name, value in told.items() if value is not None}
    statement = update(BoothDevice).where(BoothDevice.id == device_id).values(last_contact_at=at, **values)
    db.session.execute(statement)


def _pair(booth: Booth, name: str, at: datetime) -> Paired:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    device = BoothDevice(booth=booth, name=_device_name(name), token_hash=_hash(token), paired_at=at)
    db.session.add(device)
    db.session.flush()
    return Paired(device, token)


def _device_name(name: str) -> str:
    return tidy(name)[:LONGEST_DEVICE_NAME]


def _hash(secret: str) -> str:
    # The secrets are drawn at random and long: a slow hash would add nothing.
    return hashlib.sha256(secret.encode()).hexdigest()
