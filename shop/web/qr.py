"""QR codes as drawings."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

import segno
from flask import current_app

QUIET_MODULES = 4


def qr_drawing(path: str) -> bytes:
    """An SVG of the QR code that leads to `path` at the shop's public address, dark on white with its quiet edge."""
    return _draw(current_app.config["SHOP"].public_base_url + path)


def qr_picture(content: str) -> str:
    """The same for any content, as an address for <img> that holds the whole drawing: it is never kept anywhere."""
    return "data:image/svg+xml;base64," + b64encode(_draw(content)).decode()


def qr_photo(content: str) -> bytes:
    """The same as PNG, large enough to be read from a photo: not every bank's app opens SVG."""
    drawing = BytesIO()
    segno.make(content, error="m", micro=False).save(drawing, kind="png", border=QUIET_MODULES, scale=10, light="#fff")
    return drawing.getvalue()


def _draw(content: str) -> bytes:
    drawing = BytesIO()
    code = segno.make(content, error="m", micro=False)
    code.save(drawing, kind="svg", border=QUIET_MODULES, light="#fff", xmldecl=False, omitsize=True, nl=False)
    return drawing.getvalue()
