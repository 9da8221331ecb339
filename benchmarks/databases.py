"""Fresh databases for one measurement: the shop's, filled by its own commands, and the sketch's."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import ROOT, tree_of
from benchmarks.sketch import fill_postgresql, fill_sqlite
from tests.postgresql import Cluster

KEY = "only-for-measuring-" * 3


@dataclass(frozen=True)
class Databases:
    """Where both databases are, and the process of their server, if they have one."""

    shop_url: str
    sketch: str
    postmaster: int | None

    @property
    def processes(self) -> list[int]:
        """The database server's processes: their work counts as the page's."""
        return tree_of(self.postmaster) if self.postmaster else []


@contextmanager
def fresh_databases(kind: str, products: int, folder: Path) -> Iterator[Databases]:
    """Both databases with that many goods, gone afterwards."""
    if kind == "sqlite":
        found = Databases(f"sqlite:///{folder / 'shop.db'}", str(folder / "sketch.db"), None)
        fill_sqlite(folder / "sketch.db", products)
        _fill_shop(found.shop_url, products, folder)
        yield found
        return
    with Cluster() as cluster:
        for name in ("shop", "sketch"):
            cluster.create(name)
        postmaster = int((cluster.folder / "data" / "postmaster.pid").read_text().split()[0])
        sketch = f"host={cluster.folder} user=shop dbname=sketch"
        fill_postgresql(sketch, products)
        _fill_shop(cluster.url("shop"), products, folder)
        yield Databases(cluster.url("shop"), sketch, postmaster)


def shop_environment(url: str, folder: Path, port: int = 0) -> dict[str, str]:
    """The shop's settings while it is measured: as in production, but for the demonstration's notices."""
    return {
        "DATABASE_URL": url,
        "SECRET_KEY": KEY,
        "SHOP_ENV": "demonstration",
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
        "MEDIA_DIR": str(folder / "media"),
        "KEYS_DIR": str(folder / "keys"),
        "OPEN_DATA_DIR": str(folder / "open-data"),
        # Each shopper of the crowds comes from an address of their own, so that throttles count them apart.
        "TRUSTED_PROXIES": "1",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "PYTHONDONTWRITEBYTECODE": "",
    }


def fill_up(found: Databases, folder: Path) -> str:
    """Fees, and plenty of stock of some goods; the numbers of their packs, one a line."""
    return _run("benchmarks.stocking", url=found.shop_url, folder=folder)


def _fill_shop(url: str, products: int, folder: Path) -> None:
    for command in (("db", "upgrade"), ("scale", "load", "--products", str(products))):
        _run("flask", "--app", "wsgi", *command, url=url, folder=folder)


def _run(*module: str, url: str, folder: Path) -> str:
    """What a module of the shop's says, run with the settings of a database; RuntimeError where it fails."""
    result = subprocess.run(
        [sys.executable, "-m", *module],
        cwd=ROOT,
        env={**os.environ, **shop_environment(url, folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    if result.returncode:
        raise RuntimeError(f"{' '.join(module)}: {result.stderr[-2000:]}")
    return result.stdout
