"""What the stalls of the demonstration say of themselves. All of it is invented and says so; the pictures are drawn."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from shop.accounts import find_person_by_email
from shop.database import transaction
from shop.demonstration.drawn_pictures import drawn_hills, drawn_person
from shop.demonstration.people import HOST
from shop.photo_files import stored_photo
from shop.places import list_communes
from shop.producers import find_producer
from shop.stalls import (
    Contact,
    add_portrait,
    clean_bank_account,
    describe_cover,
    find_bank_account,
    find_stall,
    list_portraits,
    publish_stall,
    set_bank_account,
    set_contact,
    set_cover,
    set_send_days,
    tell_story,
)

FOLDER = Path(__file__).with_name("data")
# Whose stalls these are, in the order of the file.
OWNERS = ("lan", "minh")


def introduce_stalls(media_dir: Path, at: datetime, tell: Callable[[str], None]) -> None:
    """Give the stalls that somebody can log into story, pictures, contact, days and account; what is there stays."""
    told = 0
    for owner, wanted in zip(OWNERS, _wanted(), strict=True):
        person = find_person_by_email(f"{owner}@{HOST}")
        producer_id = min(person.producer_ids, default=None) if person else None
        if person is None or producer_id is None:
            continue
        stall = find_stall(producer_id)
        if stall is None or stall.cover is None:
            _introduce(producer_id, wanted, media_dir, at)
            told += 1
        _give_account(producer_id, wanted, person.id, at)
    tell(f"stalls: {told} introduced themselves")


def _wanted() -> list[Mapping[str, Any]]:
    stalls: list[Mapping[str, Any]] = tomllib.loads((FOLDER / "stalls.toml").read_text(encoding="utf-8"))["stall"]
    return stalls


def _introduce(producer_id: int, wanted: Mapping[str, Any], media_dir: Path, at: datetime) -> None:
    with stored_photo(drawn_hills(wanted["turn"]), media_dir) as cover, transaction():
        tell_story(producer_id, wanted["story_vi"], wanted["story_en"])
        set_cover(producer_id, cover)
        describe_cover(producer_id, wanted["cover_vi"], wanted["cover_en"])
        set_contact(producer_id, _contact(producer_id, wanted))
        set_send_days(producer_id, tuple(wanted["send_days"]))
        publish_stall(producer_id, at)
    for one in wanted["people"] if not list_portraits(producer_id) else ():
        picture = drawn_person(one["clothes"], beard=one.get("beard", False))
        with stored_photo(picture, media_dir) as portrait, transaction():
            add_portrait(producer_id, portrait, one["name"], role_vi=one["role_vi"], role_en=one["role_en"])


def _contact(producer_id: int, wanted: Mapping[str, Any]) -> Contact:
    """The invented contact, in the commune that the register tells, or in any of its province."""
    producer = find_producer(producer_id)
    name, phone, email = wanted["contact_name"], wanted["phone"], wanted["email"]
    home = producer.province_code if producer else None
    communes = list_communes(home) if home else ()
    if producer is None or home is None or not communes:
        return Contact(name, phone, email)
    return Contact(name, phone, email, wanted["street"], producer.commune_code or communes[0].code, home)


def _give_account(producer_id: int, wanted: Mapping[str, Any], person_id: int, at: datetime) -> None:
    if find_bank_account(producer_id) is not None:
        return
    account = clean_bank_account(wanted["bank_bin"], wanted["account"], wanted["account_name"])
    with transaction():
        set_bank_account(producer_id, account, person_id=person_id, at=at)
