"""`flask demo`: the demonstration."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from shop import clock
from shop.config import ROOT, Config
from shop.database import transaction
from shop.demonstration import (
    PASSWORD,
    RegisterNotTaken,
    add_fair,
    add_orders,
    add_past_fair,
    add_people,
    add_targets,
    fill_stall,
    introduce_stalls,
    load_demonstration,
    name_senders,
)
from shop.web.session_user import password_hasher

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
    if config.is_demonstration:
        _let_people_in()
        name_senders(clock.now())
        add_fair(clock.now(), click.echo)
        add_targets(clock.now(), click.echo)


@demo.command("orders")
def orders() -> None:
    """Place a handful of invented orders in different states; done already, this changes nothing."""
    config: Config = current_app.config["SHOP"]
    if not config.is_demonstration:
        raise click.ClickException("these orders are invented: only in the demonstration")
    add_past_fair(clock.now(), click.echo)
    add_orders(clock.now(), click.echo)
    fill_stall(clock.now(), click.echo)
    introduce_stalls(config.media_dir, clock.now(), click.echo)


def _let_people_in() -> None:
    """Add one account for each role and say how to log in; they open no shop but the demonstration."""
    password_hash = password_hasher().hash(PASSWORD)
    with transaction():
        people = add_people(password_hash, clock.now())
    click.echo(f"Accounts of the demonstration, all with the password {PASSWORD}")
    for email, words in people:
        click.echo(f"  {email:<28} {words}")
