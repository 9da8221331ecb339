"""`flask stock`: what lies where, and deltas to it."""

from __future__ import annotations

import json

import click
from flask.cli import AppGroup

from shop import clock
from shop.database import transaction
from shop.stock import WEB, NotEnoughStock, NothingToMove, receive_stock, stock_by_location

stock = AppGroup("stock", help="Stock of packs by location.")


@stock.command("show")
@click.argument("variant_id", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(variant_id: int, as_json: bool) -> None:
    """Print how many pieces of VARIANT_ID lie at each location."""
    locations = stock_by_location(variant_id)
    if as_json:
        click.echo(json.dumps({"variant_id": variant_id, "locations": locations}))
        return
    for location, on_hand in locations.items():
        click.echo(f"{location}\t{on_hand}")


@stock.command("receive", context_settings={"ignore_unknown_options": True})
@click.argument("variant_id", type=int)
@click.argument("quantity", type=int)
@click.option("--location", default=WEB, show_default=True)
@click.option("--reason", default="received", show_default=True)
def receive(variant_id: int, quantity: int, location: str, reason: str) -> None:
    """Add QUANTITY pieces to VARIANT_ID; a negative quantity takes away and wants a --reason."""
    try:
        with transaction():
            receive_stock(variant_id, quantity, at=clock.now(), reason=reason, location=location)
    except NotEnoughStock as refusal:
        raise click.ClickException(f"only {stock_by_location(variant_id).get(location, 0)} there") from refusal
    except NothingToMove as refusal:
        raise click.ClickException("a quantity of 0 changes nothing") from refusal
