"""`flask accounts`: people who are let in by whoever runs the machine."""

from __future__ import annotations

import click
from flask import current_app, url_for
from flask.cli import AppGroup

from shop import clock
from shop.accounts import (
    EmailTaken,
    Role,
    create_account,
    find_person_by_email,
    grant_role,
    is_email,
    make_first_password_link,
    normal_email,
)
from shop.audit_log import Actor
from shop.config import Config
from shop.database import transaction
from shop.places import find_province
from shop.producers import find_producer_by_slug
from shop.web.language import LANGUAGES

accounts = AppGroup("accounts", help="People and their roles.")
BY_COMMAND = Actor(None, "command")
SHOPPER = "shopper"


@accounts.command("create")
@click.argument("email")
@click.option(
    "--role", type=click.Choice([SHOPPER, *(role.value for role in Role)]), default=SHOPPER, show_default=True
)
@click.option("--producer", "slug", help="Whose stall a producer manages: the last part of its page's address.")
@click.option("--province", help="Whose goods an officer keeps: the code of a province; left out, the whole country's.")
@click.option("--name", default="", help="How the person is called.")
@click.option("--language", type=click.Choice(LANGUAGES), default="vi", show_default=True)
def create(email: str, role: str, slug: str | None, province: str | None, name: str, language: str) -> None:
    """Open an account for EMAIL, or give a role to the one there is; prints a link that sets the first password."""
    address = normal_email(email)
    if not is_email(address):
        raise click.ClickException(f"{email!r} is no e-mail address")
    producer_id = _producer_id(role, slug)
    _check_province(role, province)
    with transaction():
        known = find_person_by_email(address)
        try:
            person = known or create_account(address, name=name, language=language, by=BY_COMMAND, at=clock.now())
        except EmailTaken as refusal:
            raise click.ClickException(f"the account of {address} is disabled") from refusal
        if role != SHOPPER:
            grant_role(
                person.id,
                Role(role),
                producer_id=producer_id,
                is_owner=producer_id is not None,
                province_code=province,
                by=BY_COMMAND,
                at=clock.now(),
            )
        token = make_first_password_link(person, clock.now()) if person.password_hash is None else None
    click.echo(f"{address} is {role}" + (f" of {slug}" if slug else ""))
    if token:
        click.echo(f"set the password within three days: {_link(token)}")


def _producer_id(role: str, slug: str | None) -> int | None:
    if (role == Role.PRODUCER) != (slug is not None):
        raise click.ClickException("--producer goes with --role producer, and only with it")
    producer = find_producer_by_slug(slug) if slug else None
    if slug and producer is None:
        raise click.ClickException(f"there is no producer {slug!r}; see the addresses under /nha-san-xuat")
    return producer.id if producer else None


def _check_province(role: str, code: str | None) -> None:
    if code is not None and role != Role.OFFICER:
        raise click.ClickException("--province goes with --role officer only")
    if code is not None and find_province(code) is None:
        raise click.ClickException(f"there is no province with the code {code!r}")


def _link(token: str) -> str:
    config: Config = current_app.config["SHOP"]
    with current_app.test_request_context(base_url=config.public_base_url):
        return config.public_base_url + url_for("storefront.entry.reset.index", token=token)
