"""Public pages kept whole: what is kept, what never is, and what browsers are told."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import brotli
import pytest
from flask import Blueprint, Flask, Response, make_response, redirect, request, session
from flask.testing import FlaskClient
from sqlalchemy import text, update
from sqlalchemy.exc import OperationalError

from shop import clock
from shop.database import PublicVersion, db, touch_public_version, transaction
from shop.web import page_cache
from shop.web.page_cache import canonical_query, public_page

LINES = "\n".join(f"<li>Mật ong Bảo Yên {number}</li>" for number in range(200))

counts = itertools.count()


pages = Blueprint("thu", __name__, url_prefix="/thu")


@pages.get("/trang")
@public_page
def numbered() -> str:
    return f"{next(counts)} {LINES} {request.query_string.decode()}"


@pages.get("/rieng")
def unmarked() -> str:
    return f"{next(counts)} {LINES}"


@pages.get("/banh")
@public_page
def with_cookie() -> Response:
    response = make_response(str(next(counts)))
    response.set_cookie("visitor", "1")
    return response


@pages.get("/phien")
@public_page
def with_session() -> str:
    return f"{next(counts)} {session.get('visitor')}"


@pages.get("/lang/<name>")
@public_page
def named(name: str) -> str:
    return f"{next(counts)} {name}"


@pages.get("/<int:code>")
@public_page
def with_status(code: int) -> Any:
    if code in {404, 503}:
        return "missing", code
    return redirect("/thu/trang", code)


@pages.route("/bieu-mau", methods=["GET", "POST"])
@public_page
def form() -> str:
    return str(next(counts))


@pages.get("/to")
@public_page
def huge() -> str:
    return f"{next(counts)} " + LINES * 900


@pytest.fixture
def shop(sqlite_app: Flask) -> Flask:
    """The shop with a few pages more, each answer numbered, so that a kept one can be told from a new one."""
    sqlite_app.register_blueprint(pages)
    return sqlite_app


@pytest.fixture
def visitor(shop: Flask) -> FlaskClient:
    return shop.test_client()


@pytest.fixture
def stopwatch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[float], None]]:
    """Lets seconds pass for the reading of the version, without waiting."""
    passed = [clock.monotonic()]
    monkeypatch.setattr(clock, "monotonic", lambda: passed[0])

    def let_pass(seconds: float) -> None:
        passed[0] += seconds

    yield let_pass


def change_elsewhere(app: Flask) -> None:
    """Another process commits a public change: this one's own counter does not move."""
    with db.engine.begin() as connection:
        connection.execute(update(PublicVersion).values(version=PublicVersion.version + 1))


def test_a_second_visitor_gets_the_kept_page(shop: Flask) -> None:
    first, second = shop.test_client().get("/thu/trang"), shop.test_client().get("/thu/trang")
    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"]


def test_an_unmarked_page_is_never_kept(visitor: FlaskClient) -> None:
    first, second = visitor.get("/thu/rieng"), visitor.get("/thu/rieng")
    assert first.data != second.data
    assert first.headers["Cache-Control"] == "no-store"
    assert "ETag" not in first.headers


def test_browsers_must_ask_before_each_use(visitor: FlaskClient) -> None:
    """A change must be visible within two seconds and nothing may outlive a lapse: so no life of its own at all."""
    for _ in ("made", "kept"):
        response = visitor.get("/thu/trang")
        assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert response.headers["Vary"] == "Accept-Encoding"


def test_headers_that_protect_are_kept_with_the_page(visitor: FlaskClient) -> None:
    made, kept = visitor.get("/thu/trang"), visitor.get("/thu/trang")
    assert dict(made.headers) == dict(kept.headers)
    assert "default-src 'self'" in kept.headers["Content-Security-Policy"]
    assert kept.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_the_page_already_gets_no_body(visitor: FlaskClient, form: str) -> None:
    tag = visitor.get("/thu/trang").headers["ETag"]
    response = visitor.get("/thu/trang", headers={"If-None-Match": form.format(tag)})
    assert (response.status_code, response.data) == (304, b"")
    assert response.headers["ETag"] == tag
    assert "Content-Length" not in response.headers


def test_an_old_tag_gets_the_new_page(visitor: FlaskClient) -> None:
    response = visitor.get("/thu/trang", headers={"If-None-Match": '"0123456789abcdef01234567-br"'})
    assert response.status_code == 200


def test_a_tag_of_one_encoding_answers_for_another(visitor: FlaskClient) -> None:
    tag = visitor.get("/thu/trang", headers={"Accept-Encoding": "br"}).headers["ETag"]
    assert visitor.get("/thu/trang", headers={"If-None-Match": tag, "Accept-Encoding": "gzip"}).status_code == 304


