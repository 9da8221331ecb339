"""Codes of letters and digits that nobody takes for one another, with a last one that notices mistakes.

The sum of the letters' values times their places is a multiple of 23. As 23 is a prime, every single wrong letter and
every two swapped ones are noticed. Letters and digits only: banks strip everything else.
"""

from __future__ import annotations

# Without 0 O Q, 1 I L, 2 Z, 5 S, the B beside 8, the G beside 6, and U, which is read as V.
ALPHABET = "346789ACDEFHJKMNPRTVWXY"
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}


def check_letter(letters: str) -> str:
    """The letter that makes the letters sound when it follows them."""
    return next(letter for letter in ALPHABET if _weigh(letters + letter) == 0)


def is_sound(letters: str) -> bool:
    """Are they letters of the alphabet, the last one the check letter of those before it?"""
    return bool(letters) and all(letter in _VALUE for letter in letters) and _weigh(letters) == 0


def letters_of(number: int, places: int) -> str:
    """A number from 0 in so many letters, the most significant first; refuses ValueError where it has no room."""
    if not 0 <= number < len(ALPHABET) ** places:
        raise ValueError(f"{number} does not fit into {places} letters")
    letters = ""
    for _ in range(places):
        number, value = divmod(number, len(ALPHABET))
        letters = ALPHABET[value] + letters
    return letters


def only_letters(text: str) -> str:
    """What is left of a text when a bank has squeezed it: capitals and digits."""
    return "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())


def _weigh(letters: str) -> int:
    return sum(place * _VALUE[letter] for place, letter in enumerate(letters, 1)) % len(ALPHABET)
