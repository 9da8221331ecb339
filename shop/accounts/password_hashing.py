"""Argon2id, a few at a time: each takes 19 MiB and some 60 ms of a core, which an attacker would like to multiply."""

from __future__ import annotations

from collections.abc import Callable
from threading import BoundedSemaphore
from typing import TypeVar

import argon2
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from shop.accounts.password_rules import LONGEST, normal_password
from shop.values.refusal import Refusal

# OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
PASSES = 2
KIBIBYTES = 19_456
MOST_AT_ONCE = 4
SECONDS_TO_WAIT = 5.0

T = TypeVar("T")


class TooBusy(Refusal):
    """So many passwords are being checked that this one would wait too long."""


class PasswordHasher:
    """Hashes and checks passwords; `cheap` is for tests. Never to be used inside a transaction."""

    def __init__(self, *, cheap: bool = False) -> None:
        passes, kibibytes = (1, 8) if cheap else (PASSES, KIBIBYTES)
        self._argon2 = argon2.PasswordHasher(time_cost=passes, memory_cost=kibibytes, parallelism=1)
        self._turns = BoundedSemaphore(MOST_AT_ONCE)
        self._of_nobody = self._argon2.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """What is stored of a password; refuses TooBusy."""
        return self._in_turn(lambda: self._argon2.hash(normal_password(password)))

    def is_right(self, stored: str | None, password: str) -> bool:
        """Is it the password? Takes as long when there is none (`stored` is None); refuses TooBusy."""
        if len(password) > LONGEST * 4:
            password = ""
        try:
            right = self._in_turn(lambda: self._argon2.verify(stored or self._of_nobody, normal_password(password)))
        except (VerifyMismatchError, InvalidHashError):
            return False
        return bool(right) and stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Was it hashed with less effort than is asked today?"""
        return self._argon2.check_needs_rehash(stored)

    def _in_turn(self, work: Callable[[], T]) -> T:
        if not self._turns.acquire(timeout=SECONDS_TO_WAIT):
            raise TooBusy
        try:
            return work()
        finally:
            self._turns.release()
