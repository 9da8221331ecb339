"""Stalls for tests."""

from __future__ import annotations

from datetime import date

from shop.database import transaction
from shop.photo_files import StoredPhoto
from shop.stalls import Holiday, publish_stall, take_holiday, tell_story
from tests.factories.products import LONG_AGO

STORY = "Chúng tôi là **bảy hộ** ở Vĩnh Yên.\n\n- hái bằng tay\n- sao lửa nhỏ"


def a_photo(number: int = 1) -> StoredPhoto:
    """A photo that would be on disk."""
    return StoredPhoto(f"{number:032x}", 1280, 720)


def open_stall(producer_id: int, story: str = STORY) -> None:
    """A published stall with a story."""
    with transaction():
        tell_story(producer_id, story)
        publish_stall(producer_id, LONG_AGO)


def send_on_holiday(producer_id: int, first: str, last: str, *, today: str | None = None) -> None:
    """A stall that takes no orders from a day through another."""
    days = Holiday(date.fromisoformat(first), date.fromisoformat(last))
    with transaction():
        take_holiday(producer_id, days, today=date.fromisoformat(today) if today else days.first_day)
