"""Is this the person's password? Counted before it is looked at, and as slow for people who do not exist."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app, request

from shop import clock
from shop.accounts import Person, find_person_by_email, normal_email, renew_hash
from shop.config import Config
from shop.database import transaction
from shop.throttles import Limit, count_try, forget_tries, network_of
from shop.web.session_user import password_hasher

# At most 20 guesses at an account in any hour.
GUESSES = Limit("password", 10, timedelta(minutes=6))
CODES = Limit("code", 10, timedelta(minutes=6))
MAILS = Limit("mail", 5, timedelta(minutes=20))
# What all visitors together may make this shop hash: a second of one core in each second.
HASHES = Limit("hashes", 120, timedelta(milliseconds=70))


def count_visit() -> None:
    """Count, within a transaction, a login, registration or lost password of this visitor; refuses TooManyTries."""
    config: Config = current_app.config["SHOP"]
    visits = Limit("visitor", max(2, config.rate_logins // 2), timedelta(hours=1) / max(1, config.rate_logins))
    count_try(visits, network_of(request.remote_addr or ""), clock.now_elsewhere())


def count_mail(address: str) -> None:
    """Count, within a transaction, a mail that this visitor makes the shop send; refuses TooManyTries."""
    count_visit()
    count_try(MAILS, normal_email(address), clock.now_elsewhere())


def hash_password(password: str) -> str:
    """What is stored of a new password; refuses TooManyTries and TooBusy. Never inside a transaction."""
    with transaction():
        count_try(HASHES, "", clock.now_elsewhere())
    return password_hasher().hash(password)


def prove_password(email: str, password: str) -> Person | None:
    """The person whose address and password these are, or None; refuses TooManyTries and TooBusy."""
    with transaction():
        count_visit()
        count_try(GUESSES, normal_email(email), clock.now_elsewhere())
        count_try(HASHES, "", clock.now_elsewhere())
    person = _find(email)
    stored = person.password_hash if person else None
    if not password_hasher().is_right(stored, password):
        return None
    if person is not None and stored is not None and password_hasher().is_outdated(stored):
        _renew(person.id, password)
    with transaction():
        forget_tries(GUESSES, normal_email(email))
    return _find(email)


def fits_hash(stored: str, email: str, password: str) -> bool:
    """Is it the password of a hash that is no person's yet? Counted like any other guess."""
    with transaction():
        count_visit()
        count_try(GUESSES, normal_email(email), clock.now_elsewhere())
        count_try(HASHES, "", clock.now_elsewhere())
    return password_hasher().is_right(stored, password)


def _find(email: str) -> Person | None:
    """A person of the demonstration is nobody in a real shop: everybody knows the password."""
    config: Config = current_app.config["SHOP"]
    person = find_person_by_email(email)
    return None if person and person.is_demonstration and not config.is_demonstration else person


def _renew(person_id: int, password: str) -> None:
    renewed = password_hasher().hash(password)
    with transaction():
        renew_hash(person_id, renewed)
