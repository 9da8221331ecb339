"""`flask scale`: synthetic goods for benchmarks."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from shop import clock
from shop.database import transaction
from shop.demonstration.scale import load_synthetic_goods

scale = AppGroup("scale", help="Synthetic goods for benchmarks; each is marked as made up.")


@scale.command("load")
@click.option("--products", type=click.IntRange(0, 1_000_000), required=True, help="How many there shall be in all.")
def load(products: int) -> None:
    """Have so many synthetic certified goods on sale; those that are there already stay."""
    with transaction(seconds=600):
        added = load_synthetic_goods(products, clock.now())
    click.echo(f"{added} synthetic goods added, {products} wanted")
