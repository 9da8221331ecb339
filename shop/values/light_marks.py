"""Plain text of producers with a few light marks: what it says, block by block. Pure.

The subset of Markdown that people on a phone use anyway: an empty line begins a new paragraph, `## ` a heading, `- ` a
point of a list; `**strong**` and `*emphasis*` within a line. No links, no pictures, no HTML: nothing here makes any,
the template escapes each piece, and marks that mean nothing stay as they were typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from shop.values.folding import nfc

# What stands between two marks holds none itself, so that no text makes the search slow.
_MARKED = re.compile(r"\*\*([^*\s]|[^*\s][^*]*[^*\s])\*\*|\*([^*\s]|[^*\s][^*]*[^*\s])\*")
_HEADING = re.compile(r"#{1,4} +(.+)")
_POINT = re.compile(r"[-*•–+] +(.+)")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200b\u3000]+")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"


class Span(NamedTuple):
    """A run of letters; `mark` is "", "strong" or "emphasis"."""

    text: str
    mark: str = ""


class Block(NamedTuple):
    """A heading or a paragraph (its lines), or a list (its points)."""

    kind: BlockKind
    lines: tuple[tuple[Span, ...], ...]


def tidy_lines(text: str) -> str:
    """The text as it is stored: NFC, one kind of line end, no letters that cannot be seen, at most one empty line."""
    lines = [_SPACES.sub(" ", line).strip() for line in _UNSEEN.sub("", nfc(text)).replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def read_marks(text: str) -> tuple[Block, ...]:
    """The blocks of a text, none for an empty one."""
    return tuple(
        Block(kind, tuple(_spans(line) for line in lines))
        for kind, lines in _blocks(tidy_lines(text.replace("\r\n", "\n")))
    )


def without_marks(text: str) -> str:
    """The words alone, for where no marks can be shown; a space between blocks."""
    lines = (line for block in read_marks(text) for line in block.lines)
    return " ".join("".join(span.text for span in line) for line in lines)


def opening(text: str, longest: int = 220) -> str:
    """The first words of a text without its marks: whole sentences as far as they fit, else whole words."""
    words = without_marks(text)
    if len(words) <= longest:
        return words
    start = words[: longest + 1]
    sentence = max(start.rfind(end) for end in (". ", "! ", "? ", "… "))
    if sentence >= longest // 3:
        return start[: sentence + 1]
    return start[: max(start.rfind(" "), 1)].rstrip(" ,;:–-") + " …"


def _blocks(text: str) -> Iterator[tuple[BlockKind, list[str]]]:
    kind, lines = BlockKind.PARAGRAPH, list[str]()
    for line in text.split("\n"):
        found, words = _kind_of(line)
        if lines and (found is not kind or not words or kind is BlockKind.HEADING):
            yield kind, lines
            lines = []
        kind = found
        if words:
            lines.append(words)
    if lines:
        yield kind, lines


def _kind_of(line: str) -> tuple[BlockKind, str]:
    heading, point = _HEADING.fullmatch(line), _POINT.fullmatch(line)
    if heading:
        return BlockKind.HEADING, heading[1]
    return (BlockKind.LIST, point[1]) if point else (BlockKind.PARAGRAPH, line)


def _spans(line: str) -> tuple[Span, ...]:
    spans, end = list[Span](), 0
    for found in _MARKED.finditer(line):
        if found.start() > end:
            spans.append(Span(line[end : found.start()]))
        spans.append(Span(found[1], "strong") if found[1] else Span(found[2], "emphasis"))
        end = found.end()
    if end < len(line):
        spans.append(Span(line[end:]))
    return tuple(spans)
