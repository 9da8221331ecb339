"""What an officer asks for, as a value: shown beforehand, done, or kept until a second person agrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, get_args, get_type_hints

from shop.certification.rules import RevocationGround

Codes = tuple[str, ...]


@dataclass(frozen=True)
class Award:
    """A recognition by a decision. Whether it renews, upgrades or downgrades follows from the one before."""

    good_id: int
    stars: int
    decided_on: date
    decision_number: str
    issuer: str


@dataclass(frozen=True)
class Extend:
    """Certificates that count through a later day, by one paper (QĐ26 Art. 12.3)."""

    codes: Codes
    last_day: date


@dataclass(frozen=True)
class Revoke:
    """Certificates that end at once, by one paper and on one ground (QĐ26 Art. 8)."""

    codes: Codes
    ground: RevocationGround


@dataclass(frozen=True)
class Complete:
    """The day of a recognition of which the source states only the year."""

    code: str
    decided_on: date


@dataclass(frozen=True)
class CorrectCertificate:
    """What a certificate should have said, all of it: the wrong one is withdrawn, the right one takes its place.

    `decided_on` None: only the year is known still, `decided_year`.
    """

    code: str
    stars: int
    decided_on: date | None
    decision_number: str | None
    issuer: str | None
    decided_year: int | None = None


@dataclass(frozen=True)
class CorrectGood:
    """What a good's entry should say, all of it. The words of the sources stay as they were printed."""

    good_id: int
    name: str
    group: str | None
    producer_id: int | None
    province_code: str | None
    commune_code: str | None


@dataclass(frozen=True)
class Merge:
    """Two entries are one good: everything of `gone_id` goes to `kept_id`, and its address leads there."""

    kept_id: int
    gone_id: int


@dataclass(frozen=True)
class Split:
    """One entry is two goods: these certificates, with the rows that state them, go to a new one."""

    good_id: int
    codes: Codes
    name: str
    producer_id: int | None


@dataclass(frozen=True)
class Undo:
    """Take an act back. Its evidence is the reason."""

    act_id: int


Request = Award | Extend | Revoke | Complete | CorrectCertificate | CorrectGood | Merge | Split | Undo
_CLASSES: dict[str, type[Any]] = {one.__name__: one for one in get_args(Request)}


def to_json(request: Request) -> dict[str, Any]:
    """The request as plain values."""
    values = {
        name: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
        for name, value in asdict(request).items()
    }
    return {"request": type(request).__name__, **values}


def from_json(plain: Mapping[str, Any]) -> Request:
    """The request that was made into plain values."""
    made = _CLASSES[plain["request"]]
    kinds = get_type_hints(made)
    request: Request = made(**{field.name: _read(kinds[field.name], plain.get(field.name)) for field in fields(made)})
    return request


def _read(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if kind in (date, date | None):
        return date.fromisoformat(value)
    if kind is Codes:
        return tuple(value)
    return RevocationGround(value) if kind is RevocationGround else value
