"""The door for those who keep the shop running: `flask` commands."""

from __future__ import annotations

from flask import Flask
from flask_migrate import Migrate

from shop.commands.demo import demo
from shop.commands.register import register
from shop.commands.scale import scale
from shop.commands.stock import stock
from shop.config import ROOT
from shop.database import db


def add_to(app: Flask) -> None:
    """Make every command known to `flask --app wsgi`."""
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    for group in (demo, register, scale, stock):
        app.cli.add_command(group)
