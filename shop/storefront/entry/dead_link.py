"""What a link says that no longer opens anything."""

from __future__ import annotations

from flask import render_template


def show_dead_link() -> tuple[str, int]:
    """The page that says so and how to get a new one; the same for used, old and made-up links."""
    return render_template("storefront/entry/dead_link.html"), 410
