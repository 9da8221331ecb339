"""The bank's own list of transfers, asked for where its service has one: what a lost webhook would have told."""

from __future__ import annotations

import requests

from shop.database import leave_database
from shop.payments.refusals import BankUnavailable

SECONDS_TO_WAIT = 10.0
LARGEST_ANSWER = 2 * 1024 * 1024


def fetch_bank_list(url: str, token: str) -> list[object]:
    """The rows that the service lists now, in the form of its webhook. Refuses BankUnavailable.

    Called outside of transactions only.
    """
    leave_database()
    headers = {"Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        # Nobody else's address is ever followed: the token would go along.
        answer = requests.get(url, headers=headers, timeout=SECONDS_TO_WAIT, allow_redirects=False)
        content = answer.json() if answer.status_code == 200 and len(answer.content) <= LARGEST_ANSWER else None
    except (requests.RequestException, ValueError) as error:
        raise BankUnavailable(type(error).__name__) from error
    rows = content.get("transactions") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        raise BankUnavailable(f"status {answer.status_code}, no list")
    return rows
