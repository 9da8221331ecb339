"""What kinds of goods are called on the tablet."""

from functools import partial

from shop.catalogue import KIND_NAMES
from shop.kiosk.words import Words
from shop.web.language import current_language


def _kind(kind: str) -> str:
    return KIND_NAMES[kind][current_language() == "en"]


WORDS: Words = {f"kind.{kind}": partial(_kind, kind) for kind in KIND_NAMES}
