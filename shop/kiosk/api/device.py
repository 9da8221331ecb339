"""Who sends: a device that proves itself by its token. No cookie is read here, so no page of another site can act."""

from __future__ import annotations

from flask import Blueprint, g, request

from shop.fairs import BoothDevice, find_device_of_token
from shop.kiosk.api.answers import NotAnswered

SCHEME = "bearer"


def device_only(door: Blueprint) -> None:
    """Let in devices that are paired and were not revoked, and nobody else."""
    door.before_request(_know_device)


def present_device() -> BoothDevice:
    """The device that asks, with its booth and fair; behind the guard there is always one."""
    device: BoothDevice = g.booth_device
    return device


def present_token() -> str:
    """The token that the device proved itself by; empty for none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == SCHEME else ""


def _know_device() -> None:
    token = present_token()
    device = find_device_of_token(token) if token else None
    if device is None or not device.is_live:
        error = "device_unknown" if device is None else "device_revoked"
        raise NotAnswered(error, 401, {"WWW-Authenticate": "Bearer"})
    g.booth_device = device
