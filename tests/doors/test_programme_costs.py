"""What the register's pages cost officers: few statements, however long the lists are and whatever happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from flask import Flask

from shop import clock
from shop.certification import CorrectCertificate, Extend, Undo, do_act
from shop.database import transaction
from tests import counting
from tests.doors.programme_visiting import officer
from tests.factories.register import make_certificate, make_good

NOW = datetime.fromisoformat("2026-11-22T12:00:00+07:00")
# Who it is, whose province, what waits for them, the good or the acts, and who acted.
MOST = 20


@pytest.fixture
def statements(sqlite_app: Flask) -> Iterator[list[str]]:
    """The statements that reach the database from now on."""
    with counting.statements() as seen:
        yield seen


def act(request: object, by: str = "officer:1") -> int:
    with transaction():
        return do_act(request, evidence="Công văn 1", by=by, at=NOW).id  # type: ignore[arg-type]


def live_through(number: int) -> str:
    """A good to which much happened; its address."""
    good = make_good(f"Chè {number}")
    make_certificate(good, decided_on="2019-03-01")
    code = make_certificate(good, decided_on="2025-03-01").code
    for last_day in (date(2028, 4, 1), date(2028, 5, 1)):
        number = act(Extend((code,), last_day), by=f"officer:{last_day.month}")
        act(Undo(number), by="officer:2")
    act(CorrectCertificate(code, 3, date(2025, 3, 2), "1/QĐ-UBND", "UBND tỉnh"))
    return good.slug


def test_pages_of_the_register_cost_few_statements(sqlite_app: Flask, statements: list[str]) -> None:
    with clock.stopped_at(NOW):
        client = officer(sqlite_app)
        costs: list[dict[str, int]] = []
        for few in (range(1, 3), range(3, 9)):
            slugs = [live_through(number) for number in few]
            slug = slugs[0]
            pages = ["", "/dang-ky", "/dang-ky?doubt=gap", f"/dang-ky/{slug}", "/thao-tac", "/thao-tac/5"]
            pages += ["/cho-xac-nhan", f"/dang-ky/{slug}/thu-hoi"]
            costs.append({})
            for page in pages:
                client.get(f"/chuong-trinh{page}")
                statements.clear()
                assert client.get(f"/chuong-trinh{page}").status_code == 200
                costs[-1][page.replace(slug, "x")] = len(statements)
    # The public version is asked for once a second, by whichever page comes then.
    assert all(abs(costs[1][page] - cost) <= 1 for page, cost in costs[0].items()), costs
    assert max(costs[1].values()) <= MOST, costs
