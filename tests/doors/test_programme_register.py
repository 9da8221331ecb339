"""The register in the programme office: the list, the page of one good, every act with its preview, the log."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop import clock
from shop.accounts import Role
from shop.certification import Certificate, CertifiedGood
from shop.database import db
from tests.counting import statements
from tests.doors.office_visiting import content, entries, form_key, operator
from tests.doors.programme_visiting import LAO_CAI, act_number, make, officer
from tests.doors.visiting import SAME_ORIGIN, someone
from tests.factories.people import make_person
from tests.factories.register import make_certificate, make_good, make_producer

NOW = datetime.fromisoformat("2026-11-22T12:00:00+07:00")
HA_GIANG = ("xã Phố Cáo", "huyện Đồng Văn", "Hà Giang")
PAPER = "Quyết định 12/QĐ-UBND ngày 20/11/2026, Chủ tịch UBND tỉnh"
REVOKE = {"ground": "production_stopped", "evidence": PAPER}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.stopped_at(NOW):
        yield


def good_path(good: CertifiedGood, what: str = "") -> str:
    return f"/dang-ky/{good.slug}{'/' + what if what else ''}"


def certified(name: str = "Tinh dầu quế", **changes: object) -> tuple[CertifiedGood, Certificate]:
    good = make_good(name, **{key: value for key, value in changes.items() if key in ("place", "slug")})
    return good, make_certificate(good, decided_on=str(changes.get("decided_on", "2025-03-01")))


def standing(client: FlaskClient, good: CertifiedGood) -> str:
    page = client.get(f"/chuong-trinh{good_path(good)}")
    found = re.search(r'class="panel verdict[^>]* data-standing="(\w+)"', page.text)
    assert found, page.text
    return found[1]


def names(page: str) -> list[str]:
    return re.findall(r'<p class="name"><a href="[^"]*">([^<]*)</a>', page)


def test_the_list_narrows_by_what_an_officer_asks(sqlite_app: Flask) -> None:
    certified("Tinh dầu quế")
    certified("Chè dây", decided_on="2020-03-01")
    make_certificate(make_good("Mật ong"), year=2024, stars=3)
    make_good("Gạo nếp", producer=None, plan=True)
    good, _old = certified("Miến dong", decided_on="2021-03-01")
    make_certificate(good, decided_on="2025-03-01")
    client = officer(sqlite_app)
    asked = {
        "": ["Chè dây", "Gạo nếp", "Mật ong", "Miến dong", "Tinh dầu quế"],
        "?q=che+day": ["Chè dây"],
        "?state=certified": ["Mật ong", "Miến dong", "Tinh dầu quế"],
        "?state=lapsed": ["Chè dây"],
        "?doubt=year_only": ["Mật ong"],
        "?doubt=no_producer": ["Gạo nếp"],
        "?doubt=gap": ["Miến dong"],
        "?doubt=overlap": [],
        "?doubt=several_officers": [],
        "?stars=3": ["Mật ong"],
        "?group=beverage": [],
        "?province=tuyen-quang": [],
        "?producer=htx-vinh-yen&state=lapsed": ["Chè dây"],
        "?lapsing=2028-03&order=ends": ["Miến dong", "Tinh dầu quế"],
        "?order=ended&state=lapsed": ["Chè dây"],
    }
    assert {query: names(client.get(f"/chuong-trinh/dang-ky{query}").text) for query in asked} == asked
    for query in ("?state=x", "?stars=9", "?page=0", "?doubt=x"):
        assert client.get(f"/chuong-trinh/dang-ky{query}").status_code == 400
    assert client.get("/chuong-trinh/dang-ky?page=2").status_code == 404


def test_a_code_typed_into_the_search_leads_to_its_good(sqlite_app: Flask) -> None:
    good, certificate = certified()
    answer = officer(sqlite_app).get(f"/chuong-trinh/dang-ky?q={certificate.code}")
    assert answer.location == f"/chuong-trinh{good_path(good)}#{certificate.code}"


def test_the_first_page_says_what_is_open(sqlite_app: Flask) -> None:
    make_certificate(make_good("Mật ong"), year=2024)
    page = officer(sqlite_app).get("/chuong-trinh").text
    assert "/chuong-trinh/dang-ky?doubt=year_only" in page
    assert "/chuong-trinh/dang-ky?state=certified" in page


def test_the_page_of_a_good_says_at_once_what_counts(sqlite_app: Flask) -> None:
    good, certificate = certified()
    client = officer(sqlite_app)
    page = client.get(f"/en/chuong-trinh{good_path(good)}").text
    assert "4 stars, certified through 01/03/2028" in page
    assert "The dossier for re-evaluation is filed from" in page
    assert certificate.code in page
    assert "phu-luc.xlsx" in page
    assert f"{good_path(good, 'thu-hoi')}" in page
    assert standing(client, make_good("Gạo nếp", producer=None, plan=True)) == "planned"
    assert standing(client, make_good("Ớt", producer=None)) == "awaiting_officer"
    assert standing(client, certified("Chè", decided_on="2019-01-01")[0]) == "lapsed"
    assert client.get("/chuong-trinh/dang-ky/khong-co").status_code == 404


ACTS = [
    (
        "cong-nhan",
        {"stars": "5", "decided_on": "2026-10-01", "decision_number": "99/QĐ-UBND", "issuer": "UBND tỉnh Lào Cai"},
        "upgrade",
    ),
    ("gia-han", {"last_day": "2028-06-01"}, "extend"),
    ("thu-hoi", {"ground": "mark_misused"}, "revoke"),
    ("dinh-chinh", {"stars": "3", "decided_on": "2025-03-02", "decision_number": "2585/QĐ-UBND"}, "correct"),
    ("sua", {"name": "Tinh dầu quế Vĩnh Yên", "group": "herbal", "province": "15", "commune": ""}, "correct"),
]


@pytest.mark.parametrize(("what", "fields", "kind"), ACTS)
def test_an_act_is_shown_first_done_once_and_taken_back(
    sqlite_app: Flask, what: str, fields: dict[str, str], kind: str
) -> None:
    good, certificate = certified()
    client, path = officer(sqlite_app), good_path(good, what)
    assert client.get(f"/chuong-trinh{path}").status_code == 200
    form = {**fields, "evidence": PAPER, "producer_id": str(good.producer_id)}
    form |= {"code": certificate.code} if what in ("gia-han", "thu-hoi", "dinh-chinh") else {}
    before = content()
    shown = make(client, path, "look", **form)
    assert shown.status_code == 200
    assert PAPER in shown.text
    assert content() == before
    key = form_key()
    number = act_number(make(client, path, key=key, **form))
    after = content()
    assert after != before
    make(client, path, key=key, **form)
    assert content() == after
    page = client.get(f"/chuong-trinh/thao-tac/{number}").text
    assert PAPER in page
    assert ('id="changes"' in page) is (kind == "correct")
    assert f'data-act="{kind}"' in client.get(f"/chuong-trinh{good_path(good)}").text
    assert [entry.facts["kind"] for entry in entries("register_act")] == [kind]
    assert client.get(f"/chuong-trinh/thao-tac/{number}/hoan-tac").status_code == 200
    undone = act_number(make(client, f"/thao-tac/{number}/hoan-tac", reason="Ghi nhầm sản phẩm"))
    assert standing(client, good) == "certified"
    assert f"/thao-tac/{undone}" in client.get(f"/chuong-trinh/thao-tac/{number}").text
    # It cannot be taken back twice; the page of the form says why.
    assert client.get(f"/chuong-trinh/thao-tac/{number}/hoan-tac").status_code == 303


def test_what_a_form_lacks_is_said_at_its_field_and_nothing_is_done(sqlite_app: Flask) -> None:
    good, certificate = certified()
    other, others = certified("Chè dây")
    client, before = officer(sqlite_app), content()
    wrong = [
        ("cong-nhan", {"stars": "2", "decided_on": "2026-10-01", "decision_number": "9", "issuer": "UBND"}),
        ("cong-nhan", {"stars": "4", "decided_on": "", "decision_number": "9", "issuer": "UBND"}),
        ("cong-nhan", {"stars": "4", "decided_on": "2027-10-01", "decision_number": "9", "issuer": "UBND"}),
        ("gia-han", {"code": certificate.code, "last_day": "2030-01-01"}),
        ("thu-hoi", {"code": certificate.code, "ground": "dislike"}),
        # The certificate of another good is none of this one.
        ("thu-hoi", {"code": others.code, "ground": "mark_misused"}),
        ("thu-hoi", {"ground": "mark_misused"}),
        ("thu-hoi", {"code": certificate.code, "ground": "mark_misused", "evidence": " "}),
        ("bo-sung-ngay", {"code": certificate.code, "decided_on": "2025-03-02"}),
        ("sua", {"name": good.name, "group": "stones", "province": "15"}),
        ("sua", {"name": good.name, "group": "food", "province": "15", "commune": "00001"}),
        ("gop", {"keep": "this"}),
        ("tach", {"name": "Chè khác", "producer_id": str(good.producer_id)}),
    ]
    for what, fields in wrong:
        for step in ("look", "do"):
            answer = make(client, good_path(good, what), step, **{"evidence": PAPER, **fields})
            assert answer.status_code == 422, (what, fields)
    assert client.get(f"/chuong-trinh{good_path(good, 'khac')}").status_code == 404
    assert content() == before
    assert other.slug


def test_forged_values_are_refused_and_break_nothing(sqlite_app: Flask) -> None:
    good, certificate = certified()
    client, before = officer(sqlite_app), content()
    award = {"stars": "4", "decision_number": "9", "issuer": "UBND"}
    correction = {"code": certificate.code, "stars": "4"}
    entry = {"name": "Chè", "province": "15", "commune": ""}
    wrong = [
        *(("cong-nhan", {**award, "decided_on": day}) for day in ("0001-01-01", "1900-01-01", "2012-12-31")),
        *(("dinh-chinh", {**correction, "decided_on": day}) for day in ("0001-01-01", "1900-01-01", "9999-12-31")),
        ("sua", {**entry, "province": "zz9", "producer_id": str(good.producer_id)}),
        *(("sua", {**entry, "producer_id": number}) for number in ("9" * 25, "9" * 5000, "0", "x")),
        *(("tach", {"codes": certificate.code, "name": "Chè", "producer_id": number}) for number in ("9" * 12, "x")),
    ]
    for what, fields in wrong:
        assert make(client, good_path(good, what), **{"evidence": PAPER, **fields}).status_code == 422, (what, fields)
    for what in ("sua", "tach"):
        for number in ("9" * 25, "9" * 5000, "x"):
            assert client.get(f"/chuong-trinh{good_path(good, what)}?producer={number}").status_code == 200
    for query in ("from=0001-01-01", "to=9999-12-31", "to=0001-01-01", "from=9999-12-31"):
        assert client.get(f"/chuong-trinh/thao-tac?{query}").status_code == 200
    assert content() == before


def test_the_day_of_a_recognition_is_added_where_only_the_year_is_known(sqlite_app: Flask) -> None:
    good = make_good("Mật ong")
    certificate = make_certificate(good, year=2024)
    client = officer(sqlite_app)
    form = {"code": certificate.code, "decided_on": "2024-05-20", "evidence": PAPER}
    assert "20/05/2027" in make(client, good_path(good, "bo-sung-ngay"), "look", **form).text
    act_number(make(client, good_path(good, "bo-sung-ngay"), **form))
    assert "20/05/2027" in client.get(f"/chuong-trinh{good_path(good)}").text


def test_two_entries_are_merged_and_the_old_address_leads_on(sqlite_app: Flask) -> None:
    kept, _one = certified("Tinh dầu quế")
    gone, _two = certified("Tinh dầu quế Bảo Yên", decided_on="2022-03-01")
    client = officer(sqlite_app)
    assert f'value="{gone.id}"' in client.get(f"/chuong-trinh{good_path(kept, 'gop')}?q=bao+yen").text
    found = make(client, good_path(kept, "gop"), "find", q="tinh dau", keep="this", evidence=PAPER)
    assert f'value="{gone.id}"' in found.text
    form = {"other_id": str(gone.id), "keep": "this", "evidence": PAPER}
    assert make(client, good_path(kept, "gop"), "look", **form).status_code == 200
    number = act_number(make(client, good_path(kept, "gop"), **form))
    answer = client.get(f"/chuong-trinh{good_path(gone)}")
    assert answer.status_code == 301
    assert answer.location.endswith(good_path(kept))
    act_number(make(client, f"/thao-tac/{number}/hoan-tac", reason="Hai sản phẩm khác nhau"))
    assert client.get(f"/chuong-trinh{good_path(gone)}").status_code == 200


def test_certificates_are_split_off_into_an_entry_of_their_own(sqlite_app: Flask) -> None:
    good, first = certified(decided_on="2022-03-01")
    make_certificate(good, decided_on="2025-03-01")
    producer, client = make_producer("HTX Bảo Hà"), officer(sqlite_app)
    form = {"codes": first.code, "name": "Tinh dầu sả", "evidence": PAPER}
    assert "HTX Bảo Hà" in make(client, good_path(good, "tach"), "find", q="bao ha", **form).text
    form["producer_id"] = str(producer.id)
    assert "Tinh dầu sả" in make(client, good_path(good, "tach"), "look", **form).text
    act_number(make(client, good_path(good, "tach"), **form))
    assert "Tinh dầu sả" in names(client.get("/chuong-trinh/dang-ky?q=tinh+dau+sa").text)


def test_a_producer_whom_no_file_named_is_written_down(sqlite_app: Flask) -> None:
    good, client = make_good("Chè đắng", producer=None), officer(sqlite_app, province=LAO_CAI)
    make_producer("HTX Vĩnh Yên")
    path, place = good_path(good, "chu-the-moi"), {"district": "huyện Bảo Yên", "province": "Lào Cai"}
    assert 'value="huyện Bảo Yên"' in client.get(f"/chuong-trinh{path}").text
    before = content()
    signs, forms = {**place, "commune": "ﷺ" * 100}, "HTX " * 60
    wrong = [
        {"name": "", **place},
        {"name": forms, **place},
        {"name": "HTX Ong", **signs},
        {"name": "HTX Nậm Cang"},
        {"name": "HTX Nậm Cang", "province": "Hà Giang"},
    ]
    # One that is alike is asked about first.
    for fields in (*wrong, {"name": "HTX Vĩnh Yên", **place}):
        assert make(client, path, **fields).status_code == 422
    assert content() == before
    answer = make(client, path, name="HTX Nậm Cang", **place)
    number = answer.location.rpartition("=")[2]
    chosen = f'name="producer_id" value="{number}" checked'
    assert chosen in client.get(answer.location).text
    form = {"name": good.name, "group": "food", "province": "15", "producer_id": number, "evidence": PAPER}
    act_number(make(client, good_path(good, "sua"), **form))
    assert "HTX Nậm Cang" in client.get(f"/chuong-trinh{good_path(good)}").text
    assert make(client, path, name="HTX Vĩnh Yên", is_new="y", **place).status_code == 303
    assert len(entries("producer_added")) == 2


def test_a_correction_begins_with_what_the_chosen_certificate_says(sqlite_app: Flask) -> None:
    good, first = certified(decided_on="2022-03-01")
    make_certificate(good, decided_on="2025-03-01")
    client = officer(sqlite_app)
    assert 'value="2022-03-01"' in client.get(f"/chuong-trinh{good_path(good, 'dinh-chinh')}?giay={first.code}").text
    filled = make(client, good_path(good, "dinh-chinh"), "fill", code=first.code, stars="3", evidence=PAPER)
    assert 'value="2022-03-01"' in filled.text


def test_a_name_is_no_longer_than_what_it_is_searched_by(sqlite_app: Flask) -> None:
    good, _ = certified()
    client = officer(sqlite_app)
    typed = {"group": "food", "producer_id": str(good.producer_id), "province": "15", "commune": "", "evidence": PAPER}
    answer = make(client, good_path(good, "sua"), name="㍿" * 100, **typed)
    assert (answer.status_code, 'id="name-error"' in answer.text) == (422, True)


def test_the_paper_is_kept_for_officers(sqlite_app: Flask) -> None:
    good, certificate = certified()
    client = officer(sqlite_app)
    paper = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    sent = {"code": certificate.code, **REVOKE, "step": "do", "form_key": form_key()}
    sent |= {"paper": (io.BytesIO(paper), "thu-hoi.pdf")}
    answer = client.post(f"/chuong-trinh{good_path(good, 'thu-hoi')}", data=sent, headers=SAME_ORIGIN)
    number = act_number(answer)
    saved = client.get(f"/chuong-trinh/thao-tac/{number}/van-ban")
    assert saved.data == paper
    assert saved.headers["Content-Disposition"].startswith("attachment")
    saved.close()
    other = officer(sqlite_app, "ha-giang@example.vn", province="08")
    assert other.get(f"/chuong-trinh/thao-tac/{number}/van-ban").status_code == 404
    assert standing(client, good) == "revoked"
    without = act_number(make(client, f"/thao-tac/{number}/hoan-tac", reason="Nhầm"))
    assert client.get(f"/chuong-trinh/thao-tac/{without}/van-ban").status_code == 404


@pytest.fixture
def many(sqlite_app: Flask) -> list[Certificate]:
    """More goods than one person hides alone."""
    return [certified(f"Chè {number}")[1] for number in range(21)]


def test_many_leave_the_shop_only_by_the_word_of_two(sqlite_app: Flask, many: list[Certificate]) -> None:
    lan, minh = officer(sqlite_app), officer(sqlite_app, "second@example.vn")
    codes = "\n".join(one.code for one in many)
    chosen = "&".join(f"code={one.code}" for one in many)
    assert many[20].good.name in lan.get(f"/chuong-trinh/hang-loat/thu-hoi?{chosen}").text
    assert make(lan, "/hang-loat/thu-hoi", "look", codes=codes, **REVOKE).status_code == 200
    number = act_number(make(lan, "/hang-loat/thu-hoi", codes=codes, **REVOKE))
    assert len(names(lan.get("/chuong-trinh/dang-ky?state=certified").text)) == 21
    # Whoever asked sees no button, and is refused when the form is sent all the same.
    page = lan.get(f"/chuong-trinh/thao-tac/{number}").text
    assert f"{number}/xac-nhan" not in page
    assert f"{number}/rut" in page
    make(lan, f"/thao-tac/{number}/xac-nhan")
    assert len(names(lan.get("/chuong-trinh/dang-ky?state=certified").text)) == 21
    assert f"/thao-tac/{number}" in minh.get("/chuong-trinh/cho-xac-nhan").text
    assert 'class="waiting-count">1' in minh.get("/chuong-trinh").text
    assert f"{number}/xac-nhan" in minh.get(f"/chuong-trinh/thao-tac/{number}").text
    assert act_number(make(minh, f"/thao-tac/{number}/xac-nhan")) == number
    assert names(lan.get("/chuong-trinh/dang-ky?state=certified").text) == []
    # Meanwhile decided: nobody decides it again.
    make(minh, f"/thao-tac/{number}/tu-choi", reason="Nhầm")
    assert 'value="refused"' in minh.get("/chuong-trinh/thao-tac?state=refused").text
    assert "data-act=" not in minh.get("/chuong-trinh/thao-tac?state=refused").text


def test_looking_again_at_what_an_act_would_change_writes_nothing(sqlite_app: Flask, many: list[Certificate]) -> None:
    """To write, even what is taken back at once, makes every other writer of SQLite wait."""
    client, codes = officer(sqlite_app), " ".join(one.code for one in many)
    waiting = act_number(make(client, "/hang-loat/thu-hoi", codes=codes, **REVOKE))
    last_day = {"last_day": "2028-06-01", "evidence": PAPER}
    extended = act_number(make(client, "/hang-loat/gia-han", codes=many[0].code, **last_day))
    pages = [f"/chuong-trinh/thao-tac/{waiting}", f"/chuong-trinh/thao-tac/{extended}/hoan-tac"]

    def look() -> tuple[list[int], bool]:
        with statements() as found:
            lists = [client.get(path).text.count('<ul class="change-list">') for path in pages]
        return lists, any("INTO register_acts" in one for one in found)

    assert look() == ([1, 1], True)
    assert look() == ([1, 1], False)
    # The register is another: it is shown anew.
    make(client, good_path(many[1].good, "thu-hoi"), code=many[1].code, **REVOKE)
    assert look() == ([0, 1], True)


def test_what_waits_is_refused_or_taken_back_and_changes_nothing(sqlite_app: Flask, many: list[Certificate]) -> None:
    lan, minh = officer(sqlite_app), officer(sqlite_app, "second@example.vn")
    codes = " ".join(one.code for one in many)
    first, second = (act_number(make(lan, "/hang-loat/thu-hoi", codes=codes, **REVOKE)) for _ in range(2))
    make(minh, f"/thao-tac/{first}/tu-choi")
    assert "state-wait" in minh.get(f"/chuong-trinh/thao-tac/{first}").text
    act_number(make(minh, f"/thao-tac/{first}/tu-choi", reason="Chưa có quyết định"))
    assert "Chưa có quyết định" in lan.get(f"/chuong-trinh/thao-tac/{first}").text
    make(minh, f"/thao-tac/{second}/rut")
    assert "state-wait" in minh.get(f"/chuong-trinh/thao-tac/{second}").text
    act_number(make(lan, f"/thao-tac/{second}/rut"))
    assert "state-wait" not in lan.get(f"/chuong-trinh/thao-tac/{second}").text
    assert len(names(lan.get("/chuong-trinh/dang-ky?state=certified").text)) == 21
    assert "desk-empty" in minh.get("/chuong-trinh/cho-xac-nhan").text


def test_certificates_are_extended_together_or_not_at_all(sqlite_app: Flask) -> None:
    (good, one), (_other, two) = certified(), certified("Chè dây")
    client = officer(sqlite_app)
    form = {"last_day": "2028-06-01", "evidence": PAPER}
    assert "XXXXXXXXXXX" in make(client, "/hang-loat/gia-han", "look", codes=f"{one.code} XXXXXXXXXXX", **form).text
    assert make(client, "/hang-loat/gia-han", codes="", **form).status_code == 422
    assert make(client, "/hang-loat/gia-han", codes=one.code, last_day="2035-01-01", evidence=PAPER).status_code == 422
    assert make(client, "/hang-loat/gia-han", "edit", codes=one.code, **form).status_code == 200
    act_number(make(client, "/hang-loat/gia-han", codes=f"{one.code}, {two.code}", **form))
    assert "01/06/2028" in client.get(f"/chuong-trinh{good_path(good)}").text
    assert client.get("/chuong-trinh/hang-loat/khac").status_code == 404


def test_the_log_is_found_by_kind_officer_and_day(sqlite_app: Flask) -> None:
    good, certificate = certified()
    client = officer(sqlite_app)
    make(client, good_path(good, "thu-hoi"), code=certificate.code, **REVOKE)
    day = f"{NOW + timedelta(days=1):%Y-%m-%d}"
    counts = {"": 1, "?kind=revoke": 1, "?kind=merge": 0, "?q=12%2FQ": 1, f"?from={day}": 0, f"?to={day}": 1}
    counts |= {"?state=waiting": 0, "?officer=1": 1, "?officer=99": 0}
    found = {query: client.get(f"/chuong-trinh/thao-tac{query}").text.count('data-act="revoke"') for query in counts}
    assert found == counts
    assert client.get("/chuong-trinh/thao-tac?kind=x").status_code == 400
    assert client.get("/chuong-trinh/thao-tac?page=9").status_code == 404
    assert client.get("/chuong-trinh/thao-tac/999").status_code == 404


def test_an_act_on_which_others_stand_says_so(sqlite_app: Flask) -> None:
    good, _certificate = certified()
    client = officer(sqlite_app)
    award = {"stars": "4", "decided_on": "2026-10-01", "decision_number": "9/QĐ-UBND", "issuer": "UBND tỉnh"}
    first = act_number(make(client, good_path(good, "cong-nhan"), **award, evidence=PAPER))
    code = db.session.query(Certificate).order_by(Certificate.id.desc()).limit(1).one().code
    make(client, good_path(good, "thu-hoi"), code=code, **REVOKE)
    page = client.get(f"/chuong-trinh/thao-tac/{first}").text
    assert 'id="later"' in page
    assert f"{first}/hoan-tac" not in page
    assert client.get(f"/chuong-trinh/thao-tac/{first}/hoan-tac").location.endswith(f"/thao-tac/{first}")


def test_an_officer_of_a_province_finds_nothing_of_another(sqlite_app: Flask) -> None:
    mine, _one = certified("Tinh dầu quế")
    foreign, two = certified("Mật ong bạc hà", place=HA_GIANG)
    country, client = officer(sqlite_app), officer(sqlite_app, "lao-cai@example.vn", province=LAO_CAI)
    number = act_number(
        make(country, good_path(foreign, "gia-han"), code=two.code, last_day="2028-04-01", evidence="QĐ")
    )
    assert names(client.get("/chuong-trinh/dang-ky").text) == ["Tinh dầu quế"]
    before = content()
    for path in (
        good_path(foreign),
        good_path(foreign, "thu-hoi"),
        f"/thao-tac/{number}",
        f"/thao-tac/{number}/hoan-tac",
    ):
        assert client.get(f"/chuong-trinh{path}").status_code == 404, path
    assert make(client, good_path(foreign, "thu-hoi"), code=two.code, **REVOKE).status_code == 404
    assert make(client, f"/thao-tac/{number}/hoan-tac", reason="x").status_code == 404
    assert make(client, "/hang-loat/thu-hoi", codes=two.code, **REVOKE).status_code == 422
    form = {"other_id": str(foreign.id), "keep": "this", "evidence": PAPER}
    assert make(client, good_path(mine, "gop"), **form).status_code == 404
    assert content() == before
    assert f"#{two.code}" not in (client.get(f"/chuong-trinh/dang-ky?q={two.code}").location or "")
    assert "data-act=" not in client.get("/chuong-trinh/thao-tac").text


def test_an_officer_of_a_province_is_offered_its_producers_and_names_no_other(sqlite_app: Flask) -> None:
    good, _certificate = certified()
    near = make_producer("HTX Mường Khương", ("", "huyện Mường Khương", "Lào Cai"))
    away = make_producer("HTX Mường Khương Hà Giang", HA_GIANG)
    client, country = officer(sqlite_app, "lao-cai@example.vn", province=LAO_CAI), officer(sqlite_app)
    path = f"/chuong-trinh{good_path(good, 'sua')}?q=Mường+Khương&producer={away.id}"
    offers = [[f'value="{one.id}"' in who.get(path).text for one in (near, away)] for who in (client, country)]
    assert offers == [[True, False], [True, True]]
    fields = {"name": good.name, "group": "", "producer_id": str(away.id), "province": LAO_CAI, "commune": ""}
    before = content()
    for step in ("look", "do"):
        refused = make(client, good_path(good, "sua"), step, **fields, evidence=PAPER)
        assert (refused.status_code, "ở tỉnh khác" in refused.text) == (422, True)
    assert content() == before


def test_the_log_names_officers_whose_acts_may_be_seen(sqlite_app: Flask) -> None:
    country, mine = officer(sqlite_app), officer(sqlite_app, "lao-cai@example.vn", province=LAO_CAI)
    officer(sqlite_app, "ha-giang@example.vn", province="08")
    listed = [
        client.get("/chuong-trinh/thao-tac").text.split('name="officer"')[1].split("</select")[0].count("<option")
        for client in (country, mine)
    ]
    assert listed == [1 + 3, 1 + 2]


def test_what_was_done_in_several_provinces_is_told_and_not_opened(sqlite_app: Flask) -> None:
    """A good's page links to no act that its officer would not find."""
    (good, one), (_foreign, two) = certified(), certified("Mật ong bạc hà", place=HA_GIANG)
    country, client = officer(sqlite_app), officer(sqlite_app, "lao-cai@example.vn", province=LAO_CAI)
    form = {"codes": f"{one.code} {two.code}", "last_day": "2028-06-01", "evidence": PAPER}
    number = act_number(make(country, "/hang-loat/gia-han", **form))
    for visitor, opens in ((country, True), (client, False)):
        page = visitor.get(f"/chuong-trinh{good_path(good)}").text
        assert 'data-act="extend"' in page
        assert (f'/thao-tac/{number}"' in page) is opens


@pytest.mark.parametrize("role", [None, Role.OPERATOR])
def test_the_register_is_for_officers(sqlite_app: Flask, role: Role | None) -> None:
    good, certificate = certified()
    if role is None:
        make_person()
    client = operator(sqlite_app) if role else someone(sqlite_app)
    before = content()
    paths = (
        "/dang-ky",
        good_path(good),
        good_path(good, "thu-hoi"),
        "/thao-tac",
        "/cho-xac-nhan",
        "/hang-loat/thu-hoi",
    )
    assert {client.get(f"/chuong-trinh{path}").status_code for path in paths} == {404}
    assert make(client, good_path(good, "thu-hoi"), code=certificate.code, **REVOKE).status_code == 404
    assert make(client, "/hang-loat/thu-hoi", codes=certificate.code, **REVOKE).status_code == 404
    assert content() == before
