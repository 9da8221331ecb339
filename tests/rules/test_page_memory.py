"""The memory of finished pages: bounded by bytes, and not to be flooded."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from shop.web.page_memory import WEIGHT_OF_A_PAGE, Moment, Page, PageMemory

DAY = Moment(1, datetime(2026, 11, 21, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC))
LIMIT = 100_000


def make_page(length: int = 1_000, content_type: str = "text/html", text: str = "x") -> Page:
    return Page("200 OK", [("Content-Type", content_type)], DAY, {"identity": text.encode() * length})


def test_a_kept_page_is_found() -> None:
    memory, page = PageMemory(LIMIT), make_page()
    memory.keep("/a?", page)
    assert memory.find("/a?") is page
    assert memory.find("/b?") is None


def test_what_was_used_longest_ago_goes_first() -> None:
    memory = PageMemory(4 * 3 * (1_000 + WEIGHT_OF_A_PAGE))
    for name in "abcd":
        memory.keep(name, make_page())
    assert memory.find("a") is None
    assert memory.find("d") is not None


def test_a_flood_of_addresses_asked_once_leaves_what_people_read() -> None:
    memory, read = PageMemory(LIMIT), make_page()
    memory.keep("/san-pham?", read)
    memory.find("/san-pham?")
    for number in range(1_000):
        memory.keep(f"/san-pham?q={number}", make_page())
    assert memory.find("/san-pham?") is read


def test_a_page_too_large_is_not_kept() -> None:
    memory = PageMemory(LIMIT)
    memory.keep("/sitemap.xml?", make_page(LIMIT // 4))
    assert memory.find("/sitemap.xml?") is None
    assert memory.weight == 0


def test_a_page_that_grew_by_another_encoding_is_weighed_again() -> None:
    memory, page = PageMemory(LIMIT), make_page(600)
    page.in_encoding("br")
    memory.keep("/a?", page)
    light = memory.weight
    page.in_encoding("identity")
    memory.keep("/a?", page)
    assert memory.weight == light + 600


def test_clearing_forgets_all() -> None:
    memory = PageMemory(LIMIT)
    memory.keep("/a?", make_page())
    memory.find("/a?")
    memory.keep("/b?", make_page())
    memory.clear()
    assert (memory.find("/a?"), memory.find("/b?"), memory.weight) == (None, None, 0)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 20_000), st.booleans()), max_size=60))
def test_the_bytes_never_exceed_the_limit(steps: list[tuple[int, int, bool]]) -> None:
    memory = PageMemory(LIMIT)
    for name, length, asked_again in steps:
        memory.keep(str(name), make_page(length))
        if asked_again:
            memory.find(str(name))
        assert 0 <= memory.weight <= LIMIT


def test_the_plain_body_goes_once_the_page_is_packed() -> None:
    page = make_page(1_000)
    _, packed = page.in_encoding("br")
    assert page.bodies == {"br": packed}
    assert page.in_encoding("identity")[1] == b"x" * 1_000


def test_each_encoding_has_its_own_strong_tag_and_length() -> None:
    page = make_page(1_000)
    seen = {encoding: dict(page.in_encoding(encoding)[0]) for encoding in ("identity", "br", "gzip")}
    assert len({headers["ETag"] for headers in seen.values()}) == 3
    assert seen["identity"]["Content-Length"] == "1000"
    assert "Content-Encoding" not in seen["identity"]
    assert seen["gzip"]["Content-Encoding"] == "gzip"


def test_pictures_leave_as_they_are() -> None:
    headers, body = make_page(1_000, "image/webp").in_encoding("br")
    assert body == b"x" * 1_000
    assert "Content-Encoding" not in dict(headers)


def test_the_tag_changes_with_body_and_headers() -> None:
    digests = {make_page().digest, make_page(text="y").digest, make_page(content_type="text/plain").digest}
    assert len(digests) == 3
