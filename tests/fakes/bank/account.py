"""The shop's bank account: rows of what came in, as the service that watches it writes them."""

from __future__ import annotations

import json
import threading
import time
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

VIETNAM = timezone(timedelta(hours=7))
Row = dict[str, Any]


class BankAccount:
    """Rows in order; numbers are never used twice, not even after a restart without the file."""

    def __init__(
        self,
        number: str,
        now: Callable[[], datetime],
        *,
        tell: Callable[[Row], None] = lambda row: None,
        kept_in: Path | None = None,
    ) -> None:
        self.number = number
        self._now, self._tell, self._kept_in = now, tell, kept_in
        self._lock = threading.Lock()
        self._last = int(time.time())
        self.rows: list[Row] = []
        if kept_in and kept_in.is_file():
            self.rows = json.loads(kept_in.read_text())
            self._last = max([self._last, *(row["id"] for row in self.rows)])

    def clear(self) -> None:
        """Forget the rows, not their numbers."""
        with self._lock:
            self.rows = []

    def transfer(self, amount: int, memo: str, *, at: datetime | None = None, **changes: Any) -> Row:
        """Money comes in (or whatever `changes` say) and the shop is told."""
        with self._lock:
            self._last += 1
            moment = (at or self._now()).astimezone(VIETNAM)
            row = {
                "id": self._last,
                "gateway": "Demonstration Bank",
                "transactionDate": moment.strftime("%Y-%m-%d %H:%M:%S"),
                "accountNumber": self.number,
                "subAccount": None,
                "code": None,
                "content": memo,
                "transferType": "in",
                "description": f"BankAPINotify {memo}",
                "transferAmount": amount,
                "accumulated": sum(row["transferAmount"] for row in self.rows) + amount,
                "referenceCode": f"FT{moment:%y%m%d}{self._last % 10**9:09d}",
                **changes,
            }
            self.rows.append(row)
            if self._kept_in:
                fresh = self._kept_in.with_suffix(".new")
                fresh.write_text(json.dumps(self.rows))
                fresh.replace(self._kept_in)
        self._tell(row)
        return row


def as_banks_write(memo: str, sender: str, number: int) -> str:
    """A memo as it arrives: without marks, in capitals, cut at 50 signs, with the bank's own words around it."""
    plain = unicodedata.normalize("NFD", f"{memo}|{sender}".upper().replace("Đ", "D"))
    text, name = "".join(sign for sign in plain if sign.isascii()).split("|", 1)
    return f"MBVCB.{number}.{text[:50]}.CT tu 0011000000000 {name}"
