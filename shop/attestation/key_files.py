"""Private keys, one file each in a folder of the instance, and signing with them: the only use of `cryptography`.

Signatures are deterministic (RFC 6979): the same statement on the same day gives the same QR code, and no bad source of
chance can give the key away.
"""

from __future__ import annotations

import hashlib
import os
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

COORDINATE_BYTES = 32
ONLY_OURS = 0o600


@dataclass(frozen=True)
class KeyPair:
    """A new key: its number, its point as JWK writes it, and the private half as it is kept."""

    kid: str
    x: str
    y: str
    private: bytes


def new_key_pair() -> KeyPair:
    """A key that nobody has yet."""
    key = generate_private_key(SECP256R1())
    point = key.public_key().public_numbers()
    x, y = (number.to_bytes(COORDINATE_BYTES) for number in (point.x, point.y))
    return KeyPair(
        kid=hashlib.sha256(x + y).hexdigest()[:8],
        x=_base64(x),
        y=_base64(y),
        private=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )


def keep_private_key(folder: Path, pair: KeyPair) -> None:
    """Write the private half where only this program's user reads it, before the public half is published."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(_path(folder, pair.kid), os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_OURS)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pair.private)
        file.flush()
        os.fsync(file.fileno())


def has_private_key(folder: Path, kid: str) -> bool:
    """Can this machine sign with a key?"""
    return _path(folder, kid).is_file()


def forget_private_keys(folder: Path, *, but: str | None) -> None:
    """Delete all private halves but one: a key that signs no more can only be stolen."""
    for path in folder.glob("*.pem"):
        if path.stem != but:
            path.unlink(missing_ok=True)


def sign(folder: Path, kid: str, message: bytes) -> bytes:
    """The signature as WebCrypto wants it: r and s, 32 bytes each."""
    key = load_pem_private_key(_path(folder, kid).read_bytes(), password=None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise TypeError(f"{_path(folder, kid)} holds no key over P-256")
    r, s = decode_dss_signature(key.sign(message, ECDSA(hashes.SHA256(), deterministic_signing=True)))
    return r.to_bytes(COORDINATE_BYTES) + s.to_bytes(COORDINATE_BYTES)


def _path(folder: Path, kid: str) -> Path:
    return folder / f"{kid}.pem"


def _base64(number: bytes) -> str:
    return urlsafe_b64encode(number).rstrip(b"=").decode()
