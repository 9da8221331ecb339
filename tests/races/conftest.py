"""The served shop of the races."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import faults, fresh_database, running, settings
from tests.serving import ServedShop


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedShop]:
    """The shop, served over a fresh database for all tests of a file; the audit is clean in the end."""
    folder = tmp_path_factory.mktemp("served")
    for url in fresh_database(request, request.param, folder):
        for _ in running(settings(url, folder)):
            with ServedShop(url, folder) as shop:
                yield shop
            assert faults() == []
