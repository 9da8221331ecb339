"""Whatever stands in an address, the answer is 200, 301, 302, 400 or 404: never a failure of ours."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.web.slug_converter import SlugConverter

PARAMETERS = ["q", "group", "stars", "province", "place", "producer", "min_price", "max_price", "sort", "page"]
PARAMETERS += ["state", "lapsing"]
PAGES = ["/san-pham", "/san-pham/goi-y", "/nha-san-xuat", "/chung-nhan", "/sitemap.xml", "/api/v1/products"]
PAGES += ["/en/san-pham", "/xuat-xu", "/"]
ODD = [
    "", " ", "0", "-1", "1", "1.5", "1e9", "0x1", "NaN", "²", "٣", "١٢", "9" * 11, "9" * 400, "true", "null", "[]",
    "%00", "a%00b", "%ff%fe", "%ed%a0%80", "%F0%9F%8D%AF", "%E2%80%AE", "%0d%0aX: y", "'", '"', "' OR 1=1--",
    "{{7*7}}", "<script>alert(1)</script>", "../../etc/passwd", "lao-cai", "lao-cai/bao-yen", "fd:lao-cai/bao-yen",
    "c:02947", "p:15", "fc:" + "a/" * 50, "food,food", ",", "food,%00", "price-desc", "2026-12", "0000-00", "9999-12",
    "a" * 5000, "mật ong", quote("Hoà Bình"), "%", "%zz", "+", ";", "&&", "=", "%E1%BA%AD" * 60,
]  # fmt: skip
FINE = {200, 301, 302, 304, 308, 400, 404, 414}


@pytest.fixture(scope="module")
def visitor(whole_register: Flask) -> FlaskClient:
    return whole_register.test_client()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("parameter", PARAMETERS)
def test_every_parameter_takes_every_oddity(visitor: FlaskClient, page: str, parameter: str) -> None:
    for value in ODD:
        answer = visitor.get(f"{page}?{parameter}={value}")
        assert answer.status_code in FINE, (page, parameter, value, answer.status_code)
        assert "Traceback" not in answer.text
        assert "<script>alert" not in answer.text


@pytest.mark.parametrize("page", PAGES)
def test_parameters_given_twice_or_in_hundreds(visitor: FlaskClient, page: str) -> None:
    long = ["&".join(["stars=3"] * 500), "x" * 8000, "a=1&" * 900]
    for query in ["page=1&page=2", "q=a&q=b", "sort=new&sort=price", *long]:
        assert visitor.get(f"{page}?{query}").status_code in FINE, query[:60]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PAGES), st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=80), max_size=5))
def test_any_text_in_any_parameters(visitor: FlaskClient, page: str, query: dict[str, str]) -> None:
    encodable = {name: value.encode("utf-8", "replace").decode() for name, value in query.items()}
    assert visitor.get(page, query_string=encodable).status_code in FINE


PATHS = ["/san-pham/{}", "/nha-san-xuat/{}", "/xuat-xu/{}", "/xuat-xu/lao-cai/{}", "/chung-nhan/{}"]
PATHS += ["/chung-nhan/{}/qr.svg", "/api/v1/products/{}", "/api/v1/certificates/{}", "/en/{}", "/{}"]


@pytest.mark.parametrize("path", PATHS)
def test_any_path_is_found_or_not_found(visitor: FlaskClient, path: str) -> None:
    for value in ODD:
        if value:
            answer = visitor.get(path.format(value.replace("?", "")))
            assert answer.status_code in FINE | {405}, (path, value, answer.status_code)


@pytest.mark.parametrize("path", ["/san-pham", "/chung-nhan", "/xuat-xu/lao-cai", "/sitemap.xml", "/api/v1/products"])
def test_head_says_what_get_says_and_writing_is_refused(visitor: FlaskClient, path: str) -> None:
    got, head = visitor.get(path), visitor.head(path)
    assert head.status_code == got.status_code == 200
    assert head.data == b""
    assert head.headers["ETag"] == got.headers["ETag"]
    assert head.headers["Content-Length"] == got.headers["Content-Length"]
    for method in ("post", "put", "patch", "delete"):
        assert getattr(visitor, method)(path).status_code == 405


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/san-pham/", "/san-pham"),
        ("/en/san-pham/?stars=4", "/en/san-pham?stars=4"),
        ("/xuat-xu/lao-cai/", "/xuat-xu/lao-cai"),
        ("/xuat-xu/yen-bai", "/xuat-xu/lao-cai"),
        ("/en/xuat-xu/bac-kan", "/en/xuat-xu/thai-nguyen"),
    ],
)
def test_old_names_and_stray_slashes_lead_on(visitor: FlaskClient, asked: str, answered: str) -> None:
    answer = visitor.get(asked)
    assert answer.status_code == 301
    assert answer.location == answered


@pytest.mark.parametrize("path", ["//evil.test/", "/evil.test//", "/\\evil.test/", "/khong-co/"])
def test_a_stray_slash_never_leads_out_of_the_shop(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get("/", environ_overrides={"PATH_INFO": path})
    assert answer.status_code in (301, 308, 404)
    assert "//evil" not in answer.headers.get("Location", "").removeprefix("http://localhost")


def test_what_can_name_nothing_is_unknown_before_any_table_is_asked(sqlite_app: Flask) -> None:
    """A sign that PostgreSQL takes in no text made an address of the office answer 500."""
    asked = [rule for rule in sqlite_app.url_map.iter_rules() if {"slug", "stall"} & rule.arguments]
    names = ("slug", "stall")
    open_ones = [
        rule.rule
        for rule in asked
        for name in names
        if name in rule.arguments and not isinstance(rule._converters[name], SlugConverter)
    ]
    assert asked
    assert open_ones == []
