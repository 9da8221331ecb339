"""`flask demo`: the demonstration."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from shop import clock
from shop.config import ROOT, Config
from shop.demonstration import RegisterNotTaken, load_demonstration

REGISTER = ROOT / "data" / "ocop_register.csv"

demo = AppGroup("demo", help="The demonstration: real register, invented prices, stock and texts.")


@demo.command("load")
def load() -> None:
    """Take the register in and offer its certified goods at invented prices; done already, this changes nothing."""
    config: Config = current_app.config["SHOP"]
    if config.is_production:
        raise click.ClickException("prices and texts of the demonstration are invented: not in production")
    try:
        load_demonstration(REGISTER, clock.now(), click.echo)
    except RegisterNotTaken as reason:
        raise click.ClickException(f"the register was refused: {reason}") from reason
