"""JSON from other machines."""

from __future__ import annotations

import json
import re
from typing import Any

# Half of a pair of code units, escaped: JSON may hold one alone, no encoding and no database does.
_MAY_HOLD_HALVES = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(text: str) -> Any:
    """What the text says, with a question mark for half a letter. Raises ValueError or RecursionError for no JSON."""
    found = json.loads(text)
    if _MAY_HOLD_HALVES.search(text):
        found = json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
    return found
