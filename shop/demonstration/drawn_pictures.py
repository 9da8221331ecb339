"""Pictures of the demonstration, drawn: terraced hills for the head of a stall, and people under a conical hat.

They stand where a producer's photos would, go the way of every uploaded photo, and look like nobody and no place.
"""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

# Drawn so much larger and made smaller again, so that no edge is a staircase.
FINER = 2
PAPER, SUN, STRAW, SKIN, HAIR, INK = "#f3e9d2", "#e9b949", "#e3c47c", "#d9a47a", "#3b2c24", "#20281e"
HILLS = ("#cfdcc2", "#a9c29c", "#7fa578", "#4f8557", "#2f6b43")
CLOTHES = {"leaf": "#1e6b3c", "indigo": "#2f4a78", "clay": "#9c3b2a", "plum": "#6b3f63"}


def drawn_hills(turn: float) -> bytes:
    """Hills in the morning, the nearest one planted in rows; another `turn` gives other hills. A PNG."""
    from PIL import Image, ImageDraw

    width, height = 1280 * FINER, 720 * FINER
    picture = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(picture)
    sun = (width * (0.2 + 0.1 * math.sin(turn)), height * 0.3, height * 0.11)
    pen.ellipse((sun[0] - sun[2], sun[1] - sun[2], sun[0] + sun[2], sun[1] + sun[2]), fill=SUN)
    for depth, colour in enumerate(HILLS):
        ridge = [(x, height * _ridge(x / width, depth, turn)) for x in range(0, width + 8, 8)]
        pen.polygon([(0, height), *ridge, (width, height)], fill=colour)
    for row in range(1, 9):
        line = [(x, height * (_ridge(x / width, 4, turn) + 0.035 * row**1.15)) for x in range(0, width + 8, 8)]
        pen.line(line, fill=HILLS[3], width=5 * FINER, joint="curve")
    return _png(picture)


def drawn_person(clothes: str, *, beard: bool = False) -> bytes:
    """Somebody under a conical hat, in clothes of one of CLOTHES. A PNG."""
    from PIL import Image, ImageDraw

    width, height = 640 * FINER, 800 * FINER

    def at(*shares: float) -> list[float]:
        return [share * (height if place % 2 else width) for place, share in enumerate(shares)]

    picture = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.ellipse(at(0.06, 0.12, 0.94, 0.82), fill="#e6ecd8")
    pen.rounded_rectangle(at(0.16, 0.68, 0.84, 1.2), radius=width * 0.2, fill=CLOTHES[clothes])
    pen.polygon(at(0.4, 0.68, 0.6, 0.68, 0.5, 0.84), fill=SKIN)
    pen.ellipse(at(0.31, 0.33, 0.69, 0.72), fill=HAIR)
    pen.ellipse(at(0.335, 0.36, 0.665, 0.7), fill=SKIN)
    if beard:
        pen.chord(at(0.4, 0.56, 0.6, 0.71), 10, 170, fill="#cfc8bd")
    for eye in (0.43, 0.57):
        pen.ellipse(at(eye - 0.012, 0.515, eye + 0.012, 0.534), fill=INK)
    pen.arc(at(0.45, 0.555, 0.55, 0.62), 20, 160, fill=CLOTHES["clay"], width=5 * FINER)
    pen.polygon(at(0.5, 0.16, 0.87, 0.45, 0.13, 0.45), fill=STRAW)
    pen.chord(at(0.13, 0.405, 0.87, 0.495), 0, 180, fill=STRAW)
    for rib in range(1, 6):
        pen.line(at(0.5, 0.16, 0.13 + 0.74 * rib / 6, 0.47), fill="#c9a75c", width=2 * FINER)
    return _png(picture)


def _ridge(x: float, depth: int, turn: float) -> float:
    """How far down a hill begins, as a share of the height, at a share of the width."""
    swing = 0.09 - 0.012 * depth
    waves = math.sin(x * (5 - depth * 0.6) + turn + depth * 1.7) + 0.4 * math.sin(x * 11 + turn * 2 + depth)
    return 0.38 + 0.115 * depth + swing * waves


def _png(picture: Image.Image) -> bytes:
    smaller = picture.resize((picture.width // FINER, picture.height // FINER))
    content = io.BytesIO()
    smaller.save(content, "PNG")
    return content.getvalue()
