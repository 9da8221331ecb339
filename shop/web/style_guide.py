"""Every component in every state, for those who build pages; not served in production."""

from __future__ import annotations

from flask import Blueprint, render_template

from shop.web.style_guide_examples import EXAMPLES

door = Blueprint("style_guide", __name__)


@door.get("/style-guide")
def index() -> str:
    """The page of all components."""
    return render_template("style_guide/index.html", **EXAMPLES)
