"""Let go of stored files that nothing names any more."""

from __future__ import annotations

from flask import current_app

from shop import clock
from shop.catalogue import photos
from shop.config import Config
from shop.database import named_stems, transaction
from shop.photo_files import sweep_files


def sweep_stored_files() -> None:
    """Forget photos that were taken off long ago; then delete the files that no row of any table names."""
    with transaction():
        photos.forget_removed_photos(clock.now())
    config: Config = current_app.config["SHOP"]
    # Files are as old as the machine says, wherever the shop's clock was put.
    sweep_files(config.media_dir, named_stems(), at=clock.now_elsewhere())
