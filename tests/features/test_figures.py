"""The counts of the programme's documents: those that the register's rows bear out, and no other."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from flask import Flask

from shop.certification.figures import DOCUMENTS, Counted, DocumentCount, DocumentRow, count_documents, document_counts
from shop.places import find_place, find_place_by_id

REGISTER = Path(__file__).parents[2] / "data" / "ocop_register.csv"


def rows() -> list[DocumentRow]:
    with REGISTER.open(encoding="utf-8-sig", newline="") as file:
        return [
            DocumentRow(
                name=row["product_name"],
                producer=row["producer_name"],
                district=row["district"],
                province=row["province"],
                stars=row["stars"],
                year=row["recognised_year"],
                note=row["status_note"],
                document=row["source"],
            )
            for row in csv.DictReader(file)
            if row["source"] in DOCUMENTS
        ]


def facts(count: DocumentCount) -> tuple[str, str, int, int | None, int]:
    return count.place, count.counted.value, count.year, count.stars, count.total


def test_exactly_these_counts_stand() -> None:
    """S02, S01, S09 and S26 of the documents' counts; see docs/seed-facts.md for the others."""
    assert [facts(count) for count in count_documents(rows())] == [
        ("huyện Bảo Yên", "due", 2024, None, 7),
        ("huyện Bảo Yên", "planned", 2024, None, 8),
        ("Lào Cai", "ranked", 2022, 4, 5),
        ("Bắc Kạn", "recognised", 2023, 4, 4),
    ]


def test_the_makers_behind_a_count_are_told_where_all_are_named() -> None:
    due, planned, _, recognised = count_documents(rows())
    assert sorted(number for _, number in due.by_producer) == [1, 1, 2, 3]
    assert planned.by_producer == ()
    assert [number for _, number in recognised.by_producer] == [3, 1]


def test_a_row_without_a_year_counts_for_nothing() -> None:
    row = DocumentRow("Mật ong", "", "", "Bắc Kạn", "4", "", "recognised", DOCUMENTS[3])
    assert count_documents([row]) == ()
    assert count_documents([DocumentRow("Mật ong", "", "", "Bắc Kạn", "4", "2023", "other", DOCUMENTS[3])]) == ()


@pytest.mark.parametrize(
    ("province", "place", "expected"),
    [
        ("lao-cai", "bao-yen", {(Counted.DUE, 7), (Counted.PLANNED, 8)}),
        ("bac-ninh", "luc-nam", set()),
        ("tuyen-quang", "dong-van", set()),
    ],
)
def test_the_pages_of_districts(
    demonstration: Flask, province: str, place: str, expected: set[tuple[Counted, int]]
) -> None:
    found = find_place(province, place)
    assert found is not None
    with demonstration.app_context():
        assert {(count.counted, count.total) for count in document_counts(found.member_ids)} == expected


@pytest.mark.parametrize(
    ("place_id", "expected"),
    [
        ("p:15", {(Counted.RANKED, 5)}),
        ("p:19", {(Counted.RECOGNISED, 4)}),
        ("fp:bac-kan", {(Counted.RECOGNISED, 4)}),
        ("p:24", set()),
    ],
)
def test_the_pages_of_provinces(demonstration: Flask, place_id: str, expected: set[tuple[Counted, int]]) -> None:
    found = find_place_by_id(place_id)
    assert found is not None
    with demonstration.app_context():
        assert {(count.counted, count.total) for count in document_counts(found.member_ids)} == expected
