"""`flask audit`: does every promise hold?"""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from shop import clock
from shop.reports import audit as find_faults


@click.command("audit")
@with_appcontext
def audit() -> None:
    """Check every invariant; exit 1 with one line for each that is broken."""
    findings = find_faults(clock.now())
    for finding in findings:
        click.echo(str(finding))
    if findings:
        raise click.exceptions.Exit(1)
    click.echo("all invariants hold")
