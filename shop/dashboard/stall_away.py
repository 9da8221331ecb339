"""Does the stall take orders now?"""

from __future__ import annotations

from datetime import datetime

from shop.stalls import find_stall
from shop.values.dates import vietnam_day


def is_away(producer_id: int, at: datetime) -> bool:
    """Whether the stall is on holiday at the instant, so that nothing of it can be ordered."""
    stall = find_stall(producer_id)
    return stall is not None and stall.holiday_on(vietnam_day(at)) is not None
