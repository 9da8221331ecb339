"""The programming interface: questions of the `stripe` package in, objects and refusals out."""

from __future__ import annotations

import copy
import json
import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.faults import Fault, Planned
from tests.fakes.server import Answer, Request, as_json
from tests.fakes.stripe import errors
from tests.fakes.stripe.account import StripeAccount
from tests.fakes.stripe.errors import Refused
from tests.fakes.stripe.form import read_form
from tests.fakes.stripe.objects import API_VERSION, Object

KEYS_LIVE = 24 * 3600
# In which store the object lies that a number names.
STORE_OF = {
    **{"cs": "sessions", "pi": "intents", "ch": "charges", "re": "refunds"},
    **{"du": "disputes", "txn": "balance", "evt": "events"},
}
Answered = tuple[int, str]


@dataclass
class _Key:
    """A request with an idempotency key: what it said, and what it was answered."""

    said: str
    asked_at: int
    answered: Answered | None = None


class StripeInterface:
    """Answers questions about one account."""

    def __init__(self, account: StripeAccount, secret_key: str) -> None:
        self._account, self._secret_key = account, secret_key
        self._keys: dict[str, _Key] = {}
        self._lock = threading.Lock()

    def forget(self) -> None:
        """Forget all idempotency keys."""
        with self._lock:
            self._keys.clear()

    def answer(self, request: Request, planned: Planned | None) -> Answer:
        """The answer to one question."""
        number = f"req_{secrets.token_hex(7)}"
        headers = {"Request_Id": number, "Stripe_Version": request.headers.get("Stripe-Version", API_VERSION)}
        try:
            self._check_key(request)
            status, text, replayed = self._once(request, planned)
        except Refused as refused:
            return as_json(refused.body, refused.status, **headers)
        if replayed:
            headers["Idempotent_Replayed"] = "true"
        return as_json(json.loads(text), status, **headers)

    def _check_key(self, request: Request) -> None:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not given:
            raise Refused("You did not provide an API key.", status=401)
        if given != self._secret_key:
            raise Refused(f"Invalid API Key provided: {given[:8]}***", status=401)

    def _once(self, request: Request, planned: Planned | None) -> tuple[int, str, bool]:
        """The answer and whether it was given before: a key is answered once, whatever happens meanwhile."""
        key = request.headers.get("Idempotency-Key", "")
        if request.method != "POST" or not key:
            return *self._execute(request, planned), False
        said, at = f"{request.path}?{request.body.decode()}", self._account.seconds()
        with self._lock:
            known = self._keys.get(key)
            if known and known.asked_at > at - KEYS_LIVE:
                if known.said != said:
                    raise errors.other_parameters(key)
                if known.answered is None:
                    raise errors.in_progress(key)
                return *known.answered, True
            self._keys[key] = _Key(said, at)
        try:
            answered = self._execute(request, planned)
        except BaseException:
            # What fails the first look was never begun: the key can be used again.
            with self._lock:
                self._keys.pop(key, None)
            raise
        with self._lock:
            self._keys[key].answered = answered
        return *answered, False

    def _execute(self, request: Request, planned: Planned | None) -> Answered:
        if planned and planned.fault is Fault.ERROR_KEPT:
            return 500, json.dumps({"error": {"type": "api_error", "message": "An error on our end."}})
        params = read_form(request.pairs())
        for (method, pattern), act in ROUTES.items():
            match = re.fullmatch(pattern, request.path)
            if match and method == request.method:
                with self._account.lock:
                    found = copy.deepcopy(act(self._account, params, *match.groups()))
                    _expand_all(self._account, found, params.get("expand", []))
                    self._account.save()
                return 200, json.dumps(found)
        raise Refused(f"Unrecognized request URL ({request.method}: {request.path}).", status=404)


def _expand_all(account: StripeAccount, found: Object, paths: Any) -> None:
    for path in paths if isinstance(paths, list) else [paths]:
        _expand(account, found, path.split("."))


def _expand(account: StripeAccount, found: Any, path: list[str]) -> None:
    """Put whole objects where numbers stand, along a path such as payment_intent.latest_charge."""
    if isinstance(found, list):
        for one in found:
            _expand(account, one, path)
        return
    if not path or found is None:
        return
    first, *rest = path
    if first == "line_items":
        found[first] = {"object": "list", "data": [], "has_more": False, "url": "/v1/checkout/sessions/line_items"}
        return
    if first not in found:
        raise Refused(f"This property cannot be expanded ({first}).")
    inner = found[first]
    if isinstance(inner, str):
        found[first] = copy.deepcopy(account.get(STORE_OF[inner.split("_")[0]], inner))
    _expand(account, found[first], rest)


def _list(store: str, *names: str) -> Callable[[StripeAccount, Object], Object]:
    """A page of objects, newest first, kept to those whose named fields are as asked."""

    def answer(account: StripeAccount, params: Object) -> Object:
        fitting = [
            found
            for found in account.list(store)
            if all(found[name] == params[name] for name in names if name in params)
            and found["created"] >= int(params.get("created", {}).get("gte", 0))
            and (not params.get("types") or found["type"] in params["types"])
        ]
        if "starting_after" in params:
            numbers = [found["id"] for found in fitting]
            if params["starting_after"] not in numbers:
                raise errors.no_such(store.removesuffix("s"), params["starting_after"], "starting_after")
            fitting = fitting[numbers.index(params["starting_after"]) + 1 :]
        limit = int(params.get("limit", 10))
        return {"object": "list", "data": fitting[:limit], "has_more": len(fitting) > limit, "url": f"/v1/{store}"}

    return answer


def _one(store: str) -> Callable[[StripeAccount, Object, str], Object]:
    return lambda account, params, number: account.get(store, number)


ROUTES: dict[tuple[str, str], Callable[..., Object]] = {
    ("POST", r"/v1/checkout/sessions"): lambda account, params: account.create_session(params),
    ("GET", r"/v1/checkout/sessions"): _list("sessions", "payment_intent", "status"),
    ("GET", r"/v1/checkout/sessions/(\w+)"): _one("sessions"),
    ("POST", r"/v1/checkout/sessions/(\w+)/expire"): lambda account, params, number: account.expire_session(number),
    ("GET", r"/v1/payment_intents/(\w+)"): _one("intents"),
    ("GET", r"/v1/charges/(\w+)"): _one("charges"),
    ("GET", r"/v1/charges"): _list("charges", "payment_intent"),
    ("POST", r"/v1/refunds"): lambda account, params: account.create_refund(params),
    ("GET", r"/v1/refunds"): _list("refunds", "payment_intent", "charge"),
    ("GET", r"/v1/refunds/(\w+)"): _one("refunds"),
    ("GET", r"/v1/disputes"): _list("disputes", "payment_intent", "charge"),
    ("GET", r"/v1/disputes/(\w+)"): _one("disputes"),
    ("GET", r"/v1/balance_transactions/(\w+)"): _one("balance"),
    ("GET", r"/v1/events"): _list("events", "type"),
    ("GET", r"/v1/events/(\w+)"): _one("events"),
}
