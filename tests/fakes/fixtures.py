"""A card company and a bank in threads of the test run, as new for each test; nothing is delivered by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.bank import fake as bank
from tests.fakes.bank.fake import FakeBank
from tests.fakes.stripe.fake import FakeStripe


@pytest.fixture(scope="session")
def stripe_at_work() -> Iterator[FakeStripe]:
    """A card company for the whole run."""
    fake = FakeStripe().start()
    yield fake
    fake.stop()


@pytest.fixture(scope="session")
def bank_at_work() -> Iterator[FakeBank]:
    """A bank for the whole run."""
    fake = FakeBank().start()
    yield fake
    fake.stop()


@pytest.fixture(name="fake_stripe")
def stripe_as_new(stripe_at_work: FakeStripe) -> FakeStripe:
    """A card company that knows nobody yet."""
    stripe_at_work.reset()
    return stripe_at_work


@pytest.fixture(name="fake_bank")
def bank_as_new(bank_at_work: FakeBank) -> FakeBank:
    """A bank where nothing was transferred yet."""
    bank_at_work.reset()
    return bank_at_work


def card_settings(fake: FakeStripe) -> dict[str, object]:
    """The fields of Config under which a shop finds this card company."""
    return {
        "stripe_secret_key": fake.secret_key,
        "stripe_webhook_secret": fake.webhook_secret,
        "stripe_api_base": fake.address,
        "card_pages": fake.address,
    }


def bank_settings(fake: FakeBank) -> dict[str, object]:
    """The fields of Config under which a shop finds this bank."""
    return {
        "bank_bin": bank.BIN,
        "bank_account": fake.account.number,
        "bank_account_name": bank.HOLDER,
        "bank_webhook_secret": fake.secret,
        "bank_list_url": f"{fake.address}/transactions",
        "bank_list_token": fake.token,
    }
