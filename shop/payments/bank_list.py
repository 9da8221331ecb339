"""The bank's own list of transfers, asked for where its service has one: what a lost webhook would have told."""

from __future__ import annotations

from datetime import datetime

import requests

from shop.database import leave_database
from shop.payments.refusals import BankUnavailable
from shop.values.dates import VIETNAM
from shop.values.json_text import read_json

SECONDS_TO_WAIT = 10.0
LARGEST_ANSWER = 2 * 1024 * 1024
ROWS_A_PAGE = 100
MOST_PAGES = 20


def fetch_bank_list(url: str, token: str, *, begins: datetime) -> list[object]:
    """The rows since an instant, in the form of the service's webhook, page by page. Refuses BankUnavailable.

    Asked with `from` (time in Vietnam), `since_id` (only higher numbers) and `limit`. Called outside of transactions.
    """
    leave_database()
    rows: list[object] = []
    since = 0
    for _ in range(MOST_PAGES):
        page = _fetch_page(url, token, {"from": _words(begins), "since_id": str(since), "limit": str(ROWS_A_PAGE)})
        rows += page
        last = max((number for row in page if (number := _number(row)) is not None), default=since)
        # A service that knows no pages sends the same again.
        if len(page) < ROWS_A_PAGE or last <= since:
            break
        since = last
    return rows


def _fetch_page(url: str, token: str, query: dict[str, str]) -> list[object]:
    headers = {"Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        # Nobody else's address is ever followed: the token would go along.
        answer = requests.get(url, query, headers=headers, timeout=SECONDS_TO_WAIT, allow_redirects=False)
        is_whole = answer.status_code == 200 and len(answer.content) <= LARGEST_ANSWER
        content = read_json(answer.text) if is_whole else None
    except (requests.RequestException, ValueError, RecursionError) as error:
        raise BankUnavailable(type(error).__name__) from error
    rows = content.get("transactions") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        raise BankUnavailable(f"status {answer.status_code}, no list")
    return rows


def _number(row: object) -> int | None:
    number = row.get("id") if isinstance(row, dict) else None
    return int(number) if isinstance(number, int | str) and str(number).isdecimal() else None


def _words(instant: datetime) -> str:
    return f"{instant.astimezone(VIETNAM):%Y-%m-%d %H:%M:%S}"