@pytest.mark.parametrize("first", ["GET", "HEAD"])
def test_head_tells_what_get_would(visitor: FlaskClient, first: str) -> None:
    visitor.open("/thu/trang", method=first)
    head, get = visitor.head("/thu/trang"), visitor.get("/thu/trang")
    assert head.data == b""
    assert head.headers["Content-Length"] == str(len(get.data))
    assert dict(head.headers) == dict(get.headers)


def test_head_of_an_unmarked_page_has_no_body(visitor: FlaskClient) -> None:
    response = visitor.head("/thu/rieng")
    assert (response.status_code, response.data) == (200, b"")
    assert int(response.headers["Content-Length"]) > 5_000


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("br;q=0, gzip;q=0", None, bytes),
    ],
)
@pytest.mark.parametrize("address", ["/thu/trang", "/thu/trang?made_up=1"])
def test_each_visitor_gets_the_encoding_asked_for(
    visitor: FlaskClient, accepted: str, encoding: str | None, unpack: Callable[[bytes], bytes], address: str
) -> None:
    visitor.get(address, headers={"Accept-Encoding": "br"})
    for _ in ("first", "again"):
        response = visitor.get(address, headers={"Accept-Encoding": accepted})
        assert response.headers.get("Content-Encoding") == encoding
        assert response.headers["Content-Length"] == str(len(response.data))
        assert LINES in unpack(response.data).decode()


def test_each_language_is_kept_for_itself(visitor: FlaskClient) -> None:
    vietnamese, english = visitor.get("/thu/trang"), visitor.get("/en/thu/trang")
    assert vietnamese.data != english.data
    assert visitor.get("/thu/trang").data == vietnamese.data
    assert visitor.get("/en/thu/trang").data == english.data


def test_a_change_in_this_process_is_visible_at_once(visitor: FlaskClient) -> None:
    before = visitor.get("/thu/trang").data
    with transaction():
        touch_public_version()
    assert visitor.get("/thu/trang").data != before


def test_a_change_elsewhere_is_visible_after_a_second(
    shop: Flask, visitor: FlaskClient, stopwatch: Callable[[float], None]
) -> None:
    before = visitor.get("/thu/trang").data
    change_elsewhere(shop)
    stopwatch(1.01)
    assert visitor.get("/thu/trang").data != before


def test_seconds_without_a_change_keep_the_page(visitor: FlaskClient, stopwatch: Callable[[float], None]) -> None:
    before = visitor.get("/thu/trang").data
    stopwatch(60)
    assert visitor.get("/thu/trang").data == before


def test_a_page_made_while_the_version_moved_is_not_kept(
    shop: Flask, visitor: FlaskClient, stopwatch: Callable[[float], None]
) -> None:
    """The version is read before the page is made; what was made of older rows must not stand for the newer version."""
    change_while_making = [True]

    @shop.get("/thu/cham")
    @public_page
    def slow() -> str:
        if change_while_making:
            change_while_making.clear()
            change_elsewhere(shop)
            stopwatch(2)
            shop.test_client().get("/thu/trang")
        return str(next(counts))

    assert visitor.get("/thu/cham").data != visitor.get("/thu/cham").data
    assert visitor.get("/thu/cham").data == visitor.get("/thu/cham").data


def test_midnight_in_vietnam_ends_every_page(visitor: FlaskClient, set_clock: Callable[[str], None]) -> None:
    set_clock("2026-11-21T23:59:59.999+07:00")
    before = visitor.get("/thu/trang").data
    assert visitor.get("/thu/trang").data == before
    set_clock("2026-11-22T00:00:00+07:00")
    assert visitor.get("/thu/trang").data != before


def test_a_clock_set_back_ends_every_page(visitor: FlaskClient, set_clock: Callable[[str], None]) -> None:
    set_clock("2026-11-21T12:00:00+07:00")
    before = visitor.get("/thu/trang").data
    set_clock("2026-11-21T11:00:00+07:00")
    assert visitor.get("/thu/trang").data != before


