"""Money that nobody told us of, money that goes back, and holds that end: each asked of the provider first."""

from __future__ import annotations

import json
import logging
from functools import partial

from flask import current_app

from shop import clock
from shop.config import Config
from shop.database import transaction
from shop.orders import Payable, PaymentMethod, expire_order, list_holds_ended
from shop.payments import (
    BadBankRow,
    BankUnavailable,
    CardKeyBurnt,
    CardKeys,
    CardRefund,
    CardRefused,
    CardUnavailable,
    NothingToRefund,
    RefundFacts,
    claim_look,
    claim_refund,
    fetch_bank_list,
    fetch_refunds,
    is_wanted,
    list_card_refunds_to_send,
    list_refunds_to_start,
    list_sessions_to_look_at,
    list_waiting_events,
    mark_failed,
    read_bank_row,
    receive_bank_row,
    retry_waiting_event,
    send_refund,
    settle_refund,
    start_refund,
)
from shop.web.card_desk import bank_account, card_keys, close_card_order, look_at_session

log = logging.getLogger(__name__)
BY = "shop"


def end_holds() -> None:
    """Give back the stock of orders that were not paid in time: by card, only once Stripe takes no money any more."""
    for hold in list_holds_ended(clock.now()):
        if _is_certainly_unpaid(hold):
            with transaction():
                expire_order(hold.order_id, at=clock.now(), by=BY)


def look_after_cards() -> None:
    """Let messages that waited have their effect, and ask Stripe about sessions that it told us nothing of."""
    keys = card_keys()
    if keys is None:
        return
    for number, kind, subject in [(one.id, one.kind, one.subject) for one in list_waiting_events()]:
        if kind == "charge.refunded":
            _ask_for_refunds(keys, subject)
        with transaction():
            retry_waiting_event(number, at=clock.now())
    for session in list_sessions_to_look_at(clock.now()):
        order_id, ref, wanted = session.order_id, session.session_ref, is_wanted(session, clock.now())
        with transaction():
            claimed = claim_look(session.id, seen=session.next_look_at, at=clock.now())
        if not claimed:
            continue
        certain = look_at_session(keys, ref) if wanted and ref else close_card_order(order_id)
        log.debug("looked at a card session, over: %s", certain)


def read_bank_list() -> None:
    """Settle what the bank's list knows and no webhook told."""
    config: Config = current_app.config["SHOP"]
    account = bank_account()
    if account is None or not config.bank_list_url:
        return
    try:
        rows = fetch_bank_list(config.bank_list_url, config.bank_list_token)
    except BankUnavailable as refusal:
        log.warning("the bank's list cannot be read: %s", refusal.why)
        return
    for fields in rows:
        try:
            row = read_bank_row(fields)
        except BadBankRow as refusal:
            log.warning("a row of the bank's list lacks %s", refusal.field)
            continue
        with transaction():
            body = json.dumps(fields, ensure_ascii=False)
            receive_bank_row(row, account, source="poll", body=body, at=clock.now())


def send_money_back() -> None:
    """Begin what orders owe back, and ask Stripe for what goes back by card."""
    for number in list_refunds_to_start(clock.now()):
        try:
            with transaction():
                start_refund(number, by=BY, at=clock.now())
        except NothingToRefund:
            log.error("the payments of refund %s do not hold it: a person must look", number)
    keys = card_keys()
    for back in list_card_refunds_to_send(clock.now()) if keys else ():
        with transaction():
            claimed = claim_refund(back, at=clock.now())
        if keys and claimed and not _send(keys, claimed):
            return


def _is_certainly_unpaid(hold: Payable) -> bool:
    return hold.method is not PaymentMethod.CARD or close_card_order(hold.order_id)


def _ask_for_refunds(keys: CardKeys, intent_ref: str) -> None:
    try:
        refunds = fetch_refunds(keys, intent_ref)
    except (CardUnavailable, CardRefused) as refusal:
        log.warning("Stripe says nothing of refunds: %s", refusal.why)
        return
    with transaction():
        for refund in refunds:
            settle_refund(refund, at=clock.now())


def _send(keys: CardKeys, refund: CardRefund) -> bool:
    """Ask for one refund; False when Stripe does not answer, so that the others wait too.

    From the second try on Stripe is asked first whether it was made: it forgets our key after a day.
    """
    try:
        told = _find_or_send(keys, refund)
    except CardUnavailable as refusal:
        log.warning("Stripe does not send a refund now: %s", refusal.why)
        return False
    except CardRefused as refusal:
        log.error("Stripe refuses refund %s: %s", refund.money_back_id, refusal.why)
        with transaction():
            mark_failed(refund.money_back_id, refusal.why)
        return True
    with transaction():
        for one in told:
            settle_refund(one, at=clock.now())
    return True


def _find_or_send(keys: CardKeys, refund: CardRefund) -> list[RefundFacts]:
    made = fetch_refunds(keys, refund.intent_ref) if refund.tries else []
    known = [one for one in made if one.money_back == refund.money_back_id or not refund.is_ours]
    if known or not refund.is_ours:
        return known
    send = partial(
        send_refund, keys, money_back_id=refund.money_back_id, intent_ref=refund.intent_ref, amount=refund.amount
    )
    try:
        return [send()]
    except CardKeyBurnt:
        # Stripe has just said that it made none under that key.
        return [send(key=f"money-back-{refund.money_back_id}-{refund.tries}")]
