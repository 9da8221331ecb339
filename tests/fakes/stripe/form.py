"""Questions as the `stripe` package writes them: `line_items[0][price_data][currency]=vnd`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def read_form(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Nested dictionaries and lists of the pairs; values stay texts."""
    top: dict[str, Any] = {}
    for name, value in pairs:
        parts = [part for part in re.split(r"[\[\]]+", name) if part]
        if name.endswith("[]"):
            parts.append(str(len(top.get(parts[0], {}))))
        place = top
        for part in parts[:-1]:
            place = place.setdefault(part, {})
        place[parts[-1]] = value
    return {name: _lists(value) for name, value in top.items()}


def _lists(value: Any) -> Any:
    """Dictionaries numbered from 0 are lists."""
    if not isinstance(value, dict):
        return value
    inner = {name: _lists(part) for name, part in value.items()}
    if inner and all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner
