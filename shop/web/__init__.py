"""What every door shares."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from shop.config import Config
from shop.web import (
    cross_origin,
    health,
    language,
    media,
    page_cache,
    present_cart,
    refusals,
    remembered_province,
    security_headers,
    session_user,
    static_release,
    style_guide,
    templating,
)


def prepare(app: Flask, config: Config) -> None:
    """Give the application its languages, templates, error pages, headers, health addresses and static files."""
    language.prepare(app)
    templating.prepare(app, config)
    refusals.prepare(app)
    security_headers.prepare(app, config)
    cross_origin.prepare(app, config)
    session_user.prepare(app, config)
    present_cart.prepare(app)
    remembered_province.prepare(app)
    app.register_blueprint(health.door)
    app.register_blueprint(media.door)
    if not config.is_production:
        app.register_blueprint(style_guide.door)
    static_release.prepare(app, config)
    page_cache.prepare(app)
    if config.trusted_proxies:
        count = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
