"""The stand-ins speak as the real ones do: the card company's own package understands every answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
import stripe

from shop.config import ROOT
from tests.factories.buying import NOON
from tests.fakes.bank.fake import FakeBank
from tests.fakes.faults import Fault
from tests.fakes.stripe.fake import FakeStripe, as_body

Stop = Callable[[datetime], None]
PARAMS = {
    "mode": "payment",
    "line_items": [
        {"price_data": {"currency": "vnd", "unit_amount": 125_000, "product_data": {"name": "Mật ong"}}, "quantity": 2},
        {
            "price_data": {"currency": "vnd", "unit_amount": 38_000, "product_data": {"name": "Phí giao hàng"}},
            "quantity": 1,
        },
    ],
    "client_reference_id": "OCOP3467AC9",
    "success_url": "http://localhost/don-hang/OCOP3467AC9/da-thanh-toan?s={CHECKOUT_SESSION_ID}",
    "cancel_url": "http://localhost/don-hang/OCOP3467AC9",
    "locale": "vi",
    "metadata": {"order": "OCOP3467AC9"},
}


@pytest.fixture
def client(fake_stripe: FakeStripe, set_clock: Stop) -> stripe.StripeClient:
    set_clock(NOON)
    return stripe.StripeClient(
        fake_stripe.secret_key, base_addresses={"api": fake_stripe.address}, max_network_retries=0
    )


def open_session(client: stripe.StripeClient, key: str = "k-1", **changes: object) -> stripe.checkout.Session:
    return client.v1.checkout.sessions.create({**PARAMS, **changes}, {"idempotency_key": key})  # type: ignore[arg-type]


def test_a_session_is_opened_paid_and_looked_at(client: stripe.StripeClient, fake_stripe: FakeStripe) -> None:
    session = open_session(client)
    assert (session.amount_total, session.currency, session.status, session.livemode) == (288_000, "vnd", "open", False)
    assert session.payment_intent is None and session.url == f"{fake_stripe.address}/c/pay/{session.id}"
    fake_stripe.account.pay(session.id)
    session = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})
    assert (session.status, session.payment_status) == ("complete", "paid")
    charge = session.payment_intent.latest_charge  # type: ignore[union-attr]
    assert (charge.amount, charge.paid, charge.created) == (288_000, True, int(NOON.timestamp()))  # type: ignore[union-attr]
    assert [event["type"] for event in fake_stripe.events] == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]
    with pytest.raises(stripe.InvalidRequestError, match="Only Checkout Sessions"):
        client.v1.checkout.sessions.expire(session.id)


def test_a_key_is_answered_once(client: stripe.StripeClient, fake_stripe: FakeStripe, set_clock: Stop) -> None:
    first, second = open_session(client), open_session(client)
    assert first.id == second.id and second.last_response.headers["Idempotent-Replayed"] == "true"  # type: ignore[union-attr]
    with pytest.raises(stripe.IdempotencyError, match="same parameters"):
        open_session(client, client_reference_id="another")
    fake_stripe.faults.add("POST /v1/checkout/sessions", Fault.ERROR_KEPT)
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            open_session(client, "k-2")
    set_clock(NOON + timedelta(days=1, seconds=1))
    assert open_session(client).id != first.id


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"mode": None}, "parameter_missing"),
        ({"line_items": None}, "parameter_missing"),
        ({"amount": 5}, "parameter_unknown"),
        ({"expires_at": int(NOON.timestamp()) + 1700}, None),
        ({"expires_at": int(NOON.timestamp()) + 90_000}, None),
        ({"line_items": [{**PARAMS["line_items"][1], "quantity": 0}]}, None),  # type: ignore[dict-item,index]
        ({"line_items": [_ := {"price_data": {**PARAMS["line_items"][1]["price_data"], "unit_amount": 11_999}}]},  # type: ignore[index]
         "amount_too_small"),
        ({"line_items": [{"price_data": {**_["price_data"], "unit_amount": 100_000_000}}]}, "amount_too_large"),
    ],
)  # fmt: skip
def test_what_the_company_refuses(client: stripe.StripeClient, changes: dict[str, object], code: str | None) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        open_session(client, **changes)
    assert refused.value.code == code


def test_the_wrong_key_opens_nothing(fake_stripe: FakeStripe) -> None:
    stranger = stripe.StripeClient("sk_test_stranger", base_addresses={"api": fake_stripe.address})
    with pytest.raises(stripe.AuthenticationError):
        open_session(stranger)
    assert fake_stripe.account.list("sessions") == []


def test_money_goes_back_once_and_never_more_than_came(client: stripe.StripeClient, fake_stripe: FakeStripe) -> None:
    intent = fake_stripe.account.pay(open_session(client).id)
    for _ in range(2):
        part = client.v1.refunds.create({"payment_intent": intent["id"], "amount": 88_000}, {"idempotency_key": "r-1"})
    with pytest.raises(stripe.InvalidRequestError, match="greater than"):
        client.v1.refunds.create({"payment_intent": intent["id"], "amount": 200_001})
    client.v1.refunds.create({"payment_intent": intent["id"]})
    with pytest.raises(stripe.InvalidRequestError, match="already been refunded"):
        client.v1.refunds.create({"payment_intent": intent["id"]})
    listed = client.v1.refunds.list({"payment_intent": intent["id"]})
    assert sorted(refund.amount for refund in listed) == [88_000, 200_000]
    assert fake_stripe.account.fail_refund(part.id)["status"] == "failed"
    assert client.v1.charges.retrieve(intent["latest_charge"]).amount_refunded == 200_000
    with pytest.raises(stripe.InvalidRequestError, match="No such"):
        client.v1.refunds.create({"payment_intent": "pi_strange"})


def test_messages_are_signed_as_the_package_checks_them(client: stripe.StripeClient, fake_stripe: FakeStripe) -> None:
    fake_stripe.account.pay(open_session(client).id)
    body = as_body(fake_stripe.event("checkout.session.completed"))
    header = fake_stripe.signature(body)["Stripe-Signature"]
    assert stripe.WebhookSignature.verify_header(body, header, fake_stripe.webhook_secret)
    event = client.construct_event(body, header, fake_stripe.webhook_secret, tolerance=10**9)
    assert event.data.object["payment_status"] == "paid"
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.WebhookSignature.verify_header(body.replace(b"288000", b"1"), header, fake_stripe.webhook_secret)


def test_faults_look_like_a_provider_in_trouble(client: stripe.StripeClient, fake_stripe: FakeStripe) -> None:
    # What is no UTF-8 comes out of the package as it came in.
    troubles = (stripe.APIError, stripe.APIConnectionError, UnicodeDecodeError)
    for fault in (Fault.ERROR, Fault.GARBAGE, Fault.CUT, Fault.REFUSE):
        fake_stripe.faults.add("POST /v1/checkout/sessions", fault)
        with pytest.raises(troubles):
            open_session(client, f"k-{fault}")
    # Where the answer was lost something had been done, and the same key finds it.
    assert len(fake_stripe.account.list("sessions")) == 2
    assert open_session(client, "k-cut").id in {found["id"] for found in fake_stripe.account.list("sessions")}
    fake_stripe.faults.add("GET /v1/checkout/sessions/*", Fault.LIE, changes={"amount_total": 1})
    assert client.v1.checkout.sessions.retrieve(open_session(client).id).amount_total == 1


def read(address: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Status, final address and text of a page, a form sent when there is one."""
    asked = Request(address, urlencode(form).encode() if form else None)
    try:
        with urlopen(asked, timeout=5) as answer:
            return answer.status, answer.url, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.url, error.read().decode()


