"""`flask fairs`: which booths there are, and tablets that sell for them."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from shop.fairs import list_fairs

fairs = AppGroup("fairs", help="Fairs and their booths.")


@fairs.command("list")
def list_booths() -> None:
    """Print a line for each booth: its code, its fair, the fair's days."""
    for fair in list_fairs():
        for booth in fair.booths:
            click.echo(f"{booth.code}\t{fair.name}\t{fair.starts_on} {fair.ends_on}")
