"""`flask keys`: keys that sign what the register says of certificates, for labels that phones check offline."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from shop import clock
from shop.attestation import (
    KeyAlreadyWithdrawn,
    NoSuchKey,
    current_key,
    forget_private_keys,
    keep_private_key,
    list_keys,
    new_key_pair,
    publish_key,
    withdraw_key,
)
from shop.config import Config
from shop.database import transaction

keys = AppGroup("keys", help="Keys that sign labels.")


@keys.command("list")
def show() -> None:
    """Print a line for each key: its number, since when, and whether it signs, counts or was withdrawn."""
    config: Config = current_app.config["SHOP"]
    current = current_key(config.keys_dir)
    for key in list_keys():
        state = "signs" if key is current else "counts"
        if key.withdrawn_at is not None:
            state = f"withdrawn {key.withdrawn_at:%Y-%m-%d}: {key.why_withdrawn}"
        click.echo(f"{key.kid}\t{key.made_at:%Y-%m-%d}\t{state}")


@keys.command("new")
def new() -> None:
    """Make a key that signs from now on; what earlier keys signed stays good, their private halves are deleted."""
    config: Config = current_app.config["SHOP"]
    pair = new_key_pair()
    keep_private_key(config.keys_dir, pair)
    with transaction():
        publish_key(pair, clock.now())
    forget_private_keys(config.keys_dir, but=pair.kid)
    click.echo(pair.kid)


@keys.command("withdraw")
@click.argument("kid")
@click.option("--why", required=True, help="Told to everybody who checks a label that this key signed.")
def withdraw(kid: str, why: str) -> None:
    """From now on nothing that the key KID signed counts: labels with it must be printed anew. There is no way back."""
    config: Config = current_app.config["SHOP"]
    try:
        with transaction():
            withdraw_key(kid, why, clock.now())
    except NoSuchKey as refusal:
        raise click.ClickException(f"no key is called {kid}; see `flask keys list`") from refusal
    except KeyAlreadyWithdrawn as refusal:
        raise click.ClickException(f"{kid} was withdrawn before") from refusal
    current = current_key(config.keys_dir)
    forget_private_keys(config.keys_dir, but=current.kid if current else None)
