"""The program's settings, read once from the environment; what is missing or unsafe stops the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ("demonstration", "production", "test")
SHORTEST_SECRET = 32
# Invented: nobody's account. The secret is known to everybody, as no real money ever comes to it.
DEMONSTRATION_BANK = {
    "BANK_BIN": "970405",
    "BANK_ACCOUNT": "8800205123456",
    "BANK_ACCOUNT_NAME": "TO CHUC BAN HANG TRINH DIEN",
    "BANK_WEBHOOK_SECRET": "demonstration-bank-secret",
}


class BadSetting(Exception):
    """A setting is missing or unsafe; the text says which and what to do."""


@dataclass(frozen=True)
class Config:
    """Clean settings; build with `from_environment`, or directly in tests."""

    database_url: str
    secret_key: str
    environment: str = "production"
    public_base_url: str = "http://127.0.0.1:8000"
    starts_at: datetime | None = None
    media_dir: Path = ROOT / "instance" / "media"
    static_dir: Path = ROOT / "instance" / "static"
    # Open data as files, made anew when the register changes.
    open_data_dir: Path = ROOT / "instance" / "open-data"
    # Private halves of the keys that sign what labels say.
    keys_dir: Path = ROOT / "instance" / "keys"
    redis_url: str | None = None
    trusted_proxies: int = 0
    rate_api: str = "120 per minute"
    smtp_url: str | None = None
    mail_from: str = ""
    # Logins, registrations and lost passwords of one visitor's address in an hour.
    rate_logins: int = 60
    # Checkouts sent from one visitor's address in a minute.
    rate_checkout: int = 200
    # Looks at orders by code and telephone number, of one visitor's address in an hour.
    rate_lookups: int = 60
    # Writes to a cart of one visitor's address in a minute.
    rate_cart: int = 200
    stripe_secret_key: str = field(default="", repr=False)
    stripe_webhook_secret: str = field(default="", repr=False)
    # None: Stripe's own address.
    stripe_api_base: str | None = None
    # Where card pages are: forms may end there.
    card_pages: str = "https://checkout.stripe.com"
    bank_bin: str = ""
    bank_account: str = ""
    bank_account_name: str = ""
    bank_webhook_secret: str = field(default="", repr=False)
    # A list of transfers to ask for, where the bank's service has one.
    bank_list_url: str | None = None
    bank_list_token: str = field(default="", repr=False)
    # In the demonstration: where one pays as if at a bank.
    demonstration_bank_url: str | None = None

    @property
    def takes_cards(self) -> bool:
        """Is card payment set up?"""
        return bool(self.stripe_secret_key and self.stripe_webhook_secret)

    @property
    def takes_transfers(self) -> bool:
        """Is transfer set up, with a way to learn of it?"""
        return bool(self.bank_bin and self.bank_account and (self.bank_webhook_secret or self.bank_list_url))

    @property
    def is_demonstration(self) -> bool:
        return self.environment == "demonstration"

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def is_encrypted(self) -> bool:
        """Do visitors come by https?"""
        return self.public_base_url.startswith("https:")

    @property
    def is_on_this_machine(self) -> bool:
        """Can nobody but the person at this machine come?"""
        return urlsplit(self.public_base_url).hostname in ("127.0.0.1", "localhost", "::1")

    @property
    def trusted_hosts(self) -> list[str]:
        """The names under which requests are answered: the public one, and this machine's own for its watchers."""
        name = urlsplit(self.public_base_url).hostname or ""
        return [name, "127.0.0.1", "localhost"]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Config:
        """Settings from environment variables (names in the README); raises BadSetting."""
        return cls(
            database_url=_database_url(environment.get("DATABASE_URL", "sqlite:///instance/shop.db")),
            secret_key=_secret_key(environment),
            environment=_environment(environment),
            public_base_url=_base_url(environment.get("PUBLIC_BASE_URL", "http://127.0.0.1:8000")),
            starts_at=_starts_at(environment),
            media_dir=ROOT / environment.get("MEDIA_DIR", "instance/media"),
            static_dir=ROOT / environment.get("STATIC_DIR", "instance/static"),
            open_data_dir=ROOT / environment.get("OPEN_DATA_DIR", "instance/open-data"),
            keys_dir=ROOT / environment.get("KEYS_DIR", "instance/keys"),
            redis_url=environment.get("REDIS_URL") or None,
            rate_api=environment.get("RATE_API") or _usual_api_rate(environment),
            trusted_proxies=_whole_number("TRUSTED_PROXIES", environment.get("TRUSTED_PROXIES", "0")),
            smtp_url=_smtp_url(environment.get("SMTP_URL", "")),
            mail_from=_mail_from(environment),
            rate_logins=_rate(environment, "RATE_LOGINS", in_production=60),
            rate_checkout=_rate_a_minute(environment, "RATE_CHECKOUT", in_production=30),
            rate_lookups=_rate(environment, "RATE_LOOKUPS", in_production=60),
            rate_cart=_rate_a_minute(environment, "RATE_CART", in_production=60),
            **_card_settings(environment),
            **_bank_settings(environment),
        )

    def for_flask(self) -> dict[str, Any]:
        """The part that Flask and its extensions read under their own names."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "MAX_CONTENT_LENGTH": 256 * 1024,
            "TESTING": self.environment == "test",
            "TRUSTED_HOSTS": self.trusted_hosts,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.is_encrypted,
            # Browsers keep the prefix from being set by anybody but this host over https.
            "SESSION_COOKIE_NAME": "__Host-session" if self.is_encrypted else "session",
            "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
            # Else every answer to somebody who is logged in would set the cookie anew, public pages too.
            "SESSION_REFRESH_EACH_REQUEST": False,
            "SHOP": self,
        }


def _database_url(url: str) -> str:
    """A relative SQLite path counts from the project's folder, wherever the program was started."""
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith(prefix + "/"):
        return prefix + str(ROOT / url.removeprefix(prefix))
    return url