def test_a_certificate_that_ends_within_the_day_ends_every_page(
    visitor: FlaskClient, set_clock: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock("2026-11-21T12:00:00+07:00")
    monkeypatch.setattr(page_cache, "next_change_after", lambda at: at.replace(minute=30))
    before = visitor.get("/thu/trang").data
    set_clock("2026-11-21T12:29:59+07:00")
    assert visitor.get("/thu/trang").data == before
    set_clock("2026-11-21T12:30:00+07:00")
    monkeypatch.setattr(page_cache, "next_change_after", lambda at: None)
    assert visitor.get("/thu/trang").data != before


@pytest.mark.parametrize("address", ["/thu/banh", "/thu/phien"])
def test_what_depends_on_the_visitor_is_never_kept(visitor: FlaskClient, address: str) -> None:
    first, second = visitor.get(address), visitor.get(address)
    assert first.data != second.data
    assert first.headers["Cache-Control"] == "no-store"


def test_a_visitor_with_cookies_gets_the_page_of_all(shop: Flask) -> None:
    known = shop.test_client()
    known.set_cookie("__Host-session", "secret")
    assert known.get("/thu/trang").data == shop.test_client().get("/thu/trang").data


@pytest.mark.parametrize(("code", "kept"), [(301, True), (302, True), (404, True), (503, False)])
def test_which_answers_are_kept(visitor: FlaskClient, code: int, kept: bool) -> None:
    response = visitor.get(f"/thu/{code}")
    assert response.status_code == code
    assert (response.headers["Cache-Control"] != "no-store") is kept


def test_a_missing_page_is_never_answered_by_304(visitor: FlaskClient) -> None:
    tag = visitor.get("/thu/404").headers["ETag"]
    assert visitor.get("/thu/404", headers={"If-None-Match": tag}).status_code == 404


def test_posts_pass_by(visitor: FlaskClient) -> None:
    visitor.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    assert visitor.post("/thu/bieu-mau").data != visitor.post("/thu/bieu-mau").data
    assert visitor.get("/thu/bieu-mau").headers["Cache-Control"].startswith("public")
    assert visitor.post("/thu/bieu-mau").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "query", ["made_up=1", "q=" + "a" * 400, "&".join(f"stars={n}" for n in range(20)), "q=%ff", "q=a&x[]=1"]
)
def test_odd_queries_are_answered_and_not_kept(visitor: FlaskClient, query: str) -> None:
    first, second = visitor.get(f"/thu/trang?{query}"), visitor.get(f"/thu/trang?{query}")
    assert first.status_code == second.status_code == 200
    assert first.data != second.data
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_long_path_is_not_kept(visitor: FlaskClient) -> None:
    first, second = (visitor.get("/thu/lang/" + "a" * 400) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.data != second.data


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("q=m%E1%BA%ADt+ong", "q=m%E1%BA%ADt+ong"),
        ("stars=4&group=tea", "group=tea&stars=4"),
        ("stars=5&stars=4", "stars=4&stars=5"),
        ("q=&stars=&page=2", "page=2"),
        ("utm_source=zalo&fbclid=x&q=tea", "q=tea"),
        ("q=a%00b", "q=a%00b"),
        ("q=a;b=c", "q=a%3Bb%3Dc"),
        ("debug=1", None),
        ("q=%ff", None),
    ],
)
def test_the_canonical_query(query: str, canonical: str | None) -> None:
    assert canonical_query(query) == canonical


def test_the_same_page_under_two_spellings_is_made_once(visitor: FlaskClient) -> None:
    assert visitor.get("/thu/trang?stars=4&q=a&utm_source=x").data == visitor.get("/thu/trang?q=a&stars=4&page=").data


def test_a_huge_page_is_answered_but_not_kept(visitor: FlaskClient, shop: Flask) -> None:
    first, second = visitor.get("/thu/to"), visitor.get("/thu/to")
    assert first.data[:5] != second.data[:5]
    assert shop.extensions["page_cache"].memory.weight == 0


def test_many_visitors_at_once_get_whole_pages(shop: Flask) -> None:
    def visit(number: int) -> bool:
        accepted = ("br", "gzip", "identity")[number % 3]
        if number % 20 == 0:
            shop.extensions["page_cache"].memory.clear()
        response = shop.test_client().get(f"/thu/trang?page={number % 5}", headers={"Accept-Encoding": accepted})
        plain = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}[accepted](response.data)
        return response.status_code == 200 and LINES in plain.decode() and plain.endswith(b"page=%d" % (number % 5))

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(visit, range(300)))


def test_without_a_database_kept_pages_do_not_break_the_answer(
    shop: Flask, visitor: FlaskClient, stopwatch: Callable[[float], None]
) -> None:
    """The version cannot be read, so nobody can say that the kept page still holds: the application says so."""
    shop.register_error_handler(OperationalError, lambda error: ("later", 503))
    visitor.get("/thu/trang")
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE public_versions RENAME TO lost"))
    stopwatch(2)
    assert visitor.get("/thu/trang").status_code == 503
