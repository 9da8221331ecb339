"""Settings: what is missing or unsafe stops the start and says what to do."""

from __future__ import annotations

import pytest

from shop.config import ROOT, BadSetting, Config

SECRET = "0123456789abcdef0123456789abcdef"


def test_the_least_that_is_needed_is_a_secret() -> None:
    config = Config.from_environment({"SECRET_KEY": SECRET})
    assert config.environment == "production"
    assert config.database_url == f"sqlite:///{ROOT}/instance/shop.db"
    assert config.trusted_hosts == ["127.0.0.1", "127.0.0.1", "localhost"]


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SHOP_ENV": "live"}, "SHOP_ENV"),
        ({"SHOP_NOW": "2026-11-21T00:00:00+07:00"}, "refused in production"),
        ({"SHOP_NOW": "yesterday", "SHOP_ENV": "demonstration"}, "ISO instant"),
        ({"SHOP_NOW": "2026-11-21T00:00:00", "SHOP_ENV": "demonstration"}, "offset"),
        ({"PUBLIC_BASE_URL": "shop.example"}, "PUBLIC_BASE_URL"),
        ({"PUBLIC_BASE_URL": "https://shop.example/path"}, "PUBLIC_BASE_URL"),
        ({"TRUSTED_PROXIES": "many"}, "TRUSTED_PROXIES"),
        ({"STRIPE_SECRET_KEY": "sk_test_x"}, "STRIPE_SECRET_KEY is a test key"),
        ({"STRIPE_SECRET_KEY": "rk_test_x"}, "STRIPE_SECRET_KEY is a test key"),
    ],
)
def test_an_unsafe_setting_is_refused_by_name(setting: dict[str, str], words: str) -> None:
    with pytest.raises(BadSetting, match=words):
        Config.from_environment({"SECRET_KEY": SECRET, **setting})


def test_the_clock_can_be_moved_outside_of_production() -> None:
    config = Config.from_environment(
        {"SECRET_KEY": SECRET, "SHOP_ENV": "demonstration", "SHOP_NOW": "2026-12-31T23:59:00+07:00"}
    )
    assert config.starts_at is not None
    assert config.starts_at.isoformat() == "2026-12-31T23:59:00+07:00"
