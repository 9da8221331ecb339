"""Receipt codes of the booths, made on the device without a network; also the memo of a transfer at the booth.

`HC`, three letters of the device's number, four of a counter of its own, and a check letter: see
`shop/values/check_letters.py`. The browser's twin is `static/kiosk/codes.js`; both are held to the vectors of
`tests/rules/data/kiosk_vectors.json`.
"""

from __future__ import annotations

import re

from shop.values.check_letters import ALPHABET, check_letter, is_sound, letters_of, only_letters

PREFIX = "HC"
DEVICE_LETTERS = 3
COUNTER_LETTERS = 4
LETTERS = DEVICE_LETTERS + COUNTER_LETTERS + 1
HIGHEST_COUNTER = len(ALPHABET) ** COUNTER_LETTERS - 1
_IN_MEMO = re.compile(f"(?={PREFIX}([{ALPHABET}]{{{LETTERS}}}))")


def receipt_code(device_number: int, counter: int) -> str:
    """The code of a device's receipt; refuses ValueError for numbers without room."""
    letters = letters_of(device_number, DEVICE_LETTERS) + letters_of(counter, COUNTER_LETTERS)
    return PREFIX + letters + check_letter(letters)


def parse_receipt_code(text: str) -> str | None:
    """The code that a person typed, None where it is none; case, spaces, hyphens and a missing `HC` do not matter."""
    letters = only_letters(text)
    if len(letters) == len(PREFIX) + LETTERS:
        letters = letters.removeprefix(PREFIX)
    return PREFIX + letters if len(letters) == LETTERS and is_sound(letters) else None


def find_receipt_codes(memo: str) -> tuple[str, ...]:
    """The sound codes inside a bank's memo, each once, in the order in which they stand."""
    found = (PREFIX + match[1] for match in _IN_MEMO.finditer(only_letters(memo)) if is_sound(match[1]))
    return tuple(dict.fromkeys(found))


def is_code_of(code: str, device_number: int) -> bool:
    """Is it a sound code that names this device?"""
    letters = code.removeprefix(PREFIX)
    is_whole = code.startswith(PREFIX) and len(letters) == LETTERS and is_sound(letters)
    return is_whole and letters.startswith(letters_of(device_number, DEVICE_LETTERS))
