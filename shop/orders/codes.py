"""Order codes: short, without look-alikes, fit for a bank's memo, and wrong ones are noticed.

`OCOP`, six letters drawn at random and a check letter: the sum of the letters' values times their places is a multiple
of 23. As 23 is a prime, every single wrong letter and every two swapped ones are noticed. Letters and digits only:
banks strip everything else.
"""

from __future__ import annotations

import re
import secrets

PREFIX = "OCOP"
# Without 0 O Q, 1 I L, 2 Z, 5 S, the B beside 8, the G beside 6, and U, which is read as V.
ALPHABET = "346789ACDEFHJKMNPRTVWXY"
DRAWN = 6
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_IN_MEMO = re.compile(f"(?=(?:{PREFIX.replace('O', '[O0]')})([{ALPHABET}]{{{DRAWN + 1}}}))")


def new_order_code() -> str:
    """A code that nobody can guess from another; whether it is taken, the database tells."""
    return code_from("".join(secrets.choice(ALPHABET) for _ in range(DRAWN)))


def code_from(letters: str) -> str:
    """The code of drawn letters, with its check letter."""
    return PREFIX + letters + _check_letter(letters)


def parse_order_code(text: str) -> str | None:
    """The code that a person typed, None where it is none; case, spaces, hyphens and a missing `OCOP` do not matter."""
    letters = "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())
    letters = re.sub(f"^{PREFIX.replace('O', '[O0]')}", "", letters)
    return PREFIX + letters if _is_sound(letters) else None


def find_order_codes(memo: str) -> tuple[str, ...]:
    """The sound codes inside a bank's memo, each once, in the order in which they stand.

    Banks change case, glue words together and cut; a 0 for the O of the prefix counts as O.
    """
    squeezed = "".join(letter for letter in memo.upper() if letter.isascii() and letter.isalnum())
    found = (PREFIX + match[1] for match in _IN_MEMO.finditer(squeezed) if _is_sound(match[1]))
    return tuple(dict.fromkeys(found))


def _is_sound(letters: str) -> bool:
    if len(letters) != DRAWN + 1 or any(letter not in _VALUE for letter in letters):
        return False
    return _weigh(letters) == 0


def _check_letter(letters: str) -> str:
    return next(letter for letter in ALPHABET if _weigh(letters + letter) == 0)


def _weigh(letters: str) -> int:
    return sum(place * _VALUE[letter] for place, letter in enumerate(letters, 1)) % len(ALPHABET)
