"""`flask mails`: what the outbox holds."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from shop.notifications import MessageState, list_messages
from shop.web.mails import render_mail

mails = AppGroup("mails", help="Mails that wait, were sent, kept or given up.")


@mails.command("list")
@click.option("--state", type=click.Choice([state.value for state in MessageState]), help="Only these.")
@click.option("--to", "recipient", help="Only to this address.")
@click.option("--words", is_flag=True, help="Print what they say, links included where they still open something.")
def show(state: str | None, recipient: str | None, words: bool) -> None:
    """Print the latest mails, newest first."""
    for message in list_messages(state=MessageState(state) if state else None, recipient=recipient):
        line = (message.created_at.isoformat(), message.state, message.kind, message.recipient, message.trouble)
        click.echo("\t".join(line))
        if words and message.recipient:
            mail = render_mail(message.kind, message.language, {"token": "", **message.facts, **message.secrets})
            click.echo(f"\n{mail.subject}\n\n{mail.text}")
