"""The public API: the same goods as the shop, described exactly, open to all, with its reasons when it says no."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shop import clock
from shop.app import create_app
from tests.conftest import DEMONSTRATION_DAY
from tests.conftest import settings as shop_settings

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_answers_are_as_described(whole_register: Flask, mode: GenerationMode) -> None:
    """Requests made from the description, good ones and bad ones, are answered as it says."""
    with clock.stopped_at(DEMONSTRATION_DAY):
        described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", whole_register)
        operations = [operation.ok() for operation in described.get_all_operations()]
        assert len(operations) == 3
        for operation in operations:
            if mode is GenerationMode.NEGATIVE and not (operation.query or operation.path_parameters):
                continue

            @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: schemathesis.Case) -> None:
                case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

            ask()


def test_a_page_of_goods_leads_to_the_next(shopper: FlaskClient) -> None:
    first = shopper.get("/api/v1/products").json
    assert first["page"] == 1
    assert first["per_page"] == len(first["products"]) == 24
    assert first["previous"] is None
    second = shopper.get(first["next"].removeprefix("http://localhost")).json
    assert second["page"] == 2
    assert second["previous"] == "http://localhost/api/v1/products"
    assert {one["slug"] for one in first["products"]}.isdisjoint(one["slug"] for one in second["products"])


def test_filters_are_those_of_the_list(shopper: FlaskClient) -> None:
    found = shopper.get("/api/v1/products?stars=5&province=thai-nguyen&sort=price").json
    assert found["total"] > 0
    assert {one["stars"] for one in found["products"]} == {5}
    assert {one["province"]["code"] for one in found["products"]} == {"19"}
    prices = [one["price_from_vnd"] for one in found["products"]]
    assert prices == sorted(prices)


def test_one_good_tells_packs_and_certificate(shopper: FlaskClient) -> None:
    card = shopper.get("/api/v1/products").json["products"][0]
    good = shopper.get(f"/api/v1/products/{card['slug']}").json
    assert {key: good[key] for key in card} == card
    assert min(pack["price_vnd"] for pack in good["packs"]) == card["price_from_vnd"]
    assert good["certificate_url"] == f"http://localhost/chung-nhan/{card['certificate']}"


def test_a_good_not_for_sale_says_why_and_no_price(shopper: FlaskClient) -> None:
    answer = shopper.get("/api/v1/products/banh-khao-moc-son")
    assert answer.status_code == 404
    assert answer.json["why"] == "lapsed"
    assert answer.json["last_valid_day"] == "2024-08-26"
    assert "price" not in answer.text


def test_a_lapsed_certificate_is_told_as_such(shopper: FlaskClient) -> None:
    code = shopper.get("/api/v1/products/banh-khao-moc-son").json["certificate"]
    certificate = shopper.get(f"/api/v1/certificates/{code.lower()}").json
    assert certificate["code"] == code
    assert certificate["state"] == "lapsed"
    assert certificate["product"] is None


@pytest.mark.parametrize(
    ("query", "parameter", "fault"),
    [("stars=9", "stars", "out_of_range"), ("page=x", "page", "not_a_number"), ("sort=best", "sort", "unknown")],
)
def test_a_bad_parameter_is_named(shopper: FlaskClient, query: str, parameter: str, fault: str) -> None:
    answer = shopper.get(f"/api/v1/products?{query}")
    assert answer.status_code == 400
    assert answer.json == {
        "error": "bad_parameter",
        "reason": f"{parameter}: {fault}",
        "parameter": parameter,
        "fault": fault,
    }


def test_pages_of_any_site_may_read_it_and_ask_again_cheaply(shopper: FlaskClient) -> None:
    answer = shopper.get("/api/v1/products")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = shopper.get("/api/v1/products", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert shopper.get("/api/v1/nothing").json["error"]
    assert shopper.post("/api/v1/products").status_code == 405


@pytest.mark.parametrize("changes", [{}, {"redis_url": "redis://127.0.0.1:1/0"}])
def test_who_asks_too_often_is_told_to_wait(
    sqlite_url: str, tmp_path: Path, set_clock: Callable[[str], None], changes: dict[str, str]
) -> None:
    app = create_app(shop_settings(sqlite_url, tmp_path, rate_api="3 per minute", **changes))
    client = app.test_client()
    answers = [client.get(f"/api/v1/products?page={number}") for number in range(1, 6)]
    assert [answer.status_code for answer in answers] == [200, 404, 404, 429, 429]
    assert answers[-1].is_json
    assert client.get("/san-pham").status_code == 200
