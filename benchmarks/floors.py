"""The floors: bytes that are ready, a page from constants, and the same pages from raw SQL, each a bare Flask route.

Started by the same server command as the shop; SKETCH_DATABASE names the sketch's database.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from itertools import groupby
from typing import Any

import psycopg
from flask import Flask, Response, render_template, request
from psycopg.rows import dict_row

from benchmarks.sketch import CARD, COLUMNS, make_rows

app = Flask(__name__)
app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
DATABASE = os.environ["SKETCH_DATABASE"]
IS_SQLITE = not DATABASE.startswith("host=")
MARK = "?" if IS_SQLITE else "%s"
LIST = f"SELECT {CARD} FROM goods ORDER BY id DESC LIMIT 24 OFFSET {MARK}"  # noqa: S608 - constants only
GROUP = f"SELECT {CARD} FROM goods WHERE grp = {MARK} ORDER BY price, id LIMIT 24"  # noqa: S608
PACKS = f"SELECT label, price_words, on_hand FROM packs WHERE good = {MARK}"  # noqa: S608
PRODUCT = f"SELECT {CARD}, id, grp, province, story FROM goods WHERE slug = {MARK}"  # noqa: S608
RELATED = f"SELECT {CARD} FROM goods WHERE grp = {MARK} ORDER BY price, id LIMIT 9"  # noqa: S608
FACETS = f"SELECT kind, value, count FROM facets WHERE scope = {MARK} ORDER BY kind, count DESC"  # noqa: S608
SEARCH = (
    f"SELECT {CARD} FROM goods JOIN (SELECT rowid AS number, rank AS near FROM found WHERE found MATCH ? "  # noqa: S608
    "ORDER BY rank LIMIT 24) ON id = number ORDER BY near"
    if IS_SQLITE
    else f"SELECT {CARD} FROM goods WHERE to_tsvector('simple', folded) @@ to_tsquery('simple', %s) "  # noqa: S608
    "ORDER BY stars DESC, id LIMIT 24"
)
ENTRIES = [(f"/muc-{number}", f"Mục lục số {number}") for number in range(8)]
app.jinja_env.globals["entries"] = ENTRIES

CONSTANTS = [dict(zip(COLUMNS, row, strict=True)) for row in make_rows(24)]
CONSTANT_FACETS = [
    {"kind": kind, "value": f"{kind}-{number}", "count": number}
    for kind, size in (("group", 11), ("province", 34), ("stars", 3))
    for number in range(size)
]

_connections = threading.local()


def ask(statement: str, *values: object) -> list[Any]:
    """Rows by column name, over this thread's own connection."""
    connection = getattr(_connections, "connection", None)
    if connection is None:
        connection = _connections.connection = _connect()
    return list(connection.execute(statement, values).fetchall())


def _connect() -> Any:
    if not IS_SQLITE:
        return psycopg.connect(DATABASE, autocommit=True, row_factory=dict_row)
    connection = sqlite3.connect(DATABASE)
    connection.row_factory = sqlite3.Row
    return connection


def render_list(cards: list[Any], counts: list[Any]) -> str:
    """The list page that all floors share."""
    facets = [
        (kind, [(row["value"], row["count"]) for row in rows])
        for kind, rows in groupby(counts, key=lambda row: row["kind"])
    ]
    total = sum(count for kind, values in facets if kind == "stars" for _, count in values)
    return render_template("list.html", cards=cards, facets=facets, total=total)


with app.app_context():
    READY = render_list(CONSTANTS, CONSTANT_FACETS).encode()


@app.get("/ready")
def ready() -> Response:
    """Bytes of the same length as a page, made beforehand."""
    return Response(READY, mimetype="text/html")


@app.get("/jinja")
def jinja() -> str:
    """The list from constants."""
    return render_list(CONSTANTS, CONSTANT_FACETS)


@app.get("/list")
def goods() -> str:
    """The list from data, any page of it."""
    return render_list(ask(LIST, 24 * (request.args.get("page", 1, int) - 1)), ask(FACETS, "all"))


@app.get("/group/<name>")
def group(name: str) -> str:
    """One group, by price."""
    return render_list(ask(GROUP, name), ask(FACETS, name))


@app.get("/product/<slug>")
def product(slug: str) -> str:
    """One good with its packs, its facts, and nine like it: about as much as the shop's page prints."""
    (card,) = ask(PRODUCT, slug)
    facts = [("Mã", card["certificate"]), ("Sao", card["stars"]), ("Hạn", card["until_words"]), ("Nơi", card["place"])]
    structured = {"@type": "Product", "name": card["name"], "sku": card["slug"], "price": card["price"]}
    return render_template(
        "product.html",
        card=card,
        facts=facts * 4,
        packs=ask(PACKS, card["id"]),
        structured=structured,
        cards=ask(RELATED, card["grp"]),
    )


@app.get("/search")
def search() -> str:
    """Goods whose folded name has all words or their beginnings."""
    words = request.args["q"].split()
    wanted = " ".join(f"{word}*" for word in words) if IS_SQLITE else " & ".join(f"{word}:*" for word in words)
    return render_list(ask(SEARCH, wanted), ask(FACETS, "all"))
