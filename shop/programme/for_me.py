"""How much waits for the present officer."""

from __future__ import annotations

from shop.certification import count_waiting_acts
from shop.joining import count_waiting_applications
from shop.programme.scope import present_scope
from shop.web.acting import present_hand


def count_acts_for_me() -> int:
    """The acts in their province that wait for a second person and that somebody else asked for."""
    return count_waiting_acts(present_scope(), not_by=present_hand())


def count_applications_for_me() -> int:
    """The applications for stalls in their province that wait for a decision."""
    return count_waiting_applications(present_scope().province_code)
