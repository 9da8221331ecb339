"""Hand mails to a mail server."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from shop.notifications.rules import Refused

SECONDS = 20
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Unreachable(Exception):
    """The mail server did not answer, or asks to come again later."""


class SmtpPost:
    """A mail server by its address: `smtp://host:25`, `smtp://user:password@host:587`, `smtps://...:465`."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.is_packed = parts.scheme == "smtps"
        self.host = parts.hostname or "localhost"
        self.port = parts.port or (465 if self.is_packed else 25)
        self.user = unquote(parts.username or "")
        self.password = unquote(parts.password or "")

    def send(self, message: EmailMessage) -> None:
        """Hand one mail over; raises Refused when it will never be taken, Unreachable when it may be later."""
        try:
            with self._connect() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            answers = list(error.recipients.values())
            raise _trouble(all(code >= 500 for code, _ in answers), str(answers)) from error
        except smtplib.SMTPResponseException as error:
            is_about_us = isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError)
            raise _trouble(error.smtp_code >= 500 and not is_about_us, str(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error

    def _connect(self) -> smtplib.SMTP:
        if self.is_packed:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=SECONDS, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
            self._pack(server)
        if self.user:
            server.login(self.user, self.password)
        return server

    def _pack(self, server: smtplib.SMTP) -> None:
        """Encrypt where the server can; never send a password, or a mail beyond this machine, in the open."""
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        elif self.host not in LOOPBACK:
            server.close()
            raise Unreachable(f"{self.host} offers no encryption")


def _trouble(for_good: bool, words: str) -> Exception:
    return Refused(words) if for_good else Unreachable(words)
