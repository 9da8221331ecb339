"""What a photo of a good mostly shows, in both languages at once: one press says it for people who cannot see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from shop.web.words import _


class Suggestion(NamedTuple):
    """What a photo shows: in short on the button, and whole in Vietnamese and in English."""

    label: str
    vi: str
    en: str


# Kept with the photo are both languages, whatever the page's is; the good's name takes the place of {}.
_SHOWN: tuple[tuple[Callable[[], str], str, str], ...] = (
    (lambda: _("Front of the pack"), "{}, mặt trước bao bì", "{}, front of the pack"),
    (lambda: _("Label with the ingredients"), "{}, nhãn ghi thành phần", "{}, label with the ingredients"),
    (lambda: _("On a plate"), "{} bày ra đĩa", "{} on a plate"),
    (lambda: _("Seen from near"), "{} nhìn gần", "{} seen from near"),
    (lambda: _("Who makes it"), "Người làm ra {}", "The people who make {}"),
    (lambda: _("Where it is made"), "Nơi làm ra {}", "The place where {} is made"),
)


def suggested_words(name_vi: str, name_en: str) -> list[Suggestion]:
    """Words to choose from for the photos of a good with these names."""
    return [Suggestion(label(), vi.format(name_vi), en.format(name_en)) for label, vi, en in _SHOWN]
