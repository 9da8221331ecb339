"""Shoppers who do not give up: whatever gets no answer is sent again, the same form with the same key."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event

from tests.crashes.history import History
from tests.crashes.providers import Providers
from tests.serving import ServedShop
from tests.shopping import Form, NoForm, new_visitor, open_form, order_code, put_in_cart, send
from tests.visitors import Answer, NoAnswer, until_answered

PATIENCE = 90.0
SHOPPERS = 6
CARD_PAGE = "/c/pay/"
# How many of a hundred call their order off, and pay without the provider's message ever reaching the shop.
CALL_OFF, UNTOLD = 35, 20


@dataclass(frozen=True)
class Crowd:
    """Where people shop, what there is, what is written down about it, and how they pay (None: in cash)."""

    shop: ServedShop
    goods: Sequence[int]
    history: History
    providers: Providers | None = None

    @contextmanager
    def shopping(self, shoppers: int = SHOPPERS) -> Iterator[None]:
        """People buy, pay and cancel as long as the block runs; afterwards each brings what was begun to its end."""
        stop = Event()
        with ThreadPoolExecutor(shoppers) as pool:
            people = [pool.submit(_Shopper(self, number).shop_until, stop) for number in range(shoppers)]
            try:
                yield
            finally:
                stop.set()
        for person in people:
            person.result()


class _Shopper:
    def __init__(self, crowd: Crowd, number: int) -> None:
        self._crowd, self._history = crowd, crowd.history
        self._chance = random.Random(number)  # noqa: S311 - only wants to differ
        self._visitor = new_visitor(crowd.shop.port)

    def shop_until(self, stop: Event) -> None:
        while not stop.is_set():
            self._visitor = new_visitor(self._crowd.shop.port)
            try:
                self._shop()
            except NoForm:
                self._history.count("nothing left to order")
            finally:
                self._visitor.close()

    def _shop(self) -> None:
        for variant_id in self._chance.sample(self._crowd.goods, 2):
            answer = self._insist(lambda variant_id=variant_id: put_in_cart(self._visitor, variant_id))
            if answer.status != 303:
                self._history.count(f"into the cart: {answer.status}")
                return
        form = self._open_form(self._chance.choice(("cod", "vietqr", "card") if self._crowd.providers else ("cod",)))
        code = self._order(form)
        if code and self._crowd.providers and form.fields["payment_method"] == "vietqr":
            self._pay_by_transfer(self._crowd.providers, code, int(form.fields["expected_total"]))
        if code and self._chance.randrange(100) < CALL_OFF:
            answer = self._insist(lambda: self._visitor.post(f"/don-hang/{code}/huy", {"reason": "changed_mind"}))
            self._history.count(f"cancel: {answer.status}")

    def _order(self, form: Form) -> str | None:
        """The code of the order, which by card is paid too."""
        self._history.ask(form.key)
        answer = self._insist(lambda: send(self._visitor, form))
        self._history.count(f"{form.fields['payment_method']} order: {answer.status}")
        code = order_code(answer)
        if self._crowd.providers and answer.location.startswith(CARD_PAGE):
            session = answer.location.removeprefix(CARD_PAGE)
            code = self._crowd.providers.order_of(session)
            self._history.tell(form.key, code)
            self._pay_by_card(self._crowd.providers, code, session)
        elif code:
            self._history.tell(form.key, code)
        return code

    def _pay_by_transfer(self, providers: Providers, code: str, total: int) -> None:
        number, body, headers = providers.transfer(total, code)
        answer = self._insist(lambda: self._visitor.send("/webhooks/bank", body, **headers))
        self._history.count(f"bank's message: {answer.status}")
        if answer.status == 200:
            self._history.pay("bank", number)

    def _pay_by_card(self, providers: Providers, code: str, session: str) -> None:
        body = providers.pay_by_card(session)
        if self._chance.randrange(100) < UNTOLD:
            # The message is lost; the shopper comes back from the card company's page.
            answer = self._insist(lambda: self._visitor.get(f"/don-hang/{code}/da-thanh-toan"))
            self._history.count(f"back from the card page: {answer.status}")
            return
        answer = self._insist(lambda: self._visitor.send("/webhooks/stripe", body, **providers.cards.signature(body)))
        self._history.count(f"card company's message: {answer.status}")
        if answer.status == 200:
            self._history.pay("card", session)

    def _open_form(self, method: str) -> Form:
        gives_up_at = time.monotonic() + PATIENCE
        while time.monotonic() < gives_up_at:
            try:
                return open_form(self._visitor, method)
            except NoAnswer:
                time.sleep(0.03)
            except NoForm as trouble:
                if "50" not in str(trouble)[:8]:
                    raise  # what was in the cart is sold out: the page says so and has no form
                self._history.count(f"no form: {str(trouble)[:8]}")
                time.sleep(0.05)
        raise TimeoutError("the checkout page did not come back")

    def _insist(self, ask: Callable[[], Answer]) -> Answer:
        """Ask until there is an answer; a failure of the shop (500) is counted and asked again."""
        gives_up_at = time.monotonic() + PATIENCE
        while True:
            answer = until_answered(ask, gives_up_at=gives_up_at)
            if answer.status < 500:
                return answer
            self._history.count(f"failure: {answer.status}")
            time.sleep(0.05)
