"""A mail as its recipient gets it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

SHOP_NAME = "Chợ Phiên OCOP"


@dataclass(frozen=True)
class Mail:
    """Rendered words, in text and in simple HTML."""

    subject: str
    text: str
    html: str


def message_id(kind: str, key: str, domain: str) -> str:
    """The same for the same event: a mail that is sent twice after a crash is recognised as one."""
    name = hashlib.sha256(f"{kind}\n{key}".encode()).hexdigest()[:32]
    return f"<{name}@{domain}>"


def as_email(mail: Mail, *, sender: str, to: str, identity: str, at: datetime) -> EmailMessage:
    """The message in the form that mail servers take; `identity` is its Message-ID."""
    message = EmailMessage()
    message["From"] = Address(SHOP_NAME, addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(at)
    message["Message-ID"] = identity
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message
