"""Order codes: short, without look-alikes, fit for a bank's memo, and wrong ones are noticed.

`OCOP`, six letters drawn at random and a check letter: see `shop/values/check_letters.py`.
"""

from __future__ import annotations

import re
import secrets

from shop.values.check_letters import ALPHABET, check_letter, is_sound, only_letters

PREFIX = "OCOP"
DRAWN = 6
_IN_MEMO = re.compile(f"(?=(?:{PREFIX.replace('O', '[O0]')})([{ALPHABET}]{{{DRAWN + 1}}}))")


def new_order_code() -> str:
    """A code that nobody can guess from another; whether it is taken, the database tells."""
    return code_from("".join(secrets.choice(ALPHABET) for _ in range(DRAWN)))


def code_from(letters: str) -> str:
    """The code of drawn letters, with its check letter."""
    return PREFIX + letters + check_letter(letters)


def parse_order_code(text: str) -> str | None:
    """The code that a person typed, None where it is none; case, spaces, hyphens and a missing `OCOP` do not matter."""
    letters = re.sub(f"^{PREFIX.replace('O', '[O0]')}", "", only_letters(text))
    return PREFIX + letters if _is_code(letters) else None


def find_order_codes(memo: str) -> tuple[str, ...]:
    """The sound codes inside a bank's memo, each once, in the order in which they stand.

    Banks change case, glue words together and cut; a 0 for the O of the prefix counts as O.
    """
    found = (PREFIX + match[1] for match in _IN_MEMO.finditer(only_letters(memo)) if _is_code(match[1]))
    return tuple(dict.fromkeys(found))


def _is_code(letters: str) -> bool:
    return len(letters) == DRAWN + 1 and is_sound(letters)
