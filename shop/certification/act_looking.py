"""Looking at what an act would change, as often as one likes: shown once, kept as long as the register stays the same.

To show it the act is carried out and taken back, which holds up every writer of SQLite meanwhile: a second for an
import of 18,000 goods.
"""

from __future__ import annotations

import json
from datetime import datetime
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Engine

from shop.certification.act_doing import preview_act
from shop.certification.act_requests import Request, to_json
from shop.certification.act_rules import WHOLE_COUNTRY, Preview, Scope
from shop.certification.register_import import register_edition
from shop.database import db
from shop.values.dates import vietnam_day

# Looks that a process keeps, and goods in them: of more, the oldest goes.
MOST_LOOKS, MOST_GOODS = 30, 50_000


def look_at_act(request: Request, *, at: datetime, scope: Scope = WHOLE_COUNTRY) -> Preview:
    """As `preview_act`; the same look again costs one statement until the register or the day is another.

    What stalls do meanwhile may still make the act refuse: a refusal is never kept, and the act asks again.
    """
    with _first:
        looks = _kept.setdefault(db.engine, _Looks())
    key = (json.dumps(to_json(request)), scope.province_code, register_edition(), vietnam_day(at).isoformat())
    return looks.find(key) or looks.make(key, request, at, scope)


class _Looks:
    def __init__(self) -> None:
        self._lock = Lock()
        self._previews: dict[tuple[str | None, ...], Preview] = {}

    def find(self, key: tuple[str | None, ...]) -> Preview | None:
        return self._previews.get(key)

    def make(self, key: tuple[str | None, ...], request: Request, at: datetime, scope: Scope) -> Preview:
        # One at a time: whoever wants the same look waits for it.
        with self._lock:
            if key not in self._previews:
                self._previews[key] = preview_act(request, at=at, scope=scope)
                self._forget_oldest()
            return self._previews[key]

    def _forget_oldest(self) -> None:
        while len(self._previews) > 1 and (
            len(self._previews) > MOST_LOOKS or sum(map(_size, self._previews.values())) > MOST_GOODS
        ):
            del self._previews[next(iter(self._previews))]


def _size(preview: Preview) -> int:
    return sum(map(len, (preview.appears, preview.disappears, preview.stars_change, preview.days_change)))


_kept: WeakKeyDictionary[Engine, _Looks] = WeakKeyDictionary()
_first = Lock()
