"""The table of contents of the program."""

from __future__ import annotations

from flask import Flask

from shop import (
    api,
    clock,
    commands,
    dashboard,
    database,
    kiosk,
    office,
    programme,
    schedule,
    storefront,
    web,
    webhooks,
)
from shop.config import ROOT, Config


def create_app(config: Config) -> Flask:
    """The whole shop, ready to serve, for one set of settings."""
    app = Flask("shop", static_folder=None, template_folder=str(ROOT / "templates"), root_path=str(ROOT))
    app.config.from_mapping(config.for_flask())
    clock.start_from(config.starts_at)
    database.connect_to(app)
    app.register_blueprint(storefront.door)
    app.register_blueprint(dashboard.door)
    app.register_blueprint(office.door)
    app.register_blueprint(programme.door)
    app.register_blueprint(programme.feed_door)
    app.register_blueprint(kiosk.door)
    app.register_blueprint(api.door)
    app.register_blueprint(webhooks.door)
    commands.add_to(app)
    schedule.add_to(app)
    web.prepare(app, config)
    return app