def test_a_shopper_pays_on_the_page(client: stripe.StripeClient, fake_stripe: FakeStripe) -> None:
    session = open_session(client, success_url=f"{fake_stripe.address}/?s={{CHECKOUT_SESSION_ID}}", cancel_url=None)
    address = str(session.url)
    status, _, text = read(address)
    assert status == 200 and "288.000\u00a0₫" in text and "Không có thẻ nào bị trừ tiền" in text
    assert "No card is charged" in read(address + "?lang=en")[2]
    assert read(address, {"card": "4111 1111 1111 1111"})[0] == 422
    assert read(address, {"card": "4000 0000 0000 0002"})[0] == 402
    assert "OTP" in read(address, {"card": "4000 0025 0000 3155"})[2]
    assert read(address, {"card": "4000 0025 0000 3155", "bank": "no"})[0] == 402
    status, final, _ = read(address, {"card": "4000 0025 0000 3155", "bank": "yes"})
    assert (status, final) == (200, f"{fake_stripe.address}/?s={session.id}")
    assert "đã được thanh toán" in read(address)[2]
    assert read(fake_stripe.address + "/c/pay/cs_test_none")[0] == 404
    kinds = [event["type"] for event in fake_stripe.events]
    assert kinds.count("payment_intent.payment_failed") == 2 and kinds.count("checkout.session.completed") == 1


