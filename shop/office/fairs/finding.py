"""The fair, the booth, the tablet an address names; what is not there is answered with 404."""

from __future__ import annotations

from flask import abort

from shop.fairs import Booth, BoothDevice, Fair, get_booth, get_device, get_fair, list_devices
from shop.producers import Producer, find_producer

# Larger numbers are nobody's, and no column could hold them.
BEYOND = 2**31


def present_fair(fair_id: int) -> Fair:
    """The fair of this number."""
    return get_fair(_possible(fair_id))


def present_booth(booth_id: int) -> Booth:
    """The booth of this number, with its fair."""
    return get_booth(_possible(booth_id))


def present_device(device_id: int) -> BoothDevice:
    """The tablet of this number, with its booth and fair."""
    return get_device(_possible(device_id))


def present_producer(producer_id: int) -> Producer:
    """The producer of this number."""
    return find_producer(_possible(producer_id)) or abort(404)


def tablets_of(booth: Booth) -> list[BoothDevice]:
    """The tablets that may sell at a booth."""
    return [one for one in list_devices(booth.fair_id) if one.booth_id == booth.id and one.is_live]


def unsent_at(booth: Booth) -> int:
    """How many sales the booth's tablets said they have not sent: until then the books hold more than lies there."""
    return sum(one.unsent_count or 0 for one in tablets_of(booth))


def _possible(number: int) -> int:
    return number if number < BEYOND else abort(404)
