"""Line icons drawn into the page: no request, and they take the colour of the text around them."""

import json
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

_SHAPES: dict[str, str] = json.loads(Path(__file__).with_name("icons.json").read_text(encoding="utf-8"))

ICON_NAMES = tuple(sorted(_SHAPES))


@lru_cache(maxsize=512)
def icon(name: str, size: int = 20, label: str | None = None) -> Markup:
    """Return the lucide icon `name` as inline SVG, `size` CSS pixels square.

    Without a label it is decoration and hidden from screen readers; with one it is an image of that name.
    Refuses an unknown name with KeyError: `ICON_NAMES` lists what there is.
    """
    # Marked safe without escaping because it is our own vendored file, never anything that a visitor sent.
    shapes = Markup(_SHAPES[name])  # noqa: S704
    role = Markup('aria-hidden="true"') if label is None else Markup('role="img" aria-label="{}"').format(label)
    return Markup(
        '<svg class="icon" width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" {role}>{shapes}</svg>'
    ).format(size=size, role=role, shapes=shapes)


def icon_symbols(names: tuple[str, ...]) -> Markup:
    """The icons as symbols named `i-<name>`, for pages whose scripts draw them with <use>."""
    drawn = (f'<symbol id="i-{name}" viewBox="0 0 24 24">{_SHAPES[name]}</symbol>' for name in names)
    return Markup("").join(Markup(symbol) for symbol in drawn)  # noqa: S704 - our own vendored file
