"""What one row of a register file states, once read: the shape that matching and storing work with. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256

from shop.places import PlaceResolution, resolve_printed
from shop.register_files.reasons import Reason
from shop.values.producer_names import ProducerKind

SEPARATOR = "\x1f"


class AwaitingReason(StrEnum):
    """What the source does not state, so that an officer must (ours, domain 0.3)."""

    STARS_UNKNOWN = "stars_unknown"
    YEAR_UNKNOWN = "year_unknown"
    PRODUCER_UNKNOWN = "producer_unknown"


@dataclass(slots=True)
class Statement:
    """One row: a recognition, or a plan, or something too little is said about. Names and places as printed.

    Never changed: "frozen" would say so, and make each of a hundred thousand three times as dear.
    """

    row: int
    name: str
    sheet: str = ""
    group: str | None = None
    producer: str = ""
    kind: ProducerKind | None = None
    commune: str = ""
    district: str = ""
    province: str = ""
    stars: int | None = None
    decided_on: date | None = None
    year: int | None = None
    number: str | None = None
    issuer: str | None = None
    is_planned: bool = False
    cells: Mapping[str, str] = field(default_factory=dict)
    # The fingerprint that it had as printed, where it was corrected or its cells were left behind.
    known_as: str = ""

    @property
    def printed_place(self) -> tuple[str, str, str]:
        """Commune, district and province in the source's words."""
        return self.commune, self.district, self.province

    @property
    def place(self) -> PlaceResolution:
        """Today's place of the printed one."""
        return resolve_printed(*self.printed_place)

    @property
    def awaiting(self) -> tuple[AwaitingReason, ...]:
        """What an officer must find out before this can be a certificate (ours, domain 0.3)."""
        if self.stars is not None and self.year is not None and self.producer:
            return ()  # asked for every row, and the usual case
        missing = {
            AwaitingReason.STARS_UNKNOWN: self.stars is None,
            AwaitingReason.YEAR_UNKNOWN: self.year is None,
            AwaitingReason.PRODUCER_UNKNOWN: not self.producer,
        }
        return tuple(reason for reason, is_missing in missing.items() if is_missing)

    @property
    def fingerprint(self) -> str:
        """Equal for a row that says the same in the same words, wherever it stands in whichever file."""
        if self.known_as:
            return self.known_as
        said = (
            self.name,
            self.producer,
            self.group or "",
            *self.printed_place,
            *(str(part or "") for part in (self.stars, self.decided_on, self.year, self.number, self.issuer)),
            *map("=".join, self.cells.items()),
        )
        return sha256(SEPARATOR.join(said).encode()).hexdigest()


@dataclass(frozen=True)
class RegisterFile:
    """A file that was read: its statements, what is refused, and the lines that were passed over, by row."""

    name: str
    sha256: str
    format: str
    statements: list[Statement]
    refused: list[Reason]
    passed_over: list[tuple[str, int, str]]
