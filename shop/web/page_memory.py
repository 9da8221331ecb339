"""Finished pages and the memory that keeps them, bounded by bytes."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from shop.web.compression import CAREFULLY, IDENTITY, is_worth_packing, pack, unpack

Headers = list[tuple[str, str]]
# What an address, the headers and Python's own objects weigh beside the body, about.
WEIGHT_OF_A_PAGE = 2_000
NEWCOMERS_SHARE = 4


@dataclass(frozen=True)
class Moment:
    """What a page depends on beside its address: the public version, and a time in which no certificate changes."""

    version: int
    since: datetime
    until: datetime

    def holds_at(self, instant: datetime) -> bool:
        return self.since <= instant < self.until


@dataclass
class Page:
    """One answer as it leaves, in the encodings that were asked for so far; the plain body goes once it is packed."""

    status: str
    headers: Headers
    moment: Moment
    bodies: dict[str, bytes]
    effort: dict[str, int] = field(default_factory=lambda: CAREFULLY)

    def __post_init__(self) -> None:
        content = self.bodies[IDENTITY] + repr(self.headers).encode()
        self.digest = hashlib.sha256(content).hexdigest()[:24]
        self.is_packable = is_worth_packing(self.bodies[IDENTITY], dict(self.headers).get("Content-Type", ""))
        self.ready: dict[str, tuple[Headers, bytes]] = {}

    @property
    def weight(self) -> int:
        """Bytes of memory, about."""
        return WEIGHT_OF_A_PAGE + sum(map(len, self.bodies.values()))

    def in_encoding(self, encoding: str) -> tuple[Headers, bytes]:
        """Headers and body for one encoding, made at the first request for it."""
        found = self.ready.get(encoding)
        if found is None:
            found = self.ready[encoding] = self._prepare(encoding if self.is_packable else IDENTITY)
        return found

    def _prepare(self, encoding: str) -> tuple[Headers, bytes]:
        body = self.bodies.get(encoding)
        if body is None:
            kept, packed = list(self.bodies.items())[0]  # noqa: RUF015 - one step, so that two threads may do it at once
            body = self.bodies[encoding] = pack(unpack(packed, kept), encoding, self.effort)
            if kept == IDENTITY and IDENTITY not in self.ready:
                self.bodies.pop(IDENTITY, None)
        headers = [*self.headers, ("Content-Length", str(len(body))), ("ETag", f'"{self.digest}-{encoding}"')]
        if encoding != IDENTITY:
            headers.append(("Content-Encoding", encoding))
        return headers, body


class PageMemory:
    """Pages by address; when the bytes run out the least recently used goes first.

    A page asked for once lies among the newcomers, which get a quarter of the room; asked for again it moves to the
    regulars. So a flood of addresses that nobody asks for twice cannot push out the pages that people read.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._lock = Lock()
        self._newcomers = _Part(limit // NEWCOMERS_SHARE)
        self._regulars = _Part(limit - limit // NEWCOMERS_SHARE)

    @property
    def weight(self) -> int:
        """Bytes in use, about."""
        return self._newcomers.weight + self._regulars.weight

    def find(self, address: str) -> Page | None:
        """The page kept for an address; being asked for makes it a regular."""
        with self._lock:
            page = self._regulars.touch(address)
            if page is None:
                page = self._newcomers.take(address)
                if page is not None:
                    self._regulars.put(address, page)
            return page

    def keep(self, address: str, page: Page) -> None:
        """Keep a page; one that would fill more than half of the newcomers' room is not kept."""
        if page.weight > self._newcomers.limit // 2:
            return
        with self._lock:
            part = self._regulars if self._regulars.take(address) else self._newcomers
            part.put(address, page)

    def clear(self) -> None:
        """Forget every page."""
        with self._lock:
            self._newcomers.clear()
            self._regulars.clear()


class _Part:
    """Pages in the order of their last use, with their weight; guarded by its owner's lock."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.weight = 0
        self._pages: OrderedDict[str, tuple[Page, int]] = OrderedDict()

    def touch(self, address: str) -> Page | None:
        found = self._pages.get(address)
        if found is None:
            return None
        self._pages.move_to_end(address)
        return found[0]

    def take(self, address: str) -> Page | None:
        found = self._pages.pop(address, None)
        if found is None:
            return None
        self.weight -= found[1]
        return found[0]

    def put(self, address: str, page: Page) -> None:
        self.take(address)
        self._pages[address] = page, page.weight
        self.weight += page.weight
        while self.weight > self.limit:
            _, (_, weight) = self._pages.popitem(last=False)
            self.weight -= weight

    def clear(self) -> None:
        self._pages.clear()
        self.weight = 0
