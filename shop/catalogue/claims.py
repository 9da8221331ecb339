"""Words and stars by which a text says that a good belongs to the OCOP programme.

The mark belongs to a certified good and to nobody else (Decision 26/2026, Art. 8: its misuse ends a recognition). So a
good without a certificate in force must not speak of it, and a certified one must not name other stars than its own.
Texts are read as a shopper reads them: full-width, spaced, dotted and look-alike spellings count. What merely sounds so
does not: five sào of land, tea that is roasted (sao) by hand, star anise, the commune Ba Sao, a photocopy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from shop.catalogue.refusals import ClaimsOcop, ClaimsStars
from shop.values.folding import tidy

# Letters of other alphabets that look like those of the word, and dots that stand between letters.
_LOOK_ALIKE = str.maketrans("ОоСсРрΟοΡρϹϲ∙•・", "OoCcPpOoPpCc···")
_UNSEEN = dict.fromkeys((0xFE0E, 0xFE0F, 0x20E3))  # what turns a sign into a coloured picture

_O = "[oòóỏõọôồốổỗộơờớởỡợ0]"
_NO_LETTER_BEFORE = r"(?<![^\W_])"
_BEFORE = rf"{_NO_LETTER_BEFORE}(?:sản\s*phẩm|san\s*pham|chuẩn|chuan|đạt|dat|hàng|hang)?"
_PROGRAMME = (
    rf"{_BEFORE}{_O}[-._*·/|]*c[-._*·/|]*{_O}[-._*·/|]*p",
    rf"{_NO_LETTER_BEFORE}{_O}[\s\-._*·/|]+c[\s\-._*·/|]+{_O}[\s\-._*·/|]+p(?![^\W\d_])",
    r"m[ỗo]i x[ãa](?:,? ph[ưu][ờo]ng)? m[ộo]t s[ảa]n ph[ẩa]m",
    r"one commune[,:]?\s+one product",
)
# "O COP" is the mark; "ở cọp" and "o cop" are not.
_IN_CAPITALS = re.compile(r"(?<!\w)O\s?C\s?O\s?P(?!\w)")

_STAR = "★☆⭐🌟✩✪✫✬✭✮✯✰⚝⍟⋆"
_ROASTED = r"(?!\s+(?:tay|chè|trà|che|tra|khô|vàng|thủ|bằng|chảo|lại|suốt|nóng|lên|cho)\b)"
_SAO = rf"(?:ngôi\s+|ngoi\s+)?s\s*a\s*o(?![^\W\d_]){_ROASTED}"
_ENGLISH_STAR = r"stars?(?![^\W\d_])(?!\s+(?:anise|apple|fruit))"
_COUNTED = (
    rf"(?<![\d.,])([1-9])\s*[-–]?\s*{_SAO}",
    rf"(?<![\d.,])([1-9])\s*[-–]?\s*{_ENGLISH_STAR}",
    rf"(?<![\d.,])([1-9])\s*[{_STAR}]",
    r"(?<![\d.,])([1-9])\s?\*(?!\*|\s*\d)",
    r"(?:số|hạng|so|hang)\s+sao\s*:?\s*([1-9])(?!\d)",
    rf"{_NO_LETTER_BEFORE}(ba|bốn|bon|năm|three|four|five)[\s-]+(?:{_SAO}|{_ENGLISH_STAR})",
)
_NUMBERS = {"ba": 3, "three": 3, "bốn": 4, "bon": 4, "four": 4, "năm": 5, "five": 5}
_DRAWN = re.compile(rf"[{_STAR}](?:[\s\-|,.·]*[{_STAR}])+|(?<!\*)\*(?:\s?\*){{2,4}}(?![\s]?\*)")

_ANY_PROGRAMME = re.compile("|".join(_PROGRAMME), re.IGNORECASE)
_ANY_COUNTED = re.compile("|".join(_COUNTED), re.IGNORECASE)


@dataclass(frozen=True)
class Claim:
    """What a text claims, in its own words: the programme (`stars` is None), or so many stars."""

    words: str
    stars: int | None


def claims_in(text: str) -> tuple[Claim, ...]:
    """Every claim of a text, the programme's name first."""
    seen = unicodedata.normalize("NFKC", tidy(text).translate(_UNSEEN)).translate(_LOOK_ALIKE)
    named = [*_ANY_PROGRAMME.finditer(seen), *_IN_CAPITALS.finditer(seen)]
    counted = [match for match in _ANY_COUNTED.finditer(seen) if not match.group().startswith("Ba Sao")]
    return (
        *(Claim(match.group().strip(), None) for match in named),
        *(Claim(match.group().strip(), _number(match)) for match in counted),
        *(Claim(match.group(), sum(sign in _STAR + "*" for sign in match.group())) for match in _DRAWN.finditer(seen)),
    )


def refused_claim(text: str, own_stars: int | None) -> Claim | None:
    """The first claim that a good may not make; `own_stars` are those of its certificate, None without one."""
    claims = claims_in(text)
    if own_stars is None:
        return claims[0] if claims else None
    return next((claim for claim in claims if claim.stars not in (None, own_stars)), None)


def truthful_paragraphs(text: str, own_stars: int | None) -> list[str]:
    """The paragraphs of a text that claim nothing which the certificate does not give.

    Words may be older than a certificate: after a renewal with other stars, what names the old ones is left out.
    """
    paragraphs = text.split("\n\n") if text else []
    return [paragraph for paragraph in paragraphs if refused_claim(paragraph, own_stars) is None]


def check_claims(texts: Mapping[str, str], own_stars: int | None) -> None:
    """Refuse ClaimsOcop (no certificate) or ClaimsStars (not its own) with the field and the words that say so."""
    for field, text in texts.items():
        claim = refused_claim(text, own_stars)
        if claim is not None and own_stars is None:
            raise ClaimsOcop(field, claim.words)
        if claim is not None:
            raise ClaimsStars(field, claim.words, claim.stars or 0, own_stars or 0)


def _number(match: re.Match[str]) -> int:
    said = next(group for group in match.groups() if group).lower()
    return _NUMBERS[said] if said in _NUMBERS else int(said)
