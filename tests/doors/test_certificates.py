"""The public register: look-up, states, one certificate in every state, its QR code."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from shop.certification import CorrectCertificate, RegisterImport, RevocationGround, do_act
from shop.certification.codes import certificate_code
from shop.database import transaction
from tests.factories.acts import extend_certificate, revoke_certificate
from tests.factories.register import make_certificate, make_good, make_producer

SetClock = Callable[[str], None]
NOON = "2026-11-21T12:00:00+07:00"


@pytest.fixture(autouse=True)
def noon(set_clock: SetClock) -> None:
    set_clock(NOON)


def words(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text[:500]
    return " ".join(answer.text.split())


def test_a_certificate_in_force_says_so_with_its_last_day_and_the_days_left(client: FlaskClient) -> None:
    certificate = make_certificate(make_good("Gạo nếp"), decided_on="2023-12-01", stars=4, issuer="UBND tỉnh Lào Cai")
    page = words(client, f"/en/chung-nhan/{certificate.code}")
    assert "This certificate is in force" in page
    assert "01/12/2026" in page
    assert "10 days are left" in page
    assert "UBND tỉnh Lào Cai" in page
    assert 'data-certified-until="2026-12-01"' in page
    assert 'data-stars="4"' in page
    assert 'data-state="in_force"' in page
    assert "badge-full" in page
    assert "ended-seal" not in page


def test_what_the_source_leaves_out_is_said_to_be_left_out(client: FlaskClient) -> None:
    good = make_good("Gạo nếp", producer=make_producer("Hộ Bàn Văn An"))
    certificate = make_certificate(good, year=2024, issuer=None, decision_number=None)
    page = words(client, f"/en/chung-nhan/{certificate.code}")
    assert page.count("not stated in the source") >= 2
    assert "day of recognition not known" in page
    assert "from 31/12/2024 through 01/01/2027" in page


@pytest.mark.parametrize(
    ("instant", "state"),
    [
        ("2026-12-01T23:59:59.999+07:00", "in_force"),
        ("2026-12-02T00:00:00+07:00", "lapsed"),
        ("2023-11-30T23:59:59.999+07:00", "not_yet"),
    ],
)
def test_the_state_turns_at_midnight_in_vietnam(
    client: FlaskClient, set_clock: SetClock, instant: str, state: str
) -> None:
    certificate = make_certificate(make_good(), decided_on="2023-12-01")
    set_clock(instant)
    page = words(client, f"/chung-nhan/{certificate.code}")
    assert f'data-state="{state}"' in page
    assert ("ended-seal" in page) is (state != "in_force")


def test_the_name_of_the_source_s_file_tells_nobody_s_telephone(client: FlaskClient) -> None:
    code = make_certificate(make_good(), decided_on="2025-03-01").code
    with transaction() as session:
        session.execute(update(RegisterImport).values(file_name="DS chị Hoa 0912 345 678.xlsx"))
    page = client.get(f"/chung-nhan/{code}").text
    assert ("DS chị Hoa ….xlsx" in page, "345 678" in page) == (True, False)


def test_a_revoked_certificate_says_when_and_why(client: FlaskClient) -> None:
    certificate = make_certificate(make_good(), decided_on="2025-01-10")
    with transaction():
        revoke_certificate(
            certificate.code,
            ground=RevocationGround.MARK_MISUSED,
            evidence="QĐ 12",
            by="officer",
            at=datetime.fromisoformat("2026-11-20T09:00:00+07:00"),
        )
    page = words(client, f"/en/chung-nhan/{certificate.code}")
    assert "This certificate was revoked" in page
    assert "20/11/2026: the OCOP mark was misused" in page
    assert 'data-state="revoked"' in page
    assert "badge-full" not in page


def test_an_extension_moves_the_last_valid_day(client: FlaskClient) -> None:
    certificate = make_certificate(make_good(), decided_on="2023-11-01")
    with transaction():
        extend_certificate(
            certificate.code, last_day=date(2027, 1, 15), evidence="CV 3", by="officer", at=datetime.fromisoformat(NOON)
        )
    page = words(client, f"/en/chung-nhan/{certificate.code}")
    assert "extended; first it was 01/11/2026" in page
    assert 'data-certified-until="2027-01-15"' in page
    assert 'data-state="in_force"' in page


def test_the_history_and_all_certificates_of_the_good_are_shown(client: FlaskClient) -> None:
    good = make_good()
    old = make_certificate(good, decided_on="2020-05-05", stars=3)
    new = make_certificate(good, decided_on="2024-05-05", stars=4)
    page = words(client, f"/en/chung-nhan/{old.code}")
    assert "Raised from 3 to 4 stars" in page
    assert "Without a certificate" in page
    assert f'href="/en/chung-nhan/{new.code}"' in page


@pytest.mark.parametrize("typed", ["{lower}", "{spaced}", "{hyphens}", " {code} "])
def test_a_code_is_found_however_it_is_typed(client: FlaskClient, typed: str) -> None:
    code = make_certificate(make_good()).code
    shown = typed.format(code=code, lower=code.lower(), spaced=f"{code[:4]} {code[4:]}", hyphens="-".join(code))
    answer = client.get("/chung-nhan", query_string={"q": shown})
    assert answer.status_code == 302
    assert answer.location == f"/chung-nhan/{code}"
    assert client.get(f"/chung-nhan/{code.lower()}").location == f"/chung-nhan/{code}"


def test_letters_that_look_like_digits_are_read_as_digits(client: FlaskClient) -> None:
    goods = (make_certificate(make_good(f"Chè {number}"), year=2024).code for number in range(60))
    code = next(code for code in goods if "0" in code and "1" in code)
    typed = code.replace("0", "O").replace("1", "l")
    assert client.get("/chung-nhan", query_string={"q": typed}).location == f"/chung-nhan/{code}"


def test_a_wrong_code_is_answered_with_help(client: FlaskClient) -> None:
    code = make_certificate(make_good()).code
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    page = words(client, f"/en/chung-nhan/{wrong}", 404)
    assert "No certificate bears this code" in page
    assert wrong in page
    assert "No certificate bears this code" in words(client, f"/en/chung-nhan?q={wrong}")


def test_the_register_lists_goods_in_every_state(client: FlaskClient) -> None:
    make_certificate(make_good("Gạo nếp"), decided_on="2024-05-05")
    lapsed = make_certificate(make_good("Mật ong"), decided_on="2020-05-05")
    make_good("Bưởi da xanh", producer=None, plan=True)
    make_good("Chè dây", producer=None)
    page = words(client, "/en/chung-nhan")
    for standing in ("certified", "lapsed", "planned", "awaiting_officer"):
        assert f'data-standing="{standing}"' in page
    assert f'data-certificate="{lapsed.code}"' in page
    only = words(client, "/en/chung-nhan?state=lapsed")
    assert "Mật ong" in only
    assert "Gạo nếp" not in only


@pytest.mark.parametrize("typed", ["mat ong", "MẬT ONG", "mật ong", "htx vinh", "bao yen", "nghia do"])
def test_the_register_is_searched_with_and_without_marks(client: FlaskClient, typed: str) -> None:
    make_certificate(make_good("Mật ong"), decided_on="2020-05-05")
    make_good("Chè dây", place=("", "thành phố Bắc Kạn", "Bắc Kạn"), producer=None)
    answer = client.get("/chung-nhan", query_string={"q": typed})
    assert "Mật ong</a>" in answer.text
    assert "Chè dây" not in answer.text


def test_the_months_in_which_certificates_end_are_counted(client: FlaskClient) -> None:
    for number in range(3):
        make_certificate(make_good(f"Gạo {number}"), decided_on="2023-12-29")
    make_certificate(make_good("Chè"), year=2024)
    page = words(client, "/chung-nhan")
    assert '<a href="/chung-nhan?lapsing=2026-12">12/2026</a></td><td class="number">3<' in page
    assert '<a href="/chung-nhan?lapsing=2027-01">01/2027</a></td><td class="number">1<' in page
    assert words(client, "/chung-nhan?lapsing=2026-12").count("data-standing=") == 3


def test_the_list_is_cut_into_pages(client: FlaskClient) -> None:
    for number in range(30):
        make_good(f"Gạo {number}", producer=None)
    assert words(client, "/chung-nhan").count("data-standing=") == 25
    assert words(client, "/chung-nhan?page=2").count("data-standing=") == 5
    words(client, "/chung-nhan?page=3", 404)


@pytest.mark.parametrize(
    "query", ["state=gone", "page=0", "page=x", "page=9999999999999", "lapsing=2026-13", "q=a&q=b"]
)
def test_what_cannot_be_read_is_named_and_kept(client: FlaskClient, query: str) -> None:
    page = words(client, f"/en/chung-nhan?{query}", 400)
    assert query.rpartition("=")[2] in page
    assert "Go on without it" in page


def test_the_qr_code_leads_to_the_public_address(client: FlaskClient) -> None:
    code = make_certificate(make_good()).code
    answer = client.get(f"/chung-nhan/{code}/qr.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.data.startswith(b"<svg")
    assert answer.data == client.get(f"/en/chung-nhan/{code}/qr.svg").data
    assert client.get("/chung-nhan/0000/qr.svg").status_code == 404


def test_a_change_is_seen_by_the_next_reader(client: FlaskClient, sqlite_app: Flask) -> None:
    good = make_good("Mật ong")
    assert 'data-standing="awaiting_officer"' in words(client, "/chung-nhan")
    make_certificate(good, decided_on="2024-05-05")
    assert 'data-standing="certified"' in words(client, "/chung-nhan")


def test_a_certificate_that_was_put_right_says_what_is_right(client: FlaskClient) -> None:
    wrong = make_certificate(make_good("Gạo nếp"), decided_on="2025-01-10", stars=5)
    at = datetime.fromisoformat("2026-11-20T09:00:00+07:00")
    with transaction():
        do_act(
            CorrectCertificate(wrong.code, 4, date(2025, 1, 10), "7/QĐ-UBND", None),
            evidence="nội bộ",
            by="officer:1",
            at=at,
        )
    page = words(client, f"/en/chung-nhan/{wrong.code}")
    assert 'data-state="withdrawn"' in page
    assert "20/11/2026" in page
    assert "<del>5</del> <ins>4</ins>" in page
    assert "nội bộ" not in page
    right = re.findall(r"See what is right: (\w{11})", page)[0]
    assert 'data-state="in_force"' in words(client, f"/chung-nhan/{right}")
    assert client.get(f"/chung-nhan?q={wrong.code}").location == f"/chung-nhan/{wrong.code}"
    told = client.get(f"/api/v1/certificates/{wrong.code}").json
    assert told is not None
    assert (told["state"], told["withdrawn_on"], told["replaced_by"]) == ("withdrawn", "2026-11-20", right)
    assert client.get(f"/chung-nhan/{wrong.code}/qr.svg").status_code == 404


def test_a_link_that_was_pasted_leads_to_its_certificate(client: FlaskClient) -> None:
    code = make_certificate(make_good()).code
    link = f"http://localhost/chung-nhan/{code}#0123456789ABC"
    assert client.get("/chung-nhan", query_string={"q": link}).location == f"/chung-nhan/{code}"


def test_whoever_tries_codes_at_random_is_asked_to_wait_and_known_codes_are_still_shown(
    client: FlaskClient, sqlite_app: Flask
) -> None:
    known = make_certificate(make_good()).code
    tries = sqlite_app.config["SHOP"].rate_lookups // 2
    answers = [client.get(f"/chung-nhan/{certificate_code('nothing', str(number))}") for number in range(tries + 1)]
    assert [answer.status_code for answer in answers] == [404] * tries + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert client.get("/chung-nhan/no-code-at-all").status_code == 404
    assert client.get(f"/chung-nhan/{known}").status_code == 200