def _secret_key(environment: Mapping[str, str]) -> str:
    kept = ROOT / "instance" / "secret_key"
    key = environment.get("SECRET_KEY") or (kept.read_text().strip() if kept.is_file() else "")
    if len(key.encode()) < SHORTEST_SECRET:
        raise BadSetting(f"SECRET_KEY must be set to at least {SHORTEST_SECRET} random bytes (`make run` makes one).")
    return key


def _environment(environment: Mapping[str, str]) -> str:
    name = environment.get("SHOP_ENV", "production")
    if name not in ENVIRONMENTS:
        raise BadSetting(f"SHOP_ENV is {name!r}; it must be one of {', '.join(ENVIRONMENTS)}.")
    return name


def _base_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query:
        raise BadSetting(f"PUBLIC_BASE_URL is {url!r}; it must look like https://shop.example.vn, without a path.")
    return url.rstrip("/")


def _starts_at(environment: Mapping[str, str]) -> datetime | None:
    text = environment.get("SHOP_NOW", "").strip()
    if not text:
        return None
    if _environment(environment) == "production":
        raise BadSetting("SHOP_NOW moves the clock and is refused in production: unset it, or set SHOP_ENV.")
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadSetting(f"SHOP_NOW is {text!r}; write an ISO instant such as 2026-11-21T09:00:00+07:00.") from error
    if instant.tzinfo is None:
        raise BadSetting(f"SHOP_NOW is {text!r}; add the offset, such as +07:00.")
    return instant


def _usual_api_rate(environment: Mapping[str, str]) -> str:
    """Strict where strangers ask, generous where the shop is tried out."""
    return "120 per minute" if _environment(environment) == "production" else "6000 per minute"


def _rate_a_minute(environment: Mapping[str, str], name: str, *, in_production: int) -> int:
    """How often one visitor may write in a minute; in the demonstration one machine plays everybody."""
    usual = in_production if _environment(environment) == "production" else 200
    return max(1, _whole_number(name, environment.get(name) or str(usual)))


