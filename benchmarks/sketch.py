"""The sketch's own table: one flat row a good, just the columns that its pages print, and counts made beforehand.

This is about the least that a page with data can cost: no joins, no ORM, no rule about time.
"""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

GROUPS = ("fresh", "raw", "processed", "spice", "tea", "coffee", "spirits", "drinks", "herbal", "crafts", "plants")
PROVINCES = tuple(f"tinh-{number:02d}" for number in range(34))
NAMES = {
    "mat ong": "Mật ong",
    "che xanh": "Chè xanh",
    "gao nep": "Gạo nếp",
    "thit trau say": "Thịt trâu sấy",
    "ca phe": "Cà phê",
    "ruou": "Rượu",
    "tinh dau": "Tinh dầu",
    "mien dong": "Miến dong",
    "nuoc mam": "Nước mắm",
    "tuong ot": "Tương ớt",
}
SORTS = {"rung": "rừng", "co truyen": "cổ truyền", "hao hang": "hảo hạng", "sach": "sạch", "ban dia": "bản địa"}
PLACES = ("Nghĩa Đô, Lào Cai", "Bảo Yên, Lào Cai", "Xuân Hòa, Lào Cai", "Thượng Minh, Thái Nguyên", "Lục Nam, Bắc Ninh")
CARD = "slug, name, kind, stars, producer, place, certificate, until, until_words, price, price_words, unit_price_words"
COLUMNS = {
    "id": "integer PRIMARY KEY",
    "slug": "text UNIQUE",
    "name": "text",
    "folded": "text",
    "kind": "text",
    "grp": "text",
    "stars": "integer",
    "province": "text",
    "producer": "text",
    "place": "text",
    "certificate": "text",
    "until": "text",
    "until_words": "text",
    "price": "integer",
    "price_words": "text",
    "unit_price_words": "text",
    "story": "text",
}
TABLES = (
    f"CREATE TABLE goods ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})",
    "CREATE TABLE facets (scope text, kind text, value text, count integer, PRIMARY KEY (scope, kind, value))",
    "CREATE TABLE packs (good integer, label text, price_words text, on_hand integer)",
    "CREATE INDEX packs_by_good ON packs (good)",
    "CREATE INDEX goods_by_price ON goods (grp, price, id)",
)


def fill_sqlite(path: Path, count: int) -> None:
    """A database file with that many goods and an FTS5 index over their folded names."""
    with sqlite3.connect(path) as connection:
        for statement in TABLES:
            connection.execute(statement)
        connection.execute("CREATE VIRTUAL TABLE found USING fts5 (folded, content='', tokenize='unicode61')")
        rows = list(make_rows(count))
        marks = ", ".join("?" * len(COLUMNS))
        connection.executemany(f"INSERT INTO goods VALUES ({marks})", rows)  # noqa: S608 - only question marks
        connection.executemany("INSERT INTO found (rowid, folded) VALUES (?, ?)", [(row[0], row[3]) for row in rows])
        connection.executemany("INSERT INTO packs VALUES (?, ?, ?, ?)", make_packs(rows))
        connection.executemany("INSERT INTO facets VALUES (?, ?, ?, ?)", count_facets(rows))
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("ANALYZE")


def fill_postgresql(address: str, count: int) -> None:
    """The same goods in PostgreSQL, with a GIN index over their folded names."""
    with psycopg.connect(address) as connection:
        for statement in TABLES:
            connection.execute(statement.encode())
        connection.execute("CREATE INDEX goods_found ON goods USING gin (to_tsvector('simple', folded))")
        rows = list(make_rows(count))
        with connection.cursor().copy("COPY goods FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        with connection.cursor().copy("COPY packs FROM STDIN") as copy:
            for pack in make_packs(rows):
                copy.write_row(pack)
        with connection.cursor().copy("COPY facets FROM STDIN") as copy:
            for facet in count_facets(rows):
                copy.write_row(facet)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def make_rows(count: int) -> Iterator[tuple[Any, ...]]:
    """That many goods, always the same ones."""
    chance = random.Random(count)  # noqa: S311 - only wants to be the same each time
    for number in range(1, count + 1):
        (folded, name), (sort, sort_name) = chance.choice(list(NAMES.items())), chance.choice(list(SORTS.items()))
        price = chance.randrange(20, 900) * 1000
        producer = f"Hợp tác xã nông nghiệp số {chance.randrange(1, count // 3 + 2)}"
        year, month, day = 2027 + number % 3, 1 + number % 12, 1 + number % 28
        yield (
            number,
            f"{folded.replace(' ', '-')}-{number}",
            f"{name} {sort_name} số {number}",
            f"{folded} {sort} so {number}",
            folded.replace(" ", "-"),
            GROUPS[chance.randrange(len(GROUPS))],
            chance.choice((3, 3, 3, 4, 4, 5)),
            PROVINCES[chance.randrange(len(PROVINCES))],
            producer,
            chance.choice(PLACES),
            f"C{number:08d}",
            f"{year}-{month:02d}-{day:02d}",
            f"{day:02d}/{month:02d}/{year}",
            price,
            f"{price // 1000}.000 ₫",
            f"{price // 5000}.000 ₫",
            "Sản phẩm làm từ nguyên liệu trồng tại địa phương, chế biến trong ngày. " * 8,
        )


def make_packs(rows: list[tuple[Any, ...]]) -> list[tuple[int, str, str, int]]:
    """Two packs of every good."""
    return [(row[0], f"Gói {size} g", row[14], row[0] % 40) for row in rows for size in (250, 500)]


def count_facets(rows: list[tuple[Any, ...]]) -> list[tuple[str, str, str, int]]:
    """Counts by group, stars and province, over all goods and within each group."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        for scope in ("all", row[5]):
            counts.update(((scope, "group", row[5]), (scope, "stars", str(row[6])), (scope, "province", row[7])))
    return [(*key, count) for key, count in sorted(counts.items())]
