"""QR codes for labels: pictures for print, and the signed statement behind the address."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from shop.attestation import read_statement, signed_statement
from shop.schedule.keys import keep_signing_key
from shop.web.qr import qr_drawing, qr_modules
from tests.factories.register import make_certificate, make_good

NOON = "2026-11-21T12:00:00+07:00"


@pytest.fixture(autouse=True)
def noon(set_clock: Callable[[str], None]) -> None:
    set_clock(NOON)


def test_a_picture_is_large_enough_for_print(client: FlaskClient) -> None:
    code = make_certificate(make_good(), decided_on="2025-03-12").code
    answer = client.get(f"/chung-nhan/{code}/qr.png")
    assert answer.mimetype == "image/png"
    with Image.open(BytesIO(answer.data)) as picture:
        assert picture.width == picture.height >= 900
    assert client.get("/chung-nhan/00000000000/qr.png").status_code == 404


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_signed_codes_are_given_only_while_the_certificate_is_in_force(
    client: FlaskClient, set_clock: Callable[[str], None], kind: str
) -> None:
    code = make_certificate(make_good(), decided_on="2023-12-01").code
    address = f"/chung-nhan/{code}/qr-co-ky.{kind}"
    assert client.get(address).status_code == 404
    keep_signing_key()
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.data == client.get(address).data
    set_clock("2026-12-02T00:00:00+07:00")
    assert client.get(address).status_code == 404
    assert client.get(f"/chung-nhan/{code}/qr.{kind}").status_code == 200


def test_a_signed_code_holds_the_address_and_the_statement(client: FlaskClient, sqlite_app: Flask) -> None:
    keep_signing_key()
    certificate = make_certificate(make_good(), decided_on="2025-03-12")
    statement = signed_statement(certificate, sqlite_app.config["SHOP"].keys_dir, certificate.valid_from)
    assert statement
    path = f"/chung-nhan/{certificate.code}"
    drawn = client.get(f"{path}/qr-co-ky.svg").data
    today = signed_statement(certificate, sqlite_app.config["SHOP"].keys_dir, certificate.recorded_at)
    assert today
    assert read_statement(certificate.code, today)[0].good == "Tinh dầu quế"
    assert drawn != qr_drawing(path)
    # A separate part for the letters: as one text the code would have two sizes more.
    assert qr_modules(path, statement) < qr_modules(f"{path}#{statement}")
