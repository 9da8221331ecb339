"""The program's settings, read once from the environment; what is missing or unsafe stops the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ("demonstration", "production", "test")
SHORTEST_SECRET = 32


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
            redis_url=environment.get("REDIS_URL") or None,
            rate_api=environment.get("RATE_API") or _usual_api_rate(environment),
            trusted_proxies=_whole_number("TRUSTED_PROXIES", environment.get("TRUSTED_PROXIES", "0")),
            smtp_url=_smtp_url(environment.get("SMTP_URL", "")),
            mail_from=_mail_from(environment),
            rate_logins=_rate(environment, "RATE_LOGINS", in_production=60),
            rate_checkout=_rate_a_minute(environment, "RATE_CHECKOUT", in_production=30),
            rate_lookups=_rate(environment, "RATE_LOOKUPS", in_production=60),
            rate_cart=_rate_a_minute(environment, "RATE_CART", in_production=60),
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
