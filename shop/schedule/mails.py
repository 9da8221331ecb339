"""Send what waits in the outbox."""

from __future__ import annotations

from flask import current_app
from jinja2 import TemplateError

from shop import clock
from shop.config import Config
from shop.database import transaction
from shop.notifications import (
    ClaimedMessage,
    Refused,
    SmtpPost,
    Unreachable,
    as_email,
    claim_message,
    keep_message,
    list_due_messages,
    mark_failed,
    mark_sent,
    message_id,
)
from shop.web.mails import render_mail


def deliver_mails() -> None:
    """Send every mail that is due, each by one worker; a server that does not answer ends the round."""
    config: Config = current_app.config["SHOP"]
    for number in list_due_messages(clock.now()):
        with transaction():
            claimed = claim_message(number, clock.now())
            if claimed is not None and not config.smtp_url:
                keep_message(claimed, clock.now())
        if claimed is not None and config.smtp_url and not _deliver(claimed, SmtpPost(config.smtp_url), config):
            return


def _deliver(claimed: ClaimedMessage, post: SmtpPost, config: Config) -> bool:
    """Send one mail and note what came of it; False when the server cannot be reached.

    Whoever is killed between sending and noting leaves the mail to another, who sends it again under the same
    Message-ID.
    """
    if claimed.is_useless_at(clock.now()):
        return _note_failure(claimed, "too late to be of use", for_good=True)
    try:
        mail = render_mail(claimed.kind, claimed.language, claimed.facts)
        identity = message_id(claimed.kind, claimed.key, config.mail_from.rpartition("@")[2])
        post.send(as_email(mail, sender=config.mail_from, to=claimed.recipient, identity=identity, at=clock.now()))
    except (Refused, TemplateError) as error:
        return _note_failure(claimed, f"{type(error).__name__}: {error}", for_good=isinstance(error, Refused))
    except Unreachable as error:
        _note_failure(claimed, str(error), for_good=False)
        return False
    with transaction():
        mark_sent(claimed, clock.now())
    return True


def _note_failure(claimed: ClaimedMessage, trouble: str, *, for_good: bool) -> bool:
    with transaction():
        mark_failed(claimed, trouble, clock.now(), for_good=for_good)
    return True
