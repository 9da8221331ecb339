"""What a photo of a good mostly shows, in both languages at once: one press says it for people who cannot see it."""

from __future__ import annotations

from typing import NamedTuple


class Suggestion(NamedTuple):
    """The same words in Vietnamese and in English, and what they are called in the visitor's language."""

    vi: str
    en: str


# What is put behind or around the good's name; the name in both languages takes the place of {}.
_SHOWN = (
    ("{}, mặt trước bao bì", "{}, front of the pack"),
    ("{}, nhãn ghi thành phần", "{}, label with the ingredients"),
    ("{} bày ra đĩa", "{} on a plate"),
    ("{} nhìn gần", "{} seen from near"),
    ("Người làm ra {}", "The people who make {}"),
    ("Nơi làm ra {}", "The place where {} is made"),
)


def suggested_words(name_vi: str, name_en: str) -> list[Suggestion]:
    """Words to choose from for the photos of a good with these names."""
    return [Suggestion(vi.format(name_vi), en.format(name_en)) for vi, en in _SHOWN]
