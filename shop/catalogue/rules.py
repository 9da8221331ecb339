"""Pure decisions of the catalogue: unit prices, how photos are addressed, which words mean a group or a kind."""

from __future__ import annotations

from typing import NamedTuple

from shop.values.money import Vnd, unit_price

PHOTO_WIDTHS = (320, 640, 1280)
PHOTO_FORMATS = ("avif", "webp")

# Net unit of a pack -> the amount that unit prices are quoted for, and how that amount is called.
_QUOTED = {"g": (100, "100g"), "ml": (1000, "litre")}


class UnitPrice(NamedTuple):
    """Whole dong for `unit`: "100g" or "litre"."""

    price_vnd: int
    unit: str


def quoted_unit_price(price_vnd: int, net_amount: int, net_unit: str) -> UnitPrice | None:
    """The unit price of a pack in dong per 100 grams or per litre; None for goods counted in pieces."""
    if net_unit not in _QUOTED or net_amount <= 0:
        return None
    per, unit = _QUOTED[net_unit]
    return UnitPrice(unit_price(Vnd(price_vnd), net_amount, per), unit)


class PhotoSources(NamedTuple):
    """Where the stored widths of one photo are found. `width` and `height` are those of the largest."""

    stem: str
    width: int
    height: int
    alt_vi: str
    alt_en: str

    @property
    def widths(self) -> tuple[int, ...]:
        """The stored widths in pixels, the smallest first; never wider than the photo."""
        return photo_widths(self.width)

    def url(self, width: int, form: str = "webp") -> str:
        """The address of one stored width as avif or webp."""
        return f"/media/{photo_path(self.stem, width, form)}"

    def srcset(self, form: str = "avif") -> str:
        """All widths, as the attribute srcset wants them."""
        return ", ".join(f"{self.url(width, form)} {width}w" for width in self.widths)


def photo_widths(width: int) -> tuple[int, ...]:
    """In which widths a photo so many pixels wide is stored; a small one in its own only."""
    return tuple(wanted for wanted in PHOTO_WIDTHS if wanted < width) + ((width,) if width <= PHOTO_WIDTHS[-1] else ())


def photo_path(stem: str, width: int, form: str) -> str:
    """The path of one file below the media folder."""
    return f"{stem[:2]}/{stem}-{width}.{form}"