def _whole_number(name: str, text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise BadSetting(f"{name} is {text!r}; it must be a whole number.")
    return int(text)


def _smtp_url(url: str) -> str | None:
    parts = urlsplit(url)
    if url and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
        raise BadSetting("SMTP_URL must look like smtp://user:password@mail.example.vn:587 or smtps://...:465.")
    return url or None


def _mail_from(environment: Mapping[str, str]) -> str:
    """The sender's address; made up from the public host where mails are only kept to be read."""
    address = environment.get("MAIL_FROM", "").strip()
    if environment.get("SMTP_URL") and "@" not in address:
        raise BadSetting("MAIL_FROM must be the address that mails come from, as SMTP_URL is set.")
    return address or "shop@localhost"


def _rate(environment: Mapping[str, str], name: str, *, in_production: int) -> int:
    """How often one visitor may do something in an hour; in the demonstration one machine plays everybody."""
    usual = 12_000 if _environment(environment) == "demonstration" else in_production
    return _whole_number(name, environment.get(name) or str(usual))


def _card_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """What card payment needs; without the keys it is not offered."""
    base = _other_address(environment, "STRIPE_API_BASE")
    key = environment.get("STRIPE_SECRET_KEY", "").strip()
    if _environment(environment) == "production" and key.startswith(("sk_test_", "rk_test_")):
        raise BadSetting("STRIPE_SECRET_KEY is a test key: orders would be shipped for cards that nobody charges.")
    return {
        "stripe_secret_key": key,
        "stripe_webhook_secret": environment.get("STRIPE_WEBHOOK_SECRET", "").strip(),
        "stripe_api_base": base,
        # A stand-in shows its pages where it answers.
        "card_pages": _other_address(environment, "STRIPE_CHECKOUT_ORIGIN") or base or "https://checkout.stripe.com",
    }


def _bank_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """What transfers need; the demonstration has an invented account of an invented holder, whose secret is known."""
    is_demonstration = _environment(environment) == "demonstration"
    usual = DEMONSTRATION_BANK if is_demonstration and not environment.get("BANK_ACCOUNT") else {}
    names = ("BANK_BIN", "BANK_ACCOUNT", "BANK_ACCOUNT_NAME", "BANK_WEBHOOK_SECRET")
    values = {name.lower(): environment.get(name, "").strip() or usual.get(name, "") for name in names}
    _check_bank(values)
    return {
        **values,
        "bank_list_url": _other_address(environment, "BANK_LIST_URL", may_have_path=True),
        "bank_list_token": environment.get("BANK_LIST_TOKEN", "").strip(),
        "demonstration_bank_url": _other_address(environment, "DEMONSTRATION_BANK_URL") if is_demonstration else None,
    }


def _check_bank(values: Mapping[str, str]) -> None:
    number, account = values["bank_bin"], values["bank_account"]
    if bool(number) != bool(account):
        raise BadSetting("BANK_BIN and BANK_ACCOUNT must be set together.")
    if number and not (number.isascii() and number.isdigit() and len(number) == 6):
        raise BadSetting(f"BANK_BIN is {number!r}; it must be the six digits of a bank.")
    if account and not (account.isascii() and account.isalnum() and len(account) <= 19):
        raise BadSetting(f"BANK_ACCOUNT is {account!r}; it must be at most 19 letters and digits, without blanks.")


def _other_address(environment: Mapping[str, str], name: str, *, may_have_path: bool = False) -> str | None:
    """Another machine's address; in production it is encrypted, or on this machine."""
    url = environment.get(name, "").strip().rstrip("/")
    parts = urlsplit(url)
    may_be_plain = _environment(environment) != "production" or parts.hostname in ("127.0.0.1", "localhost", "::1")
    is_sound = parts.scheme == "https" or (parts.scheme == "http" and may_be_plain)
    if url and (not is_sound or not parts.hostname or (parts.path and not may_have_path)):
        raise BadSetting(f"{name} is {url!r}; it must begin with https:// (http:// on this machine only).")
    return url or None
