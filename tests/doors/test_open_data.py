"""Open data: every row of the register, as it stands; written once, handed out many times."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.certification import RevocationGround, open_rows
from shop.database import transaction
from shop.storefront.open_data.fields import FIELDS
from tests.factories.acts import extend_certificate, revoke_certificate
from tests.factories.register import make_certificate, make_good

NOON = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
CSV, JSON = "/du-lieu-mo/so-dang-ky-ocop.csv", "/du-lieu-mo/so-dang-ky-ocop.json"


@pytest.fixture(autouse=True)
def noon(set_clock: Callable[[datetime], None]) -> None:
    set_clock(NOON)


def rows_of(client: FlaskClient) -> list[dict[str, Any]]:
    with client.get(JSON) as answer:
        rows: list[dict[str, Any]] = answer.json["rows"]  # type: ignore[index]
        return rows


def files(app: Flask) -> list[Path]:
    return sorted(app.config["SHOP"].open_data_dir.glob("*.csv"))


def test_every_state_of_the_register_is_in_it(app: Flask) -> None:
    kept = make_certificate(make_good("Mật ong"), decided_on="2025-03-12", stars=4, issuer="UBND tỉnh")
    lapsed = make_certificate(make_good("Chè"), decided_on="2022-03-12")
    extended = make_certificate(make_good("Gạo"), decided_on="2023-11-01")
    revoked = make_certificate(make_good("Quế"), year=2024)
    make_good("Hồi", plan=True)
    make_good("Nghệ", producer=None)
    with transaction():
        extend_certificate(
            extended.code, last_day=extended.last_day + timedelta(days=90), evidence="x", by="o", at=NOON
        )
        revoke_certificate(revoked.code, ground=RevocationGround.MARK_MISUSED, evidence="x", by="o", at=NOON)
    found = {row.good: row for row in open_rows(NOON)}
    states = {name: (row.certificate, row.state) for name, row in found.items()}
    assert states == {
        "Mật ong": (kept.code, "in_force"),
        "Chè": (lapsed.code, "lapsed"),
        "Gạo": (extended.code, "in_force"),
        "Quế": (revoked.code, "revoked"),
        "Hồi": (None, "planned"),
        "Nghệ": (None, "awaiting_officer"),
    }
    assert (found["Mật ong"].province, found["Mật ong"].issuer, found["Mật ong"].stars) == ("Lào Cai", "UBND tỉnh", 4)
    assert found["Gạo"].last_valid_day == found["Gạo"].extended_through == extended.last_day + timedelta(days=90)
    assert (found["Quế"].revoked_on, found["Quế"].revocation_ground) == (NOON.date(), "mark_misused")
    assert (found["Quế"].day_is_known, found["Quế"].decided_on) == (False, None)


def test_both_files_hold_the_same_under_a_licence_and_a_date(client: FlaskClient) -> None:
    make_certificate(make_good('=Mật "ong", rừng'), decided_on="2025-03-12")
    make_good("Nghệ", producer=None)
    with client.get(JSON) as answer:
        told = answer.json
        assert told is not None
        assert (told["licence"], told["as_of"]) == ("CC-BY-4.0", "2026-11-21T12:00:00+07:00")
        assert "license" in answer.headers["Link"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    with client.get(CSV) as answer:
        assert answer.mimetype == "text/csv"
        assert "so-dang-ky-ocop-2026-11-21.csv" in answer.headers["Content-Disposition"]
        lines = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [line["good"] for line in lines] == ['\'=Mật "ong", rừng', "Nghệ"]
    assert list(lines[0]) == [field.name for field in FIELDS] == list(told["rows"][0])
    assert (lines[0]["day_is_known"], lines[0]["decided_on"], lines[0]["stars"]) == ("true", "2025-03-12", "4")
    assert lines[1]["certificate"] == ""


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, sqlite_app: Flask) -> None:
    make_certificate(make_good(), decided_on="2025-03-12")
    with client.get(CSV) as first:
        tag, whole = first.headers["ETag"], first.data
        assert "max-age=600" in first.headers["Cache-Control"]
    with client.get(CSV, headers={"If-None-Match": tag}) as again:
        assert (again.status_code, again.data) == (304, b"")
    with client.get(CSV, headers={"Range": "bytes=0-9"}) as part:
        assert (part.status_code, part.data) == (206, whole[:10])
    for odd in ("bytes=0-1,3-4", "lines=1-2", "bytes=-"):
        with client.get(CSV, headers={"Range": odd}) as answer:
            assert (answer.status_code, answer.data) == (200, whole)
    with client.get(CSV, headers={"Accept-Encoding": "gzip"}) as packed:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["ETag"] != tag
        assert gzip.decompress(packed.data) == whole
    assert len(files(sqlite_app)) == 1


def test_a_file_is_good_for_ten_minutes_or_until_the_day_is_over(
    client: FlaskClient, sqlite_app: Flask, set_clock: Callable[[datetime], None]
) -> None:
    code = make_certificate(make_good(), decided_on="2023-11-21").code
    assert [row["state"] for row in rows_of(client)] == ["in_force"]
    with transaction():
        revoke_certificate(code, ground=RevocationGround.MARK_MISUSED, evidence="x", by="o", at=NOON)
    set_clock(NOON + timedelta(minutes=9))
    assert [row["state"] for row in rows_of(client)] == ["in_force"]
    set_clock(NOON + timedelta(minutes=10))
    assert [row["state"] for row in rows_of(client)] == ["revoked"]
    other = make_certificate(make_good("Chè"), decided_on="2023-11-21").code
    set_clock(datetime.fromisoformat("2026-11-21T23:59:00+07:00"))
    assert {row["certificate"]: row["state"] for row in rows_of(client)}[other] == "in_force"
    set_clock(datetime.fromisoformat("2026-11-22T00:00:00+07:00"))
    assert {row["certificate"]: row["state"] for row in rows_of(client)}[other] == "lapsed"
    assert len(list(sqlite_app.config["SHOP"].open_data_dir.glob("*.json"))) == 2


def test_a_clock_that_ran_ahead_leaves_nothing_behind(
    client: FlaskClient, sqlite_app: Flask, set_clock: Callable[[datetime], None]
) -> None:
    make_certificate(make_good(), decided_on="2025-03-12")
    for days in (1, 2, 3):
        set_clock(NOON + timedelta(days=days))
        client.get(CSV).close()
    set_clock(NOON)
    for _ in range(2):
        with client.get(CSV) as answer:
            assert (answer.status_code, "2026-11-21.csv" in answer.headers["Content-Disposition"]) == (200, True)
    assert len(files(sqlite_app)) == 1


def test_a_full_disk_keeps_the_file_of_today_and_leaves_no_half_one(
    client: FlaskClient, sqlite_app: Flask, set_clock: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_certificate(make_good(), decided_on="2025-03-12")
    with client.get(CSV) as answer:
        first = answer.data
    make_certificate(make_good("Chè"), decided_on="2025-03-12")
    set_clock(NOON + timedelta(minutes=11))
    folder = sqlite_app.config["SHOP"].open_data_dir
    before = set(folder.iterdir())

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shop.storefront.open_data.files.gzip.open", full)
    with client.get(CSV) as answer:
        assert (answer.status_code, answer.data) == (200, first)
    assert set(folder.iterdir()) == before
    monkeypatch.undo()
    with client.get(CSV) as answer:
        assert "Chè" in answer.text


def test_the_page_and_the_description_name_every_column(client: FlaskClient) -> None:
    page = client.get("/en/du-lieu-mo").text
    described = client.get("/du-lieu-mo/datapackage.json").json
    assert described is not None
    columns = described["resources"][0]["schema"]["fields"]
    assert [column["name"] for column in columns] == [field.name for field in FIELDS]
    assert [field.name for field in FIELDS if f"<code>{field.name}</code>" not in page] == []
    assert described["resources"][0]["path"] == f"http://localhost{CSV}"
    assert "creativecommons.org/licenses/by/4.0" in page
