"""A shop in which every good of the register is offered from the beginning, so that only certificates decide."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from shop.app import create_app
from shop.catalogue import Product
from shop.database import db, transaction
from tests.conftest import settings

LONG_AGO = datetime.fromisoformat("2010-01-01T00:00:00+07:00")


@pytest.fixture(scope="session")
def whole_register(demonstration_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demonstration with all its goods offered since 2010; for reading only, its context not pushed."""
    folder = tmp_path_factory.mktemp("whole-register")
    shutil.copy(demonstration_database, folder / "shop.db")
    url = f"sqlite:///{folder / 'shop.db'}"
    app = create_app(settings(url, folder, environment="demonstration", rate_api="1000000 per minute"))
    with app.app_context(), transaction() as session:
        for product in session.query(Product):
            product.published_at = LONG_AGO
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
