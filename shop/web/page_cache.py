"""Public pages are the same for every visitor, so each is made once and kept whole, in front of Flask.

A page is kept for its address (path and query in canonical form; the language is part of the path) and for one
`Moment`: the public version of the catalogue, and the time until the Vietnamese day ends or a certificate begins or
ends, whichever is sooner. The static release cannot change while a process lives. When the moment passes, every page
of it is forgotten. The version is read at most once a second, and before a page is made, so a page made from newer
rows may be kept under an older version for a second, never the other way round.

What browsers and proxies are told: keep the page, but ask before each use (`max-age=0, must-revalidate`). A change
must be visible within two seconds, and nobody can call back a page that was given away with a longer life; asking
costs a 304 without a body, which is answered from memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar
from urllib.parse import parse_qsl, urlencode

from flask import Flask, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from shop import clock
from shop.certification import next_change_after, provisional_pictures
from shop.database import VersionWatch
from shop.values.dates import end_of_day, vietnam_day
from shop.web.compression import CAREFULLY, HASTILY, IDENTITY, choose_encoding
from shop.web.language import Environ, WsgiApplication
from shop.web.page_memory import Headers, Moment, Page, PageMemory

P = ParamSpec("P")
R = TypeVar("R")
Start = Callable[..., Any]

MARK = "shop.page_moment"
CACHE_CONTROL = "public, max-age=0, must-revalidate"
BYTES_PER_PROCESS = 16_000_000
KEPT_STATUSES = ("200 ", "301 ", "302 ", "308 ", "404 ", "410 ")
KEPT_ON_304 = {"ETag", "Cache-Control", "Vary"}
REPLACED = {"content-length", "cache-control", "etag", "vary", "content-encoding"}
# A query with any other name is answered, but not kept: else made-up names would fill the memory.
KEPT_NAMES = {
    "q",
    "group",
    "stars",
    "province",
    "producer",
    "place",
    "min_price",
    "max_price",
    "sort",
    "page",
    "state",
    "lapsing",
}
# What Facebook, Zalo, Google and mail programs add to shared links says nothing about the page.
TRACKING_NAMES = {"fbclid", "gclid", "zarsrc", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"}
LONGEST_ADDRESS = 300
MOST_NAMES = 12


def public_page(view: Callable[P, R]) -> Callable[P, R]:
    """Say that a view's answer is the same for every visitor and may be kept whole.

    Such a view and its templates read nothing of the request but path, query and language: no cookie, no session, no
    other header, no host. Whatever it answers (also "not found") is kept until something public changes; but for what
    was made while the register is painted anew, as goods may be missing from it.
    """

    @wraps(view)
    def marked(*args: P.args, **kwargs: P.kwargs) -> R:
        request.environ[MARK] = current_app.extensions["page_cache"].moments.read()
        before = provisional_pictures()
        answer = view(*args, **kwargs)
        if provisional_pictures() != before:
            del request.environ[MARK]
        return answer

    return marked


def prepare(app: Flask) -> None:
    """Put the kept pages in front of the application."""
    cache = PageCache(app.wsgi_app, Moments(app))
    app.extensions["page_cache"] = cache
    app.wsgi_app = cache  # type: ignore[method-assign]


class Moments:
    """The present moment: the same object as long as nothing public changed and no certificate began or ended."""

    def __init__(self, app: Flask) -> None:
        self.last: Moment | None = None
        self._app = app
        self._lock = Lock()
        self._watch: VersionWatch = app.extensions["public_version"]

    def read(self) -> Moment:
        """The present moment; asks the database only when the watched version is a second old or the time is over."""
        moment = self.last
        if moment is not None and self._watch.is_fresh() and self._still_holds(moment):
            return moment
        with self._lock, self._app.app_context():
            version, moment = self._watch.read(), self.last
            if moment is None or moment.version != version or not self._still_holds(moment):
                moment = self.last = _look(version)
            return moment

    def _still_holds(self, moment: Moment) -> bool:
        return moment.version == self._watch.version and moment.holds_at(clock.now())


class PageCache:
    """The layer itself: answers from memory, or lets the application answer and keeps what is marked as public."""

    def __init__(self, application: WsgiApplication, moments: Moments, limit: int = BYTES_PER_PROCESS) -> None:
        self.application = application
        self.moments = moments
        self.memory = PageMemory(limit)
        self._moment: Moment | None = None

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or path.startswith("/static/"):
            return self.application(environ, start_response)
        query = canonical_query(environ.get("QUERY_STRING", ""))
        address = None
        if query is not None:
            environ["QUERY_STRING"] = query
            address = f"{path}?{query}" if len(path) <= LONGEST_ADDRESS else None
        page = self._find(address) if address else None
        if page is None:
            return self._make(environ, start_response, address)
        return self._answer(environ, start_response, page, address)

    def _find(self, address: str) -> Page | None:
        page = self.memory.find(address)
        if page is None:
            return None
        try:
            moment = self.moments.read()
        except SQLAlchemyError:
            # The application meets the same trouble and says so on a page.
            return None
        self._forget_all_but(moment)
        return page if page.moment is moment else None

    def _keep(self, address: str, page: Page) -> None:
        if page.moment is self.moments.last:
            self._forget_all_but(page.moment)
            self.memory.keep(address, page)

    def _forget_all_but(self, moment: Moment) -> None:
        if moment is not self._moment:
            self._moment = moment
            self.memory.clear()

    def _make(self, environ: Environ, start_response: Start, address: str | None) -> Iterable[bytes]:
        # HEAD is asked as GET, so that it tells the same length and ETag and the next GET finds the page.
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        environ["REQUEST_METHOD"] = "GET"
        held: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            if exc_info is None and MARK in environ and _may_be_kept(status, headers):
                held.append((status, headers))
                return None
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        chunks = self.application(environ, start)
        environ["REQUEST_METHOD"] = "HEAD" if is_head else "GET"
        if held:
            page = _finish(*held[0], _collect(chunks), environ[MARK], CAREFULLY if address else HASTILY)
            return self._answer(environ, start_response, page, address)
        if is_head:
            _close(chunks)
            return []
        return chunks

    def _answer(self, environ: Environ, start_response: Start, page: Page, address: str | None) -> Iterable[bytes]:
        encoding = choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        is_new = encoding not in page.ready
        headers, body = page.in_encoding(encoding)
        if is_new and address:
            self._keep(address, page)
        if _has_it_already(page, environ.get("HTTP_IF_NONE_MATCH")):
            start_response("304 Not Modified", [pair for pair in headers if pair[0] in KEPT_ON_304])
            return []
        start_response(page.status, headers.copy())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _look(version: int) -> Moment:
    now = clock.now()
    day_ends = end_of_day(vietnam_day(now))
    return Moment(version, now, min(day_ends, next_change_after(now) or day_ends))


@lru_cache(maxsize=1024)
def canonical_query(query: str) -> str | None:
    """The query under which a page is kept: no tracking, no empty values, names in order; None if it is odd."""
    if not query:
        return ""
    # Who sends letters without percent signs is understood by Flask, but such bytes must not be encoded once more.
    if len(query) > LONGEST_ADDRESS or not query.isascii():
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_NAMES, errors="strict")
    except ValueError:
        return None
    kept = [(name, value) for name, value in pairs if name not in TRACKING_NAMES]
    if any(name not in KEPT_NAMES for name, _ in kept):
        return None
    return urlencode(sorted(pair for pair in kept if pair[1]))


def _may_be_kept(status: str, headers: Headers) -> bool:
    """May all visitors share the answer? Never when it sets a cookie or, as its Vary says, came from reading one."""
    named = [(name.lower(), value.lower()) for name, value in headers]
    personal = any(name == "set-cookie" or (name == "vary" and "cookie" in value) for name, value in named)
    return status.startswith(KEPT_STATUSES) and not personal


def _has_it_already(page: Page, known: str | None) -> bool:
    """Does If-None-Match name the page, in whatever encoding? Digests are long enough to be looked for as text."""
    return known is not None and page.status.startswith("200 ") and (page.digest in known or known.strip() == "*")


def _finish(status: str, headers: Headers, body: bytes, moment: Moment, effort: dict[str, int]) -> Page:
    kept = [(name, value) for name, value in headers if name.lower() not in REPLACED]
    kept += [("Cache-Control", CACHE_CONTROL), ("Vary", "Accept-Encoding")]
    return Page(status, kept, moment, {IDENTITY: body}, effort)


def _collect(chunks: Iterable[bytes]) -> bytes:
    try:
        return b"".join(chunks)
    finally:
        _close(chunks)


def _close(chunks: Iterable[bytes]) -> None:
    if hasattr(chunks, "close"):
        chunks.close()
