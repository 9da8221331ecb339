"""The files of photos in reviews that are gone: nobody should find them any more."""

from __future__ import annotations

from collections.abc import Iterable

from flask import current_app

from shop.config import Config
from shop.photo_files import remove_files


def remove_photos(photos: Iterable[tuple[str, int]]) -> None:
    """Delete the files of photos by stem and width, after the commit that took their rows away."""
    config: Config = current_app.config["SHOP"]
    for stem, width in photos:
        remove_files(stem, width, config.media_dir)
