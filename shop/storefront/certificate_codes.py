"""QR codes of a certificate for labels: its address as a picture, and with a signed statement behind the address."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app

from shop import clock
from shop.attestation import signed_statement
from shop.certification import Certificate, find_certificate
from shop.config import Config
from shop.web.page_cache import public_page
from shop.web.qr import qr_drawing, qr_png

door = Blueprint("certificate_codes", __name__)


@door.get("/chung-nhan/<code>/qr.png")
@public_page
def picture(code: str) -> Response:
    """The QR code that leads to a certificate's page, as a picture for print."""
    _found(code)
    return _png(qr_png(f"/chung-nhan/{code}"), f"ocop-{code}.png")


@door.get("/chung-nhan/<code>/qr-co-ky.svg")
@public_page
def signed_drawing(code: str) -> Response:
    """The QR code with what the register says of the certificate today, signed; only while it is in force."""
    return Response(qr_drawing(f"/chung-nhan/{code}", _statement(code)), mimetype="image/svg+xml")


@door.get("/chung-nhan/<code>/qr-co-ky.png")
@public_page
def signed_picture(code: str) -> Response:
    """The same as a picture for print."""
    return _png(qr_png(f"/chung-nhan/{code}", _statement(code)), f"ocop-{code}-co-ky.png")


def _found(code: str) -> Certificate:
    certificate = find_certificate(code)
    if certificate is None or certificate.code != code:
        abort(404)
    return certificate


def _statement(code: str) -> str:
    config: Config = current_app.config["SHOP"]
    statement = signed_statement(_found(code), config.keys_dir, clock.now())
    if statement is None:
        abort(404)
    return statement


def _png(content: bytes, name: str) -> Response:
    answer = Response(content, mimetype="image/png")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
