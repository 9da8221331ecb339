"""The door for those who keep the shop running: `flask` commands."""

from __future__ import annotations

from typing import Any

import click
from flask import Flask

from shop.commands.accounts import accounts
from shop.commands.audit import audit
from shop.commands.demo import demo
from shop.commands.fairs import fairs
from shop.commands.keys import keys
from shop.commands.mails import mails
from shop.commands.register import register
from shop.commands.scale import scale
from shop.commands.stock import stock
from shop.config import ROOT
from shop.database import db


class MigrationsOnDemand:
    """Stands in for Flask-Migrate until somebody asks for it: web workers save ten megabytes and a quarter second."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, name: str) -> Any:
        self.arrive()
        return getattr(self._app.extensions["migrate"], name)

    def arrive(self) -> None:
        """Put Flask-Migrate and its commands in place."""
        from flask_migrate import Migrate

        Migrate(self._app, db, directory=str(ROOT / "migrations"), render_as_batch=True)


def add_to(app: Flask) -> None:
    """Make every command known to `flask --app wsgi`."""
    migrations = app.extensions["migrate"] = MigrationsOnDemand(app)
    if click.get_current_context(silent=True) is not None:
        migrations.arrive()
    for command in (accounts, audit, demo, fairs, keys, mails, register, scale, stock):
        app.cli.add_command(command)
