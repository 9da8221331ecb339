"""Counts that the programme's own documents state and that the register's rows bear out: shown on pages by origin.

A count is made from the rows that quote one document, never typed in. A plan counts for its district, a round of
recognition for its province. What the rows cannot show stays unsaid: docs/seed-facts.md goes through every count.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select

from shop.certification.models import RegisterRow
from shop.database import db
from shop.places import place_ids_of, resolve_printed
from shop.values.folding import vietnamese_sort_key

# The five documents of the programme from which the shop began, as data/ocop_register.csv names them.
DOCUMENTS = (
    "000_e168ef853555d222.txt",
    "001_24a527bd2c594bc4.txt",
    "002_b4e9cb10cba12847.txt",
    "003_bd90b6607426f91a.txt",
    "004_0489b18ca8de1244.txt",
)
_YEAR = re.compile(r"\b(?:in|of) (20\d\d)\b")


class Counted(StrEnum):
    """What a document says of the goods that it lists."""

    PLANNED = "planned"
    DUE = "due"
    RANKED = "ranked"
    RECOGNISED = "recognised"


_BY_FIRST_WORDS = (
    ("planned", Counted.PLANNED),
    ("due for re-evaluation", Counted.DUE),
    ("ranked", Counted.RANKED),
    ("recognised", Counted.RECOGNISED),
)
_OF_A_DISTRICT = (Counted.PLANNED, Counted.DUE)


@dataclass(frozen=True)
class DocumentRow:
    """One row of the register that quotes a document, in the source's words; empty where it is silent."""

    name: str
    producer: str
    district: str
    province: str
    stars: str
    year: str
    note: str
    document: str


@dataclass(frozen=True)
class DocumentCount:
    """So many goods, of one year and (for ranked and recognised ones) one number of stars, at one place.

    `place` is printed as the document has it; `by_producer` is empty where the document names none.
    """

    counted: Counted
    year: int
    stars: int | None
    total: int
    place: str
    place_ids: frozenset[str]
    goods: tuple[str, ...]
    by_producer: tuple[tuple[str, int], ...]
    document: str


class _Key(NamedTuple):
    """What rows have in common that are counted together."""

    document: str
    counted: Counted
    year: int
    stars: int | None
    district: str
    province: str


def count_documents(rows: Iterable[DocumentRow]) -> tuple[DocumentCount, ...]:
    """The counts that these rows bear out, in the order of the documents. Rows without a year count for nothing."""
    groups: defaultdict[_Key, list[DocumentRow]] = defaultdict(list)
    for row in rows:
        counted = next((counted for words, counted in _BY_FIRST_WORDS if row.note.startswith(words)), None)
        year = row.year or "".join(_YEAR.findall(row.note)[:1])
        if counted is None or not year:
            continue
        stars = int(row.stars) if row.stars else None
        district = row.district if counted in _OF_A_DISTRICT else ""
        groups[_Key(row.document, counted, int(year), stars, district, row.province)].append(row)
    return tuple(_count(key, listed) for key, listed in sorted(groups.items(), key=lambda group: str(group[0])))


def document_counts(place_ids: frozenset[str]) -> list[DocumentCount]:
    """The counts to show on the page of these places of today or of before; one statement."""
    return [count for count in count_documents(_document_rows()) if count.place_ids & place_ids]


def _count(key: _Key, rows: list[DocumentRow]) -> DocumentCount:
    ids = place_ids_of(resolve_printed("", key.district, key.province))
    makers = Counter(row.producer for row in rows if row.producer)
    return DocumentCount(
        counted=key.counted,
        year=key.year,
        stars=key.stars,
        total=len(rows),
        place=key.district or key.province,
        place_ids=frozenset(id_ for id_ in ids if not key.district or id_.startswith("fd:")),
        goods=tuple(sorted((row.name for row in rows), key=vietnamese_sort_key)),
        by_producer=tuple(makers.most_common()) if sum(makers.values()) == len(rows) else (),
        document=key.document,
    )


def _document_rows() -> list[DocumentRow]:
    source = RegisterRow.cells["source"].as_string()
    found = db.session.scalars(
        select(RegisterRow.cells).where(source.in_(DOCUMENTS), RegisterRow.counts).order_by(RegisterRow.id)
    )
    return [
        DocumentRow(
            *(str(cells.get(column) or "") for column in ("product_name", "producer_name", "district", "province")),
            *(str(cells.get(column) or "") for column in ("stars", "recognised_year", "status_note", "source")),
        )
        for cells in found
    ]
