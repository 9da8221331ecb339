"""One way to write the same JSON, so that two machines hash and sign the same letters.

Names in order, no blanks, letters as they are, whole numbers only. The browser's twin is `static/kiosk/canonical.js`.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any


class NotCanonical(ValueError):
    """Something that is not written in the same way everywhere: a fraction, a name that is no text."""


def canonical(value: Any) -> str:
    """The one way to write a value; refuses NotCanonical."""
    _check(value)
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256_hex(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def _check(value: Any) -> None:
    if isinstance(value, dict):
        if not all(isinstance(name, str) for name in value):
            raise NotCanonical("a name that is no text")
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for part in value:
            _check(part)
    elif value is not None and not isinstance(value, (bool, int, str)):
        raise NotCanonical(f"{type(value).__name__} is not written in the same way everywhere")
