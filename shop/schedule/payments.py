"""Money that nobody told us of, money that goes back, and holds that end: each asked of the provider first."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta
from functools import partial

from flask import current_app

from shop import clock
from shop.config import Config
from shop.database import transaction
from shop.orders import Payable, PaymentMethod, expire_order, list_holds_ended
from shop.payments import (
    AlreadyDone,
    BadBankRow,
    BankAccount,
    BankUnavailable,
    CardKeyBurnt,
    CardKeys,
    CardRefund,
    CardRefused,
    CardUnavailable,
    NothingToRefund,
    RefundFacts,
    ask_about_transfers,
    claim_look,
    claim_refund,
    fetch_bank_list,
    fetch_refunds,
    find_open_session,
    has_matching_transfers,
    is_wanted,
    list_card_refunds_to_send,
    list_refunds_to_start,
    list_sessions_to_look_at,
    list_transfers_to_ask_about,
    list_unknown_rows,
    list_waiting_events,
    mark_failed,
    match_waiting_transfers,
    read_bank_row,
    receive_bank_row,
    retry_waiting_event,
    send_refund,
    settle_refund,
    settle_told_refunds,
    start_refund,
)
from shop.schedule.runner import RoundOver, each
from shop.web.card_desk import bank_account, card_keys, end_card_session, look_at_session

log = logging.getLogger(__name__)
BY = "shop"
# As far back as a webhook may have been lost without anybody noticing.
BANK_DAYS = timedelta(days=3)


def end_holds() -> None:
    """Give back the stock of orders that were not paid in time: by card, only once Stripe takes no money any more."""
    holds = list_holds_ended(clock.now())
    each((hold for hold in holds if hold.method is not PaymentMethod.CARD), _end_hold)
    each((hold for hold in holds if hold.method is PaymentMethod.CARD), _end_hold)


def look_after_cards() -> None:
    """Let messages that waited have their effect, and ask Stripe about sessions that it told us nothing of."""
    keys = card_keys()
    if keys is None:
        return
    waiting = [(one.id, one.kind, one.subject) for one in list_waiting_events()]
    each(waiting, partial(_look_at_event, keys))
    sessions = [(one.id, one.order_id, one.next_look_at) for one in list_sessions_to_look_at(clock.now())]
    each(sessions, partial(_look_at_session, keys))


def read_bank_list() -> None:
    """Settle what the bank's list of the last days knows and no webhook told."""
    config: Config = current_app.config["SHOP"]
    account = bank_account()
    if account is None or not config.bank_list_url:
        return
    begins = clock.now() - BANK_DAYS
    try:
        rows = fetch_bank_list(config.bank_list_url, config.bank_list_token, begins=begins)
    except BankUnavailable as refusal:
        log.warning("the bank's list cannot be read: %s", refusal.why)
        return
    each(list_unknown_rows(rows), partial(_settle_row, account))


def find_booth_transfers() -> None:
    """Find the sales of transfers that came before them, and ask a person about transfers that did not come."""
    if has_matching_transfers():
        with transaction():
            match_waiting_transfers(clock.now())
    if list_transfers_to_ask_about(clock.now()):
        with transaction():
            ask_about_transfers(clock.now())


def send_money_back() -> None:
    """Begin what orders owe back, and ask Stripe for what goes back by card."""
    each(list_refunds_to_start(clock.now()), _start_refund)
    keys = card_keys()
    if keys is not None:
        each(list_card_refunds_to_send(clock.now()), partial(_send_refund, keys))


def _end_hold(hold: Payable) -> None:
    try:
        certain = hold.method is not PaymentMethod.CARD or end_card_session(hold.order_id)
    except CardUnavailable as refusal:
        log.warning("holds wait, Stripe does not end sessions: %s", refusal.why)
        raise RoundOver from refusal
    if certain:
        with transaction():
            expire_order(hold.order_id, at=clock.now(), by=BY)


def _look_at_event(keys: CardKeys, event: tuple[int, str, str]) -> None:
    number, kind, subject = event
    refunds = _ask_for_refunds(keys, subject) if kind == "charge.refunded" else None
    with transaction():
        if refunds is not None:
            settle_told_refunds(number, refunds, at=clock.now())
        else:
            retry_waiting_event(number, at=clock.now())


def _look_at_session(keys: CardKeys, session: tuple[int, int, datetime]) -> None:
    number, order_id, seen = session
    with transaction():
        claimed = claim_look(number, seen=seen, at=clock.now())
    if not claimed:
        return
    found = find_open_session(order_id)
    try:
        if found is not None and found.session_ref and is_wanted(found, clock.now()):
            look_at_session(keys, found.session_ref)
        else:
            end_card_session(order_id)
    except CardUnavailable as refusal:
        log.warning("Stripe says nothing of sessions: %s", refusal.why)
        raise RoundOver from refusal


def _settle_row(account: BankAccount, fields: object) -> None:
    try:
        row = read_bank_row(fields)
    except BadBankRow as refusal:
        log.warning("a row of the bank's list lacks %s", refusal.field)
        return
    with transaction():
        body = json.dumps(fields, ensure_ascii=False)
        receive_bank_row(row, account, source="poll", body=body, at=clock.now())


def _start_refund(number: int) -> None:
    try:
        with transaction():
            start_refund(number, by=BY, at=clock.now())
    except AlreadyDone:
        log.debug("refund %s was begun by somebody else", number)
    except NothingToRefund:
        log.error("the payments of refund %s do not hold it: a person must look", number)


def _ask_for_refunds(keys: CardKeys, intent_ref: str) -> list[RefundFacts]:
    try:
        return fetch_refunds(keys, intent_ref)
    except CardRefused as refusal:
        log.warning("Stripe knows no refunds of a payment: %s", refusal.why)
        return []
    except CardUnavailable as refusal:
        log.warning("Stripe says nothing of refunds: %s", refusal.why)
        raise RoundOver from refusal


def _send_refund(keys: CardKeys, money_back_id: int) -> None:
    """Ask for one refund. From the second try on Stripe is asked first whether it was made: it forgets keys."""
    with transaction():
        refund = claim_refund(money_back_id, at=clock.now())
    if refund is None:
        return
    try:
        told = _find_or_send(keys, refund)
    except CardUnavailable as refusal:
        log.warning("Stripe does not send a refund now: %s", refusal.why)
        raise RoundOver from refusal
    except CardRefused as refusal:
        log.error("Stripe refuses refund %s: %s", refund.money_back_id, refusal.why)
        with transaction():
            mark_failed(refund.money_back_id, refusal.why)
        # Perhaps somebody sent it at Stripe's own desk.
        told = _ask_for_refunds(keys, refund.intent_ref)
    with transaction():
        for one in told:
            settle_refund(one, at=clock.now())


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
