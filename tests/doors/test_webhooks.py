"""The machines' door: what is forged, replayed, garbled or meant for another shop changes nothing (D6)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shop import clock
from shop.payments import Payment, PaymentEvent
from shop.web import cross_origin
from tests.factories.money import CARD, VIETQR, Till
from tests.fakes.bank import fake as bank_words
from tests.fakes.stripe import fake as stripe_words

Headers = dict[str, str]
# What is sent: body, headers, and what else the request is made with.
Sent = tuple[bytes, Headers, dict[str, Any]]
MINUTE = timedelta(minutes=1)


def changed(event: dict[str, Any], **facts: Any) -> bytes:
    """The message with other facts about its session."""
    return stripe_words.as_body({**event, "data": {"object": {**event["data"]["object"], **facts}}})


def forgeries(till: Till, event: dict[str, Any]) -> Iterator[tuple[str, Sent]]:
    """By name: messages that claim to come from the card company."""
    body, now = stripe_words.as_body(event), clock.now_elsewhere()
    sign = till.stripe.signature
    good = sign(body)["Stripe-Signature"]
    time, mac = good.split(",")
    yield "no header", (body, {}, {})
    for name, header in {
        "an empty header": "",
        "no time": mac,
        "no signature": time,
        "words": "signature",
        "time twice, the wrong one first": f"t=1,{good}",
        "a time that is no number": f"t=x,{mac}",
        "a negative time": f"t=-1,{mac}",
        "an endless time": f"t={'9' * 400},{mac}",
        "another scheme": f"{time},v0={mac[3:]}",
        "an empty signature": f"{time},v1=",
        "half a signature": good[:-32],
        "one letter off": good[:-1] + ("0" if good[-1] != "0" else "1"),
        "letters that are no hex": f"{time},v1={'z' * 64}",
        "another alphabet": f"{time},v1={'ä' * 64}".encode().decode("latin-1"),
        "the bank's header": till.bank.signature(body)["X-Signature"],
    }.items():
        yield name, (body, {"Stripe-Signature": header}, {})
    yield "another secret", (body, sign(body, secret="whsec_of_somebody_else"), {})
    yield "the secret key as secret", (body, sign(body, secret=till.stripe.secret_key), {})
    yield "no secret", (body, sign(body, secret=" "), {})
    yield "signed six minutes ago", (body, sign(body, at=now - 6 * MINUTE), {})
    yield "signed four days ago", (body, sign(body, at=now - 4 * timedelta(days=1)), {})
    yield "signed in six minutes", (body, sign(body, at=now + 6 * MINUTE), {})
    yield "signed next year", (body, sign(body, at=now + timedelta(days=365)), {})
    yield "written anew", (json.dumps(event, separators=(",", ":")).encode(), sign(body), {})
    yield "another amount", (changed(event, amount_total=1), sign(body), {})
    yield "a byte more", (body + b" ", sign(body), {})
    yield "a byte less", (body[:-1], sign(body), {})
    yield "packed", (gzip.compress(body), sign(body), {"headers_more": {"Content-Encoding": "gzip"}})
    for name, odd in {
        "nothing": b"",
        "no JSON": b"{",
        "a list": b"[]",
        "a number": b"1",
        "null": b"null",
        "no UTF-8": b'{"id": "\xff"}',
        "a deep nest": b"[" * 50_000,
        "no data": b'{"id": "evt_1", "type": "checkout.session.completed", "created": 1}',
        "no id": stripe_words.as_body({**event, "id": None}),
        "an id that is no text": stripe_words.as_body({**event, "id": 7}),
        "no type": stripe_words.as_body({**event, "type": ""}),
        "a time that is none": stripe_words.as_body({**event, "created": "yesterday"}),
        "real money in a test shop": stripe_words.as_body({**event, "livemode": True}),
        "neither real nor test": stripe_words.as_body({**event, "livemode": None}),
        "another account": stripe_words.as_body({**event, "account": "acct_of_somebody_else"}),
    }.items():
        yield f"signed: {name}", (odd, sign(odd), {})


def bank_forgeries(till: Till, row: dict[str, Any]) -> Iterator[tuple[str, Sent]]:
    """By name: messages that claim to come from the bank's service."""
    body, sign = bank_words.as_body(row), till.bank.signature
    good = sign(body)["X-Signature"]
    yield "no header", (body, {}, {})
    for name, header in {
        "an empty header": "",
        "no scheme": good.removeprefix("sha256="),
        "another scheme": good.replace("sha256", "sha1"),
        "half a signature": good[:40],
        "capitals of another": "sha256=" + "A" * 64,
        "no ASCII": "sha256=" + "\xe4" * 64,
    }.items():
        yield name, (body, {"X-Signature": header}, {})
    yield "another secret", (body, sign(body, secret="somebody else's"), {})
    yield "the card company's secret", (body, sign(body, secret=till.stripe.webhook_secret), {})
    yield "another amount", (bank_words.as_body({**row, "transferAmount": 1}), sign(body), {})
    yield "written anew", (json.dumps(row, indent=1).encode(), sign(body), {})
    for name, odd in {
        "nothing": b"",
        "no JSON": b"{",
        "a list": b"[]",
        "no UTF-8": b'{"id": "\xff"}',
        "a deep nest": b"[" * 50_000,
        "no id": bank_words.as_body({**row, "id": None}),
        "an empty id": bank_words.as_body({**row, "id": " "}),
        "an id that is a truth": bank_words.as_body({**row, "id": True}),
        "an endless id": bank_words.as_body({**row, "id": "1" * 300}),
        "no amount": bank_words.as_body({**row, "transferAmount": None}),
        "an amount in words": bank_words.as_body({**row, "transferAmount": "288000"}),
        "half a dong": bank_words.as_body({**row, "transferAmount": 288_000.5}),
        "an endless amount": bank_words.as_body({**row, "transferAmount": 10**30}),
        "no number": b'{"id": 1, "transferAmount": NaN}',
        "content that is a list": bank_words.as_body({**row, "content": ["x"]}),
    }.items():
        yield f"signed: {name}", (odd, sign(odd), {})


