"""What a device sold. Answered item by item; what is answered is stored."""

from __future__ import annotations

from typing import Any

from flask import Response

from shop import clock
from shop.database import transaction
from shop.fairs import Contact, SaleAnswer, last_number_without_gap, note_contact, take_in_sales
from shop.kiosk.api.answers import answer
from shop.kiosk.api.device import present_device
from shop.kiosk.api.reading import read_items

# So many are made to last at once: others who write, shoppers among them, wait no longer than for these.
AT_ONCE = 20


def sales() -> Response:
    """Take in at most a hundred sales, each for itself; the same sent again has the same answer."""
    items, device_id = read_items("sales"), present_device().id
    answers: list[SaleAnswer] = []
    for start in range(0, len(items), AT_ONCE):
        with transaction():
            answers += take_in_sales(device_id, items[start : start + AT_ONCE], at=clock.now())
    with transaction():
        note_contact(device_id, Contact(), at=clock.now())
        last_seq = last_number_without_gap(device_id)
    return answer({"sales": [_told(one) for one in answers], "last_seq": last_seq})


def _told(one: SaleAnswer) -> dict[str, Any]:
    return {
        "sale_id": one.sale_id,
        "status": one.status.value,
        "receipt": one.receipt,
        "exceptions": list(one.exceptions),
    }
