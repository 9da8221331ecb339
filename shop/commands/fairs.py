"""`flask fairs`: which booths there are, and tablets that sell for them."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from shop import clock
from shop.database import transaction
from shop.fairs import FairClosed, NoSuchBooth, list_fairs, pair_at_terminal

fairs = AppGroup("fairs", help="Fairs and their booths.")


@fairs.command("list")
def list_booths() -> None:
    """Print a line for each booth: its code, its fair, the fair's days."""
    for fair in list_fairs():
        for booth in fair.booths:
            click.echo(f"{booth.code}\t{fair.name}\t{fair.starts_on} {fair.ends_on}")


@fairs.command("pair")
@click.argument("booth_code")
def pair(booth_code: str) -> None:
    """Make one device of the booth BOOTH_CODE and print its token, which is shown only now."""
    try:
        with transaction():
            paired = pair_at_terminal(booth_code, at=clock.now())
            token = paired.token
    except NoSuchBooth as refusal:
        raise click.ClickException(f"no booth has the code {booth_code}") from refusal
    except FairClosed as refusal:
        raise click.ClickException(f"the fair of {booth_code} is closed") from refusal
    click.echo(token)
