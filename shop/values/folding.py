"""Vietnamese text: one spelling for storing, one key for finding, one order for lists.

Unicode alone does not settle Vietnamese. NFC leaves "Hòa" and "Hoà" apart (two schools of tone
placement), NFD leaves đ/Đ whole, and old files write Đ with the look-alike eth (Ð).
"""

import re
import unicodedata
from functools import lru_cache

# Everything that stands for an apostrophe in names such as M'Drắk and Ea H'leo.
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʹ\u0374`´′＇ʻ‛"), "")
# Control and format characters (zero-width ones among them), and halves of broken pairs.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
# No word has more marks on one letter (the "stream-safe" format of UAX 15); texts so short may, as it costs nothing.
_MOST_MARKS, _SHORT = 30, 1_000
# All marks lie beyond ASCII, so where no such run is, no run of marks is; found by the machine, not letter by letter.
_LONG_RUN = re.compile(r"[^\x00-\x7f]{31}")
# Files say the same words again and again; what is longer than this seldom comes twice.
_REMEMBERED, _LONGEST_REMEMBERED = 4_096, 100
# đ, and two letters that look like it and are typed for it: eth and the African d.
_D_WITH_STROKE = str.maketrans("đðɖ", "ddd")

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(ord("a") + rank) for rank, letter in enumerate(_ALPHABET)}

# Dictionary order of the tones: ngang, huyền, hỏi, ngã, sắc, nặng.
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_UNTONED = {unicodedata.normalize("NFC", vowel + tone): (vowel, tone) for vowel in "aăâeêioôơuưy" for tone in _TONES}
# Where both schools may differ, or typists slip, the tone belongs to the second vowel.
_TONE_ON_SECOND = frozenset(["oa", "oă", "oe", "uy", "uê", "uơ", "uâ", "uô", "ươ", "iê", "yê"])
_TONED = "".join(letter for letter, (_, tone) in _UNTONED.items() if tone)
_EARLY_TONE = re.compile(f"([qg]?)([{_TONED}])([aăâeêioôơuưy])")


class _FoldingTable(dict[int, str]):
    """Code point -> what is left of it in a folded key; learned as it is asked, low points only."""

    def __missing__(self, point: int) -> str:
        # No letter's folding depends on the letters beside it, and marks go, so their order is nothing to care for.
        parts = unicodedata.normalize("NFKD", chr(point).casefold()).casefold().translate(_D_WITH_STROKE)
        bare = "".join(_bare(part) for part in parts if ord(part) not in _APOSTROPHES)
        folded = unicodedata.normalize("NFKD", bare)
        if point < 0x2000:
            self[point] = folded
        return folded


def _bare(letter: str) -> str:
    if unicodedata.category(letter).startswith("M"):
        return ""
    return letter if letter.isalnum() else " "


_FOLDING = _FoldingTable(_APOSTROPHES)


def nfc(text: str) -> str:
    """The text in Unicode NFC: the only form that is stored; of endless runs of marks only the beginning."""
    return unicodedata.normalize("NFC", without_long_runs(text))


def without_long_runs(text: str) -> str:
    """The text without the marks after the thirtieth in a row: putting n of them in order takes n² steps.

    To be asked before text of strangers is normalised: a quarter of a megabyte of marks holds a worker for a minute.
    """
    if len(text) <= _SHORT or text.isascii() or not _LONG_RUN.search(text):
        return text
    kept: list[str] = []
    run = 0
    for letter in text:
        is_mark = letter >= "\u0300" and unicodedata.combining(unicodedata.normalize("NFKD", letter)[0])
        run = run + 1 if is_mark else 0
        if run <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def tidy(text: str) -> str:
    """The text as a person sees it: NFC, single spaces, trimmed, nothing invisible.

    Every kind of space (tabs, line ends, no-break spaces) counts as a space; zero-width, control
    and other invisible characters go.
    """
    return _tidy_again(text) if len(text) <= _LONGEST_REMEMBERED else _tidy(text)


def _tidy(text: str) -> str:
    if text.isprintable():  # the usual case, three times quicker: nothing to drop, no space but the plain one
        return nfc(" ".join(text.split()))
    seen = "".join(letter for letter in text if letter.isspace() or unicodedata.category(letter) not in _INVISIBLE)
    return nfc(" ".join(seen.split()))


_tidy_again = lru_cache(_REMEMBERED)(_tidy)


def fold(text: str) -> str:
    """A key under which spellings of the same Vietnamese words agree.

    No marks, đ as d, lower case, apostrophes gone ("M’Drắk" -> "mdrak"), other punctuation as
    single spaces. "Hoà", "Hòa" and their NFD forms all give "hoa".
    """
    return _fold_again(text) if len(text) <= _LONGEST_REMEMBERED else _fold(text)


def _fold(text: str) -> str:
    return " ".join(text.translate(_FOLDING).split())


_fold_again = lru_cache(_REMEMBERED)(_fold)


def tone_neutral(text: str) -> str:
    """Lower-case NFC with every mark kept and the tone marks put where the modern school does.

    "Hòa" and "Hoà" give "hoà", "Thủy" and "Thuỷ" give "thuỷ", "qúy" gives "quý": equal exactly
    when the words are the same with their marks, so it ranks exact matches above folded ones.
    """
    return _tone_neutral_again(text) if len(text) <= _LONGEST_REMEMBERED else _tone_neutral(text)


def _tone_neutral(text: str) -> str:
    lowered = nfc(nfc(text).lower())
    while (moved := _EARLY_TONE.sub(_with_tone_on_second, lowered)) != lowered:
        lowered = moved
    return lowered


_tone_neutral_again = lru_cache(_REMEMBERED)(_tone_neutral)


def _with_tone_on_second(match: re.Match[str]) -> str:
    lead, first, second = match.groups()
    vowel, tone = _UNTONED[first]
    pair_is_split = (lead == "q" and vowel == "u") or (lead == "g" and vowel == "i")
    if pair_is_split or vowel + second in _TONE_ON_SECOND:
        return lead + vowel + nfc(second + tone)
    return match.group()


def slugify(text: str) -> str:
    """The text as part of an address: ASCII letters and digits joined by hyphens, may be empty."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))


def vietnamese_sort_key(text: str) -> tuple[str, str, str]:
    """Sort key in the order of Vietnamese dictionaries: digits, then a ă â b c d đ e ê ... z.

    Tones only break ties (ngang, huyền, hỏi, ngã, sắc, nặng), the spelling itself breaks the last.
    """
    order = [_ORDER[letter] for letter in tone_neutral(text)]
    letters, tones = "".join([letter for letter, _ in order]), "".join([tone for _, tone in order])
    return " ".join(letters.split()), tones, nfc(text)


class _OrderTable(dict[str, tuple[str, str]]):
    """Letter -> its place in the alphabet and that of its tone; learned as it is asked, low points only."""

    def __missing__(self, letter: str) -> tuple[str, str]:
        vowel, tone = _UNTONED.get(letter, (letter, ""))
        rank = _RANK.get(vowel) or fold(vowel)
        order = rank or ("" if ord(letter) in _APOSTROPHES else " "), str(_TONES.index(tone))
        if ord(letter) < 0x2000:
            self[letter] = order
        return order


_ORDER = _OrderTable()
