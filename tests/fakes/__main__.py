"""Both stand-ins beside a demonstration: `python -m tests.fakes --shop http://127.0.0.1:8000`.

`--settings` only prints the settings under which the shop finds them, as lines for a shell to read; what is set
already is left alone. Both read the same settings, so they share their secrets with the shop.
"""

from __future__ import annotations

import argparse
import os
import shlex
import socket
import sys
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from shop import clock
from tests.fakes.bank import fake as bank
from tests.fakes.server import PortTaken, wait_for_end
from tests.fakes.stripe import fake as stripe

KEPT = Path(__file__).resolve().parents[2] / "instance"


def main() -> None:
    """Read the arguments and run until Ctrl-C."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--shop", default="http://127.0.0.1:8000", help="where the shop takes messages")
    given.add_argument("--pages", default="", help="the shop's public address; its host is the pages' host too")
    given.add_argument("--host", default="127.0.0.1")
    given.add_argument("--stripe-port", type=int, default=0)
    given.add_argument("--bank-port", type=int, default=0)
    given.add_argument("--settings", action="store_true")
    options = given.parse_args()
    pages = (options.pages or options.shop).rstrip("/")
    if options.settings:
        print_settings(options.host, options.stripe_port, options.bank_port, pages)
        return
    run(options, pages)


def print_settings(host: str, stripe_port: int, bank_port: int, pages: str) -> None:
    """`export NAME=value` for each setting, with the wished ports, or free ones where those are taken."""
    stripe_port = free_port(host, stripe_port)
    bank_port = free_port(host, bank_port, but=stripe_port)
    name = urlsplit(pages).hostname
    cards, transfers = f"http://{name}:{stripe_port}", f"http://{name}:{bank_port}"
    settings = {
        "STRIPE_SECRET_KEY": stripe.SECRET_KEY,
        "STRIPE_WEBHOOK_SECRET": stripe.WEBHOOK_SECRET,
        "STRIPE_API_BASE": f"http://{_reachable(host)}:{stripe_port}",
        "STRIPE_CHECKOUT_ORIGIN": cards,
        "BANK_LIST_URL": f"http://{_reachable(host)}:{bank_port}/transactions",
        "BANK_LIST_TOKEN": bank.LIST_TOKEN,
        "DEMONSTRATION_BANK_URL": transfers,
        "FAKE_STRIPE_PORT": str(stripe_port),
        "FAKE_BANK_PORT": str(bank_port),
    }
    for setting, value in settings.items():
        if not os.environ.get(setting) or setting.startswith("FAKE_"):
            print(f"export {setting}={shlex.quote(value)}")


def run(options: argparse.Namespace, pages: str) -> None:
    """Serve both, each thing kept in instance/ so that a restart knows open payments."""
    if os.environ.get("SHOP_ENV", "production") == "production":
        sys.exit("The stand-ins for the card company and the bank never run beside a shop in production.")
    if begins := os.environ.get("SHOP_NOW"):
        clock.start_from(datetime.fromisoformat(begins))
    KEPT.mkdir(exist_ok=True)
    name = urlsplit(pages).hostname
    try:
        cards = stripe.FakeStripe(
            host=options.host,
            port=options.stripe_port,
            shop=options.shop,
            secret_key=os.environ.get("STRIPE_SECRET_KEY", stripe.SECRET_KEY),
            webhook_secret=os.environ.get("STRIPE_WEBHOOK_SECRET", stripe.WEBHOOK_SECRET),
            kept_in=KEPT / "demonstration_cards.json",
            page_base=f"http://{name}:{options.stripe_port}" if options.stripe_port else "",
        )
        transfers = bank.FakeBank(
            host=options.host,
            port=options.bank_port,
            shop=options.shop,
            shop_pages=pages,
            number=os.environ.get("BANK_ACCOUNT", bank.NUMBER),
            holder=os.environ.get("BANK_ACCOUNT_NAME", bank.HOLDER),
            secret=os.environ.get("BANK_WEBHOOK_SECRET", bank.WEBHOOK_SECRET),
            token=os.environ.get("BANK_LIST_TOKEN", bank.LIST_TOKEN),
            kept_in=KEPT / "demonstration_bank.json",
        )
    except PortTaken as taken:
        sys.exit(f"{taken} Set FAKE_STRIPE_PORT and FAKE_BANK_PORT to free ones.")
    print(
        f"  Payments are played: cards at {cards.start().address}, transfers at {transfers.start().address}", flush=True
    )
    try:
        wait_for_end()
    except KeyboardInterrupt:
        cards.stop()
        transfers.stop()


def free_port(host: str, wished: int, *, but: int = 0) -> int:
    """The wished port where it is free, else any free one."""
    for port in (wished, 0, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
            if found != but:
                return found
    sys.exit("No port is free for the demonstration's card page and bank.")


def _reachable(host: str) -> str:
    return "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104


if __name__ == "__main__":
    main()
