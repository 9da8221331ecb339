"""The log of a device: each entry is sealed together with the one before it, so that none can be changed or left out
without every later seal telling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shop.values.canonical_json import canonical, sha256_hex

FIRST = ""


def entry_hash(previous_hash: str, entry: Mapping[str, Any]) -> str:
    """The seal of an entry: over the seal before it (`FIRST` for the first) and the entry without its own seal.

    Refuses NotCanonical.
    """
    return sha256_hex(previous_hash + canonical({name: value for name, value in entry.items() if name != "hash"}))
