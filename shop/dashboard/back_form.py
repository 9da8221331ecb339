"""The form that says what came back: for a return that was asked for, and for a parcel that was not taken."""

from __future__ import annotations

from collections.abc import Mapping

from shop.selling import BadCount, CameBack


def came_back(form: Mapping[str, str], line_id: int) -> CameBack:
    """How many pieces of a line came back in which state; an empty field is none. Refuses BadCount."""
    return CameBack(_count(form, f"sellable-{line_id}"), _count(form, f"spoiled-{line_id}"))


def _count(form: Mapping[str, str], name: str) -> int:
    text = form.get(name, "").strip() or "0"
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise BadCount(text[:20])
    return int(text)
