"""`python -m tests.fakes.stripe --port 8001 --shop http://127.0.0.1:8000`: this stand-in alone, with nothing kept."""

from __future__ import annotations

import argparse
import sys

from tests.fakes.server import PortTaken, wait_for_end
from tests.fakes.stripe.fake import FakeStripe


def main() -> None:
    """Read the arguments and run until Ctrl-C."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--port", type=int, default=0)
    given.add_argument("--shop", default="", help="where the shop takes messages; unset: nothing is sent")
    options = given.parse_args()
    try:
        fake = FakeStripe(port=options.port, shop=options.shop).start()
    except PortTaken as taken:
        sys.exit(str(taken))
    print(fake.address, flush=True)
    try:
        wait_for_end()
    except KeyboardInterrupt:
        fake.stop()


if __name__ == "__main__":
    main()
