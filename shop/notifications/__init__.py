"""Notifications: mails wait in the outbox, written together with what they report, and are sent afterwards."""

from shop.notifications.mail import Mail, as_email, message_id
from shop.notifications.models import OutboxMessage
from shop.notifications.operations import (
    claim_message,
    erase_messages_to,
    forget_old_messages,
    keep_message,
    mark_failed,
    mark_sent,
    queue_message,
    send_again,
)
from shop.notifications.queries import (
    count_messages,
    find_message,
    known_keys,
    list_due_messages,
    list_message_kinds,
    list_messages,
    oldest_waiting,
    search_messages,
)
from shop.notifications.rules import CannotSendAgain, ClaimedMessage, MessageState, Refused
from shop.notifications.smtp import SmtpPost, Unreachable

__all__ = [
    "CannotSendAgain",
    "ClaimedMessage",
    "Mail",
    "MessageState",
    "OutboxMessage",
    "Refused",
    "SmtpPost",
    "Unreachable",
    "as_email",
    "claim_message",
    "count_messages",
    "erase_messages_to",
    "find_message",
    "forget_old_messages",
    "keep_message",
    "known_keys",
    "list_due_messages",
    "list_message_kinds",
    "list_messages",
    "mark_failed",
    "mark_sent",
    "message_id",
    "oldest_waiting",
    "queue_message",
    "search_messages",
    "send_again",
]
