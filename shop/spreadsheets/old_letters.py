"""Vietnamese letters from before Unicode, TCVN3 (fonts .VnTime...) and VNI (fonts VNI-Times...): told apart, rewritten.

Both put other letters under the signs of Latin-1, so "Hợp tác xã" is stored as "Hîp t¸c x·" or "Hôïp taùc xaõ". Which
of them a text is, is decided by what comes out: Vietnamese syllables, or none. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from shop.values.folding import fold, nfc

_TCVN3 = dict(
    zip(
        (*range(0xA1, 0xAF), *range(0xB5, 0xBA), *range(0xBB, 0xBF), *range(0xC6, 0xCD), *range(0xCE, 0xD9),
         *range(0xDC, 0xE0), *range(0xE1, 0xF0), *range(0xF1, 0xFF)),
        "ĂÂÊÔƠƯĐăâêôơưđ" "àảãáạ" "ằẳẵắ" "ặầẩẫấậè" "ẻẽéẹềểễếệìỉ" "ĩíịò" "ỏõóọồổỗốộờởỡớợù" "ủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)  # fmt: skip

_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HAT = {"â": "\u0302"} | {sign: f"\u0302{tone}" for sign, tone in zip("áàåãä", _TONES.values(), strict=True)}
_BOWL = {"ê": "\u0306"} | {sign: f"\u0306{tone}" for sign, tone in zip("éèúüë", _TONES.values(), strict=True)}
_WHOLE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}
_HORNED = {"ô": "ơ", "ö": "ư"}


def _vni_pairs() -> dict[str, str]:
    marks = dict.fromkeys("eo", _TONES | _HAT) | {"a": _TONES | _HAT | _BOWL} | dict.fromkeys("uyôö", _TONES)
    pairs = {
        vowel + sign: nfc(_HORNED.get(vowel, vowel) + mark)
        for vowel, signs in marks.items()
        for sign, mark in signs.items()
    }
    pairs |= _WHOLE | _HORNED
    upper = {sign.upper(): letter.upper() for sign, letter in pairs.items()}
    return upper | {sign[:1].upper() + sign[1:]: letter.upper() for sign, letter in pairs.items()} | pairs


_VNI = _vni_pairs()
_VNI_SIGN = re.compile("|".join(map(re.escape, sorted(_VNI, key=len, reverse=True))))

_SYLLABLE = re.compile(r"(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(ch|ng|nh|[cmnpt])?")
# In every number of a decision, and no syllables: Quyết định, Nghị định, Hội đồng nhân dân.
_ABBREVIATIONS = frozenset({"qd", "nd", "hdnd"})
_MARKED = r"\u00a1-\u024f\u1ea0-\u1ef9"
# Words of any letters: one that asks for a mark within looks through a long cell once for each of its letters.
_WORD = re.compile(f"[A-Za-z{_MARKED}]+")
_UNICODE = frozenset(map(chr, range(0xC0, 0x100))) & frozenset("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý")
FEWEST_WORDS, STRANGE, SURE = 3, 200, 0.95
MOST_SEEN = 20_000  # signs: enough to tell


def find_old_letters(texts: Iterable[str]) -> tuple[str, Callable[[str], str]] | None:
    """Which of the two encodings the texts are in, and what rewrites them; None where they are in neither.

    At least 19 of 20 words with marks must come out as Vietnamese syllables, and more than they are as they stand.
    Words that can only be Unicode speak against both: a file of two encodings is nobody's to guess at.
    """
    words = _marked_words(texts)
    if len(words) < FEWEST_WORDS or not any(_is_foreign(word) for word in words):
        return None
    as_they_stand = _share(words, lambda word: word)
    shares = {name: _share(words, rewrite) for name, rewrite in ENCODINGS.items()}
    best = max(shares, key=shares.__getitem__)
    kept = sum(1 for word in words if not _WITHOUT_SIGNS[best](word).isascii())
    if shares[best] < SURE or shares[best] <= as_they_stand or kept > len(words) // STRANGE:
        return None
    return best, ENCODINGS[best]


def holds_foreign_words(texts: Iterable[str]) -> bool:
    """Whether more than a few words have letters that no Vietnamese word has: an encoding that nobody told."""
    words = _marked_words(texts)
    foreign = sum(map(_is_foreign, words))
    return foreign >= FEWEST_WORDS and foreign > len(words) // 5


def _marked_words(texts: Iterable[str]) -> list[str]:
    words: list[str] = []
    for text in texts:
        if not text.isascii():
            words += [word for word in _WORD.findall(text) if not word.isascii()]
        if len(words) > MOST_SEEN:
            break
    return words


def _is_foreign(word: str) -> bool:
    return any("\x7f" < letter <= "\xff" and letter not in _UNICODE for letter in word)


def _share(words: list[str], rewrite: Callable[[str], str]) -> float:
    return sum(1 for word in words if _is_syllable(rewrite(word))) / len(words)


def _is_syllable(word: str) -> bool:
    if _is_foreign(word):
        return False
    folded = fold(word)
    return folded in _ABBREVIATIONS or _SYLLABLE.fullmatch(folded) is not None


def from_tcvn3(text: str) -> str:
    """A text in TCVN3; words in its fonts of capitals, whose marked letters are small ones, become capitals."""
    return _whole_capitals(text, text.translate(_TCVN3))


def from_vni(text: str) -> str:
    """A text in VNI."""
    return _VNI_SIGN.sub(lambda sign: _VNI[sign[0]], text)


def _whole_capitals(before: str, after: str) -> str:
    """Both have the same length, as TCVN3 has a sign for each letter."""
    if before == after:
        return after

    def capitals(part: re.Match[str]) -> str:
        piece = after[part.start() : part.end()]
        plain = [letter for letter in part[0] if letter.isascii() and letter.isalpha()]
        return piece.upper() if len(plain) > 1 and all(letter.isupper() for letter in plain) else piece

    return re.sub(r"\S+", capitals, before)


ENCODINGS: dict[str, Callable[[str], str]] = {"tcvn3": from_tcvn3, "vni": from_vni}
_WITHOUT_SIGNS: dict[str, Callable[[str], str]] = {
    "tcvn3": lambda word: word.translate(dict.fromkeys(_TCVN3)),
    "vni": lambda word: _VNI_SIGN.sub("", word),
}