def nothing_changes(till: Till, whom: str, sent: Iterator[tuple[str, Sent]], answers: Callable[[int], bool]) -> int:
    """Send all of it: each is refused as agreed, and no row of money or message comes of it; how many there were."""
    client, found, number = till.client, {}, 0
    for name, (body, headers, more) in sent:
        number += 1
        answer = till.post(whom, body, {**headers, **more.pop("headers_more", {})}, client, **more)
        if not answers(answer.status_code):
            found[name] = answer.status_code
    assert found == {}
    assert till.column(select(Payment.id)) == [] and till.column(select(PaymentEvent.id)) == []
    return number


def test_forged_messages_of_the_card_company_change_nothing(till: Till) -> None:
    placed = till.order(CARD)
    event = till.pay_by_card(placed)
    assert nothing_changes(till, "stripe", forgeries(till, event), lambda status: status == 400) >= 40
    assert till.status(placed) == "awaiting_payment"
    # And the genuine one, told with other words around it, still counts.
    body = stripe_words.as_body(event)
    header = "v1=" + "0" * 64 + ",v0=old," + till.stripe.signature(body)["Stripe-Signature"]
    assert till.post("stripe", body, {"Stripe-Signature": header}, content_type="text/plain").status_code == 200
    assert till.status(placed) == "paid"


def test_forged_messages_of_the_bank_change_nothing(till: Till) -> None:
    placed = till.order(VIETQR)
    row = till.transfer(placed)
    assert nothing_changes(till, "bank", bank_forgeries(till, row), lambda status: status in (400, 401)) >= 25
    assert till.status(placed) == "awaiting_payment"
    assert till.tell_transfer(row).get_json() == {"success": True}
    assert till.status(placed) == "paid"


@pytest.mark.breaks_a_promise
@pytest.mark.parametrize("whom", ["stripe", "bank"])
def test_a_shop_that_believes_everybody_is_found_out(till: Till, whom: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken twin: signatures are not looked at."""
    import stripe

    from shop.webhooks import bank

    monkeypatch.setattr(stripe.WebhookSignature, "verify_header", lambda *words: True)
    monkeypatch.setattr(bank, "is_signed", lambda *words: True)
    placed = till.order(CARD if whom == "stripe" else VIETQR)
    sent = (
        forgeries(till, till.pay_by_card(placed)) if whom == "stripe" else bank_forgeries(till, till.transfer(placed))
    )
    sent = (one for one in sent if one[0] in ("another secret", "another amount"))
    with pytest.raises(AssertionError):
        nothing_changes(till, whom, sent, lambda status: status in (400, 401))


@pytest.mark.parametrize("whom", ["stripe", "bank"])
def test_a_huge_message_is_refused_unread(till: Till, whom: str) -> None:
    body = b'{"id": "' + b"x" * 1024 * 1024 + b'"}'
    headers = {**till.stripe.signature(body), **till.bank.signature(body)}
    assert till.post(whom, body, headers).status_code == 413


@pytest.mark.parametrize("whom", ["stripe", "bank"])
def test_only_messages_are_taken_here(till: Till, whom: str) -> None:
    for method in ("get", "put", "delete"):
        assert getattr(till.client, method)(f"/webhooks/{whom}").status_code in (404, 405)


def test_the_machines_doors_read_no_cookie(till: Till) -> None:
    """They alone take writes from elsewhere, as they prove themselves by signatures."""
    assert {name for name in cross_origin.EXEMPT if name.startswith("webhooks.")} == {
        "webhooks.stripe",
        "webhooks.bank",
    }
    row = till.transfer(till.order(VIETQR))
    answer = till.tell_transfer(row)
    assert answer.headers.getlist("Set-Cookie") == [] and answer.headers["Cache-Control"] == "no-store"


def test_a_message_in_pieces_is_put_together(till: Till) -> None:
    from io import BytesIO

    placed = till.order(VIETQR)
    body = bank_words.as_body(till.transfer(placed))
    answer = till.client.post(
        "/webhooks/bank",
        input_stream=BytesIO(body),
        headers={**till.bank.signature(body), "Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 200
    assert till.status(placed) == "paid"


def test_half_a_letter_in_a_memo_does_not_hinder_the_money(till: Till) -> None:
    """JSON may say half of a pair of code units, which no database stores."""
    placed = till.order(VIETQR)
    row = till.transfer(placed)
    body = json.dumps({**row, "content": f"\ud83d {placed.code} \ude00"}).encode()
    answer = till.client.post("/webhooks/bank", data=body, headers=till.bank.signature(body))
    assert answer.status_code == 200
    assert till.status(placed) == "paid"
