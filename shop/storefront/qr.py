"""QR codes as drawings."""

from __future__ import annotations

from io import BytesIO

import segno
from flask import current_app

QUIET_MODULES = 4


def qr_drawing(path: str) -> bytes:
    """An SVG of the QR code that leads to `path` at the shop's public address, dark on white with its quiet edge."""
    drawing = BytesIO()
    code = segno.make(current_app.config["SHOP"].public_base_url + path, error="m", micro=False)
    code.save(drawing, kind="svg", border=QUIET_MODULES, light="#fff", xmldecl=False, omitsize=True, nl=False)
    return drawing.getvalue()
