"""The page on which anybody plays the shopper's banking app: amount and memo can be changed, as people do."""

from __future__ import annotations

import secrets
from html import escape
from urllib.parse import urlencode

from tests.fakes.bank.account import BankAccount, Row, as_banks_write
from tests.fakes.pages import hidden, language_of, page, vnd
from tests.fakes.server import Answer, Request, as_page, go_to

MOST = 500_000_000
WORDS = {
    "vi": {
        "demo": "<strong>Ngân hàng trình diễn.</strong> Không có đồng tiền thật nào được chuyển.",
        "title": "Chuyển tiền",
        "to": "Tài khoản nhận",
        "holder": "Chủ tài khoản",
        "amount": "Số tiền (đồng)",
        "memo": "Nội dung chuyển khoản",
        "sender": "Người chuyển",
        "send": "Chuyển tiền",
        "hint": "Có thể sửa số tiền và nội dung để xem cửa hàng xử lý ra sao khi khách chuyển nhầm.",
        "done": "Đã chuyển tiền",
        "number": "Mã giao dịch",
        "at": "Lúc",
        "back": "Quay lại đơn hàng",
        "again": "Chuyển lần nữa",
        "bad": "Nhập số tiền là số nguyên từ 1 đến 500.000.000 đồng.",
        "list": "Giao dịch gần đây",
        "none": "Chưa có giao dịch nào.",
        "other": "English",
        "told": "Cửa hàng được báo ngay. Đúng số tiền và nội dung thì đơn hàng tự chuyển sang đã thanh toán.",
    },
    "en": {
        "demo": "<strong>Demonstration bank.</strong> No real money is moved.",
        "title": "Transfer money",
        "to": "To account",
        "holder": "Account holder",
        "amount": "Amount (dong)",
        "memo": "Memo",
        "sender": "From",
        "send": "Transfer",
        "hint": "Change the amount or the memo to see what the shop does when people make mistakes.",
        "done": "Transferred",
        "number": "Transaction",
        "at": "At",
        "back": "Back to the order",
        "again": "Transfer again",
        "bad": "Enter an amount in whole dong from 1 to 500,000,000.",
        "list": "Latest transfers",
        "none": "No transfers yet.",
        "other": "Tiếng Việt",
        "told": "The shop is told at once. With the right amount and memo the order turns to paid by itself.",
    },
}
SENDER = "NGUYỄN VĂN THỬ"


class BankPages:
    """The pages of one account; `back` may only lead to the shop."""

    def __init__(self, account: BankAccount, holder: str, shop: str) -> None:
        self._account, self._holder, self._shop = account, holder, shop

    def serve(self, request: Request) -> Answer:
        """`/`, `/chuyen-khoan` and `/da-chuyen/<id>`."""
        language = language_of(request.value("lang"))
        if request.path == "/chuyen-khoan":
            return self._send(request, language) if request.method == "POST" else self._form(request, language)
        if request.path.startswith("/da-chuyen/"):
            number = request.path.removeprefix("/da-chuyen/")
            row = next((row for row in self._account.rows if str(row["id"]) == number), None)
            if row:
                return self._done(row, request, language)
        return self._list(language) if request.path == "/" else _page("404", "", language, 404)

    def _back(self, request: Request) -> str:
        address = request.value("back")
        return address if address == self._shop or address.startswith(f"{self._shop}/") else ""

    def _form(self, request: Request, language: str, problem: str = "") -> Answer:
        words = WORDS[language]
        account = request.value("account") or self._account.number
        amount, memo = escape(request.value("amount")), escape(request.value("memo"))
        other = "vi" if language == "en" else "en"
        trouble = f'<p class="bad" id="problem" role="alert">{problem}</p>' if problem else ""
        blamed = ' aria-invalid="true" aria-describedby="problem"' if problem else ""
        kept = hidden(lang=language, account=account, back=self._back(request))
        body = f"""<p class="quiet">{words["hint"]}</p><dl><dt>{words["to"]}</dt><dd>{escape(account)}</dd>
<dt>{words["holder"]}</dt><dd>{escape(self._holder)}</dd></dl>{trouble}
<form method="post" action="/chuyen-khoan" autocomplete="off">{kept}
<label for="amount">{words["amount"]}</label>
<input id="amount" name="amount" inputmode="numeric" value="{amount}" required{blamed}>
<label for="memo">{words["memo"]}</label><input id="memo" name="memo" maxlength="200" value="{memo}">
<label for="sender">{words["sender"]}</label>
<input id="sender" name="sender" maxlength="60" value="{escape(request.value("sender", SENDER))}">
<button>{words["send"]}</button></form>
<nav>{self._back_link(request, language)}<a href="?{escape(_turned(request, other))}" lang="{other}"
hreflang="{other}">{words["other"]}</a></nav>"""
        return _page(words["title"], body, language, 422 if problem else 200)

    def _send(self, request: Request, language: str) -> Answer:
        digits = request.value("amount").replace(".", "").replace(",", "").replace(" ", "")
        amount = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else 0
        if not 0 < amount <= MOST:
            return self._form(request, language, WORDS[language]["bad"])
        sender = request.value("sender") or SENDER
        content = as_banks_write(request.value("memo"), sender, secrets.randbelow(10**10))
        row = self._account.transfer(amount, content, accountNumber=request.value("account") or self._account.number)
        return go_to(f"/da-chuyen/{row['id']}?{_turned(request, language, 'back')}")

    def _done(self, row: Row, request: Request, language: str) -> Answer:
        words = WORDS[language]
        body = f"""<p class="sum">{vnd(row["transferAmount"], language)}</p>
<dl class="tall"><dt>{words["to"]}</dt><dd>{escape(row["accountNumber"])}</dd>
<dt>{words["memo"]}</dt><dd>{escape(row["content"])}</dd>
<dt>{words["number"]}</dt><dd>{row["referenceCode"]}</dd><dt>{words["at"]}</dt><dd>{row["transactionDate"]}</dd></dl>
<p>{words["told"]}</p>
<nav>{self._back_link(request, language)}<a href="/chuyen-khoan?lang={language}">{words["again"]}</a></nav>"""
        return _page(words["done"], body, language)

    def _back_link(self, request: Request, language: str) -> str:
        address = self._back(request)
        return f'<a href="{escape(address)}">{WORDS[language]["back"]}</a>' if address else "<span></span>"

    def _list(self, language: str) -> Answer:
        words = WORDS[language]
        head = "".join(f'<th scope="col">{words[name]}</th>' for name in ("at", "memo", "amount"))
        lines = "".join(
            f"<tr><td>{row['transactionDate']}</td><td>{escape(row['content'])}</td>"
            f"<td>{vnd(row['transferAmount'], language)}</td></tr>"
            for row in reversed(self._account.rows[-50:])
        )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
        other = "vi" if language == "en" else "en"
        body = f"""{table if lines else f"<p>{words['none']}</p>"}
<nav><a href="/chuyen-khoan?lang={language}">{words["title"]}</a>
<a href="/?lang={other}" lang="{other}" hreflang="{other}">{words["other"]}</a></nav>"""
        return _page(words["list"], body, language)


def _turned(request: Request, language: str, *names: str) -> str:
    """The address's questions again, in a language; only the named ones, when any are named."""
    wanted = names or ("amount", "memo", "account", "back", "sender")
    return urlencode({"lang": language, **{name: text for name in wanted if (text := request.value(name))}})


def _page(title: str, body: str, language: str, status: int = 200) -> Answer:
    return as_page(page(title, body, language=language, demonstration=WORDS[language]["demo"]), status)
