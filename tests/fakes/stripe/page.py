"""The payment page that shoppers see. It says that it is a demonstration, and takes the card company's test cards."""

from __future__ import annotations

from html import escape
from typing import Any

from tests.fakes.pages import hidden, language_of, page, vnd
from tests.fakes.server import Answer, Request, as_page, go_to
from tests.fakes.stripe.account import DECLINES, StripeAccount
from tests.fakes.stripe.errors import Refused

GOOD, DECLINED, ASKS = "4242424242424242", "4000000000000002", "4000002500003155"
WORDS = {
    "vi": {
        "demo": "<strong>Trang trình diễn.</strong> Không có thẻ nào bị trừ tiền. Đừng nhập số thẻ thật.",
        "title": "Thanh toán bằng thẻ",
        "order": "Đơn hàng",
        "card": "Số thẻ",
        "until": "Hạn thẻ",
        "cvc": "Mã CVC",
        "pay": "Thanh toán",
        "back": "Quay lại cửa hàng",
        "other": "English",
        "declined": "Ngân hàng từ chối thẻ này. Hãy thử thẻ khác; chưa có khoản nào bị trừ.",
        "cards": "Thẻ thử",
        "good": "trả được",
        "bad": "bị từ chối",
        "asks": "ngân hàng hỏi thêm một bước",
        "paid": "Đơn này đã được thanh toán",
        "expired": "Phiên thanh toán đã hết hạn",
        "gone": "Không còn gì để trả ở trang này. Hãy quay lại đơn hàng.",
        "ask_title": "Ngân hàng của bạn xác nhận",
        "ask": "Bước này thay cho mã OTP của ngân hàng thật.",
        "agree": "Xác nhận thanh toán",
        "refuse": "Từ chối",
        "test": "Chỉ nhận các thẻ thử ghi bên dưới.",
    },
    "en": {
        "demo": "<strong>A demonstration page.</strong> No card is charged. Do not enter a real card number.",
        "title": "Pay by card",
        "order": "Order",
        "card": "Card number",
        "until": "Expiry date",
        "cvc": "CVC",
        "pay": "Pay",
        "back": "Back to the shop",
        "other": "Tiếng Việt",
        "declined": "The bank declined this card. Try another one; nothing was charged.",
        "cards": "Test cards",
        "good": "pays",
        "bad": "is declined",
        "asks": "the bank asks for one more step",
        "paid": "This order is paid",
        "expired": "This payment page has expired",
        "gone": "There is nothing left to pay here. Please go back to your order.",
        "ask_title": "Your bank asks you to confirm",
        "ask": "This step stands for the one-time code of a real bank.",
        "agree": "Confirm payment",
        "refuse": "Refuse",
        "test": "Only the test cards named below are taken.",
    },
}


def serve(account: StripeAccount, request: Request) -> Answer:
    """`/c/pay/<session>`: the form; sent: paid, refused, or the bank's question."""
    try:
        session = account.get("sessions", request.path.removeprefix("/c/pay/"))
    except Refused:
        return as_page("<!doctype html><title>404</title><p>404</p>", 404)
    language = language_of(request.value("lang") or (session["locale"] or "vi"))
    if session["status"] != "open":
        return _over(session, language)
    return _sent(account, session, request, language) if request.method == "POST" else _form(session, language)


def _sent(account: StripeAccount, session: dict[str, Any], request: Request, language: str) -> Answer:
    card, answer = "".join(filter(str.isdigit, request.value("card"))), request.value("bank")
    if card == ASKS and not answer:
        return _bank_asks(session, language)
    if card not in (GOOD, ASKS, *DECLINES):
        return _form(session, language, WORDS[language]["test"], 422)
    is_paid = account.pay(session["id"], DECLINED if answer == "no" else card)["status"] == "succeeded"
    account.save()
    if not is_paid:
        return _form(session, language, WORDS[language]["declined"], 402)
    return go_to(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]))


def _page(title: str, body: str, language: str, status: int = 200) -> Answer:
    return as_page(page(title, body, language=language, demonstration=WORDS[language]["demo"]), status)


def _back(session: dict[str, Any], language: str) -> str:
    address = session["cancel_url"] or session["success_url"]
    return f'<a href="{escape(address)}">{WORDS[language]["back"]}</a>'


def _form(session: dict[str, Any], language: str, problem: str = "", status: int = 200) -> Answer:
    words = WORDS[language]
    amount = vnd(session["amount_total"], language)
    trouble = f'<p class="bad" role="alert">{escape(problem)}</p>' if problem else ""
    other = "vi" if language == "en" else "en"
    body = f"""
<p class="quiet">{words["order"]} {escape(session["client_reference_id"] or "")}</p><p class="sum">{amount}</p>{trouble}
<form method="post" autocomplete="off">{hidden(lang=language)}
<label for="card">{words["card"]}</label>
<input id="card" name="card" inputmode="numeric" value="4242 4242 4242 4242" aria-describedby="cards" required>
<div class="row"><div><label for="until">{words["until"]}</label><input id="until" name="until" value="12 / 34"></div>
<div><label for="cvc">{words["cvc"]}</label><input id="cvc" name="cvc" inputmode="numeric" value="123"></div></div>
<button>{words["pay"]} {amount}</button></form>
<div id="cards"><p class="quiet"><strong>{words["cards"]}</strong></p><dl class="quiet">
<dt>4242 4242 4242 4242</dt><dd>{words["good"]}</dd><dt>4000 0000 0000 0002</dt><dd>{words["bad"]}</dd>
<dt>4000 0025 0000 3155</dt><dd>{words["asks"]}</dd></dl></div>
<nav>{_back(session, language)}<a href="?lang={other}" lang="{other}" hreflang="{other}">{words["other"]}</a></nav>"""
    return _page(words["title"], body, language, status)


def _bank_asks(session: dict[str, Any], language: str) -> Answer:
    words = WORDS[language]
    body = f"""
<p class="sum">{vnd(session["amount_total"], language)}</p><p>{words["ask"]}</p>
<form method="post">{hidden(lang=language, card=ASKS)}<button name="bank" value="yes">{words["agree"]}</button>
<button class="plain" name="bank" value="no">{words["refuse"]}</button></form>"""
    return _page(words["ask_title"], body, language)


def _over(session: dict[str, Any], language: str) -> Answer:
    words = WORDS[language]
    title = words["paid"] if session["status"] == "complete" else words["expired"]
    return _page(title, f"<p>{words['gone']}</p><nav>{_back(session, language)}</nav>", language)