def test_a_session_ends_by_itself(client: stripe.StripeClient, fake_stripe: FakeStripe, set_clock: Stop) -> None:
    session = open_session(client, expires_at=int((NOON + timedelta(minutes=30)).timestamp()))
    set_clock(NOON + timedelta(minutes=30))
    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"
    assert "đã hết hạn" in read(f"{fake_stripe.address}/c/pay/{session.id}")[2]
    assert [event["type"] for event in fake_stripe.events] == ["checkout.session.expired"]


def test_a_transfer_on_the_banks_page(fake_bank: FakeBank, set_clock: Stop) -> None:
    set_clock(NOON)
    address = f"{fake_bank.address}/chuyen-khoan"
    asked = {"amount": "288000", "memo": "OCOP3467AC9", "account": fake_bank.account.number, "lang": "en"}
    status, _, text = read(f"{address}?{urlencode({**asked, 'back': 'https://elsewhere.test/'})}")
    assert (
        status == 200 and 'value="288000"' in text and "No real money" in text and 'href="https://elsewhere' not in text
    )
    assert read(address, {**asked, "amount": "0"})[0] == 422
    assert "Transferred" in read(address, asked)[2]
    [row] = fake_bank.account.rows
    assert (row["transferAmount"], row["transferType"], row["transactionDate"]) == (
        288_000,
        "in",
        "2026-11-21 12:00:00",
    )
    assert "OCOP3467AC9" in row["content"] and row["content"].isascii()
    asked_list = Request(f"{fake_bank.address}/transactions", headers={"Authorization": f"Bearer {fake_bank.token}"})
    with urlopen(asked_list, timeout=5) as answer:
        assert json.load(answer) == {"transactions": [row]}
    assert read(f"{fake_bank.address}/transactions")[0] == 401


def run_beside(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`python -m tests.fakes` with these words, ended."""
    whole = {"PATH": os.environ["PATH"], **environment}
    command = [sys.executable, "-m", "tests.fakes", *words]
    return subprocess.run(command, env=whole, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)


def test_a_port_that_is_taken_is_said_and_got_round(fake_stripe: FakeStripe) -> None:
    taken = fake_stripe.address.rsplit(":", 1)[1]
    printed = run_beside("--settings", "--stripe-port", taken, environment={"BANK_LIST_TOKEN": "mine"}).stdout
    assert f"FAKE_STRIPE_PORT={taken}" not in printed and "export FAKE_STRIPE_PORT=" in printed
    assert "BANK_LIST_TOKEN" not in printed, "what is set already is left alone"
    told = run_beside("--stripe-port", taken, environment={"SHOP_ENV": "demonstration"})
    assert told.returncode == 1 and f"Port {taken} on 127.0.0.1 is taken" in told.stderr


def test_nothing_is_played_beside_production() -> None:
    told = run_beside(environment={})
    assert told.returncode == 1 and "never run beside a shop in production" in told.stderr
