"""QR codes as drawings."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

import segno
from flask import current_app

QUIET_MODULES = 4
# Of a PNG that somebody puts into a design for print: some 1200 pixels and more.
PIXELS_PER_MODULE = 32


def qr_drawing(path: str, statement: str = "") -> bytes:
    """An SVG of the QR code that leads to `path` at the shop's public address, dark on white with its quiet edge.

    A `statement` stands behind the address, after "#": it is never sent to anybody who is asked for the page.
    """
    return _draw(_whole_address(path, statement))


def qr_png(path: str, statement: str = "") -> bytes:
    """The same as PNG, large enough for print."""
    return _paint(_whole_address(path, statement), PIXELS_PER_MODULE)


def qr_modules(path: str, statement: str = "") -> int:
    """How many modules a side of the QR code has, its quiet edge on both sides counted in."""
    return int(_make(_whole_address(path, statement)).symbol_size(border=QUIET_MODULES)[0])


def qr_picture(content: str) -> str:
    """The same for any content, as an address for <img> that holds the whole drawing: it is never kept anywhere."""
    return "data:image/svg+xml;base64," + b64encode(_draw([content])).decode()


def qr_photo(content: str) -> bytes:
    """The same as PNG, large enough to be read from a photo: not every bank's app opens SVG."""
    return _paint([content], 10)


def _whole_address(path: str, statement: str) -> list[str]:
    """What the code holds, in parts: the letters of a statement take less room in a part of their own."""
    base: str = current_app.config["SHOP"].public_base_url
    return [f"{base}{path}#", statement] if statement else [base + path]


def _make(parts: list[str]) -> segno.QRCode:
    # It takes a list, one segment for each part, though its annotation does not say so.
    return segno.make(parts, error="m", micro=False)  # type: ignore[arg-type]


def _draw(parts: list[str]) -> bytes:
    drawing = BytesIO()
    code = _make(parts)
    code.save(drawing, kind="svg", border=QUIET_MODULES, light="#fff", xmldecl=False, omitsize=True, nl=False)
    return drawing.getvalue()


def _paint(parts: list[str], scale: int) -> bytes:
    picture = BytesIO()
    _make(parts).save(picture, kind="png", border=QUIET_MODULES, scale=scale, light="#fff")
    return picture.getvalue()
