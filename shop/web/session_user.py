"""Who is logged in: the browser holds a token in a signed cookie, the session it names lies in the database.

Only pages that are somebody's own may ask; a public page that did would no longer be the same for everybody.
"""

from __future__ import annotations

from datetime import datetime

from flask import Flask, Response, current_app, g, request, session
from flask_login import LoginManager, current_user, login_user

from shop import clock
from shop.accounts import (
    LoginSession,
    PasswordHasher,
    Person,
    SessionEnd,
    begin_session,
    end_session,
    find_session,
    needs_sign_of_life,
    note_sign_of_life,
)
from shop.config import Config
from shop.database import transaction

HALFWAY = "halfway"


class SignedIn:
    """Somebody in one session, as flask-login knows them."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, found: LoginSession, token: str) -> None:
        self.person: Person = found.person
        self.person_id: int = found.person_id
        self.session_id: int = found.id
        self._token = token

    def get_id(self) -> str:
        """The session's token: it stops working when the session ends."""
        return self._token


class _Manager(LoginManager):  # type: ignore[misc]  # flask-login is not typed
    def _update_remember_cookie(self, response: Response) -> Response:
        """Nothing: there is no such cookie here, and looking for it would make every page depend on cookies."""
        return response


def prepare(app: Flask, config: Config) -> None:
    """Let the application know people by their sessions."""
    manager = _Manager()
    manager.init_app(app, add_context_processor=False)
    manager.session_protection = None
    manager.user_loader(_find_signed_in)
    app.before_request(_know_nobody_yet)
    app.extensions["password_hasher"] = PasswordHasher(cheap=config.environment == "test")


def signed_in() -> SignedIn | None:
    """Who is logged in, or None. Makes the answer depend on the cookie: never for public pages."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def password_hasher() -> PasswordHasher:
    """What checks and hashes passwords, a few at a time in this process."""
    hasher: PasswordHasher = current_app.extensions["password_hasher"]
    return hasher


def sign_in(person: Person) -> bool:
    """Begin a session for somebody whose password was right; False while the code of the second step is to come.

    The browser gets a new token; a session that it had before ends, and whatever was set for it is forgotten.
    """
    person_id, is_halfway, now = person.id, person.has_second_step, clock.now()
    with transaction():
        _end_present(SessionEnd.REPLACED, now)
        token = begin_session(person_id, device=_device(), at=now, is_halfway=is_halfway)
    session.clear()
    if is_halfway:
        session[HALFWAY] = token
    else:
        _remember(token, now)
    return not is_halfway


def halfway_session() -> LoginSession | None:
    """The session of somebody who has yet to give the code of the second step."""
    token = session.get(HALFWAY)
    found = find_session(token, clock.now(), is_halfway=True) if isinstance(token, str) else None
    return found if found is not None and _may_enter(found) else None


def finish_sign_in(found: LoginSession) -> None:
    """Begin the whole session in place of the one that was halfway, after its code was right."""
    person_id, number, now = found.person_id, found.id, clock.now()
    with transaction():
        end_session(number, person_id, SessionEnd.REPLACED, now)
        token = begin_session(person_id, device=_device(), at=now)
    session.clear()
    _remember(token, now)


def renew_sign_in(person: Person) -> None:
    """Begin a new session for who is logged in already, after the ones of before were ended."""
    person_id, now = person.id, clock.now()
    with transaction():
        token = begin_session(person_id, device=_device(), at=now)
    session.clear()
    _remember(token, now)


def forget_sign_in() -> None:
    """Take everything of the person out of the browser; the session itself is ended already."""
    session.clear()


def sign_out() -> None:
    """End the present session, here and in the browser."""
    with transaction():
        _end_present(SessionEnd.LOGOUT, clock.now())
    session.clear()


def _know_nobody_yet() -> None:
    """Forget who asked before, where several requests share one application context, as in tests."""
    g.pop("_login_user", None)


def _find_signed_in(token: object) -> SignedIn | None:
    now = clock.now()
    found = find_session(token, now) if isinstance(token, str) else None
    if found is None or not _may_enter(found):
        return None
    who = SignedIn(found, str(token))
    if needs_sign_of_life(found, now):
        with transaction():
            note_sign_of_life(who.session_id, now)
        # The browser keeps the cookie for as long again.
        session.modified = True
    return who


def _may_enter(found: LoginSession) -> bool:
    """The demonstration's people have passwords that everybody knows: they open the demonstration only."""
    config: Config = current_app.config["SHOP"]
    return config.is_demonstration or not found.person.is_demonstration


def _remember(token: str, now: datetime) -> None:
    session.permanent = True
    found = find_session(token, now)
    if found is not None:
        login_user(SignedIn(found, token))


def _end_present(because: SessionEnd, now: datetime) -> None:
    for token, is_halfway in ((session.get("_user_id"), False), (session.get(HALFWAY), True)):
        found = find_session(token, now, is_halfway=is_halfway) if isinstance(token, str) else None
        if found is not None:
            end_session(found.id, found.person_id, because, now)


def _device() -> str:
    return request.user_agent.string
