"""A sign for the stall in the real world: its address as a QR code, to be printed on A4 or A5."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request, url_for

from shop.config import Config
from shop.dashboard.stall import present_stall
from shop.stalls import find_public_stall
from shop.web.parameters import Parameters
from shop.web.qr import qr_picture

door = Blueprint("sign", __name__)

PAPERS = ("a4", "a5")


@door.get("/bien-hieu")
def index() -> str:
    """The sign as it will be printed."""
    asked = Parameters(request.args)
    paper = asked.choice("paper", list(PAPERS)) or "a4"
    asked.check()
    here = present_stall()
    config: Config = current_app.config["SHOP"]
    path = url_for("storefront.producers.show", slug=here.slug).removeprefix(request.script_root)
    address = config.public_base_url + path
    return render_template(
        "dashboard/sign/index.html",
        paper=paper,
        papers=PAPERS,
        address=address,
        address_words=address.partition("://")[2],
        qr=qr_picture(address),
        known=find_public_stall(here.producer_id),
    )
