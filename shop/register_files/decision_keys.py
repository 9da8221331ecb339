"""Under which keys spellings of a decision's number and of its authority agree. Pure."""

from __future__ import annotations

from functools import lru_cache

from shop.values.folding import fold


@lru_cache(maxsize=4_096)
def number_key(number: str | None) -> str:
    """Equal for spellings of one decision number."""
    return fold(number or "").replace(" ", "")


@lru_cache(maxsize=4_096)
def issuer_key(issuer: str | None) -> str:
    """Equal for spellings of one authority: its chair signs for it, and its name is abbreviated or written out."""
    words = (
        fold(issuer or "")
        .replace("uy ban nhan dan", "ubnd")
        .replace("bo nn va ptnt", "bo nong nghiep va phat trien nong thon")
    )
    return words.removeprefix("chu tich ").strip()
