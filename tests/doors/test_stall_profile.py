"""A stall's people say who they are, rest, and say where their money goes; nobody else can, and nothing leaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.accounts import Role
from shop.database import db, transaction
from shop.notifications import OutboxMessage
from shop.orders import PaymentMethod
from shop.producers import Producer
from shop.stalls import (
    BankAccount,
    Stall,
    StallBankAccount,
    add_portrait,
    find_bank_account,
    find_stall,
    list_portraits,
    publish_stall,
    set_bank_account,
    set_cover,
    tell_story,
)
from shop.values.dates import vietnam_day
from tests.doors.stall_visiting import act, content, entries, make_stall, owner, staff, stall_path
from tests.doors.visiting import SAME_ORIGIN, someone
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.people import PASSWORD, make_person
from tests.factories.pictures import form_with_files, photo
from tests.factories.stalls import STORY, a_photo, open_stall

Clock = Callable[[object], None]
TODAY = vietnam_day(NOON)
ACCOUNT = {"bank_bin": "970436", "account": "0011 0012 34567", "account_name": "htx Vĩnh Yên", "password": PASSWORD}


@pytest.fixture(autouse=True)
def noon(set_clock: Clock) -> None:
    set_clock(NOON)


@pytest.fixture
def lans(app: Flask) -> Producer:
    return make_stall()


def words(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status
    main = answer.text[answer.text.find("<main") :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def stall_of(producer: Producer) -> Stall:
    db.session.rollback()
    found = find_stall(producer.id)
    assert found is not None
    return found


PAGES = (
    "",
    "/gioi-thieu",
    "/gioi-thieu/chuyen",
    "/gioi-thieu/lien-he",
    "/gioi-thieu/anh-bia",
    "/gioi-thieu/nguoi-lam",
    "/tam-nghi",
    "/tai-khoan-nhan-tien",
    "/bien-hieu",
    "/bien-hieu?paper=a5",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_opens_for_an_empty_stall(app: Flask, lans: Producer, path: str, language: str) -> None:
    assert owner(app, lans).get(language + stall_path(lans, path)).status_code == 200


def test_a_story_is_written_looked_at_and_shown(app: Flask, lans: Producer) -> None:
    client, path = owner(app, lans), stall_path(lans, "/gioi-thieu")
    looked = act(client, f"{path}/chuyen", do="look", story_vi=STORY, story_en="")
    assert "<strong>bảy hộ</strong>" in looked.text
    assert find_stall(lans.id) is None
    assert act(client, f"{path}/chuyen", do="keep", story_vi=STORY, story_en="We are **seven**.").status_code == 303
    assert stall_of(lans).story_vi == STORY
    assert "Khách chưa thấy phần này" in words(client, path)
    public = f"/nha-san-xuat/{lans.slug}"
    assert "bảy hộ" not in app.test_client().get(public).text
    preview = client.get(f"{public}/xem-truoc")
    assert "<strong>bảy hộ</strong>" in preview.text
    assert preview.headers["Cache-Control"] == "no-store"
    assert "noindex" in preview.text
    assert act(client, f"{path}/dang").status_code == 303
    assert "<strong>bảy hộ</strong>" in app.test_client().get(public).text
    refused = act(client, f"{path}/chuyen", do="keep", story_vi=" ", story_en="")
    assert refused.status_code == 422
    assert "không thì khách chẳng có gì để xem" in refused.text
    assert act(client, f"{path}/cat").status_code == 303
    assert "bảy hộ" not in app.test_client().get(public).text
    assert [entry.facts["producer_id"] for entry in entries("stall_told")] == [lans.id]


def test_a_story_without_end_is_kept_in_the_form(app: Flask, lans: Producer) -> None:
    refused = act(owner(app, lans), stall_path(lans, "/gioi-thieu/chuyen"), story_vi="á" * 6001, story_en="á" * 6001)
    assert refused.status_code == 422
    assert "á" * 6001 in refused.text
    assert find_stall(lans.id) is None


def test_contact_and_days(app: Flask, lans: Producer) -> None:
    client, path = staff(app, lans), stall_path(lans, "/gioi-thieu/lien-he")
    fields = {"name": "Lan", "phone": "0912 345 678", "email": "Lan@Example.vn", "send_day": ["0", "3", "9", "x"]}
    address = {"province": "15", "commune": "Nghĩa Đô", "street": "Thôn 1"}
    assert act(client, path, **fields, **address).status_code == 303
    stall = stall_of(lans)
    assert (stall.phone, stall.email, stall.days) == ("+84912345678", "lan@example.vn", (0, 3))
    assert (stall.street, stall.province_code) == ("Thôn 1", "15")
    page = words(client, stall_path(lans, "/gioi-thieu"))
    assert "0912 345 678 · Lan" in page
    assert "Thôn 1, Xã Nghĩa Đô" in page
    assert "Gửi hàng vào thứ Hai và thứ Năm." in page
    assert 'value="Xã Nghĩa Đô"' in client.get(path).text
    assert act(client, path, name="Lan", phone="", email="", province="", commune="", street="").status_code == 303
    assert (stall_of(lans).street, stall_of(lans).days) == ("", ())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"phone": "12"}, "số điện thoại ở Việt Nam"),
        ({"email": "lan"}, "hoa@example.vn"),
        ({"name": "L" * 81}, "80"),
        ({"province": "15", "commune": "Nghĩa Đô"}, "số nhà"),
        ({"province": "15", "commune": "Không Có Đâu", "street": "1"}, "xã"),
    ],
)
def test_a_contact_that_cannot_be_used_is_said_at_its_field(
    app: Flask, lans: Producer, wrong: dict[str, str], said: str
) -> None:
    before = content()
    refused = act(staff(app, lans), stall_path(lans, "/gioi-thieu/lien-he"), **wrong)
    assert refused.status_code == 422
    assert said in refused.text
    assert content()["stalls"] == before["stalls"]


def test_a_cover_is_put_up_described_and_taken_off(app: Flask, lans: Producer) -> None:
    client, path = staff(app, lans), stall_path(lans, "/gioi-thieu/anh-bia")
    assert act(client, path).status_code == 422
    sent = client.post(
        path, **form_with_files("photo", (photo(), "a.jpg"), form_key="key-of-a-test-0001"), headers=SAME_ORIGIN
    )
    assert sent.status_code == 303
    cover = stall_of(lans).cover
    assert cover is not None
    with app.test_client().get(cover.url(cover.widths[0])) as picture:
        assert picture.status_code == 200
    assert act(client, f"{path}/loi-ta", alt_vi="Đồi chè", alt_en="Tea hill").status_code == 303
    assert 'value="Đồi chè"' in client.get(path).text
    assert act(client, f"{path}/bo").status_code == 303
    assert stall_of(lans).cover is None


def test_what_is_no_photo_is_refused_and_leaves_no_file(app: Flask, lans: Producer) -> None:
    client, path = staff(app, lans), stall_path(lans, "/gioi-thieu/anh-bia")
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    sent = client.post(
        path, **form_with_files("photo", (svg, "a.jpg"), form_key="key-of-a-test-0002"), headers=SAME_ORIGIN
    )
    assert sent.status_code == 422
    assert find_stall(lans.id) is None
    media: Path = app.config["SHOP"].media_dir
    assert not [file for file in media.rglob("*") if file.is_file()]


def test_a_form_sent_twice_puts_one_person_up(app: Flask, lans: Producer) -> None:
    client, path = staff(app, lans), stall_path(lans, "/gioi-thieu/nguoi-lam")
    fields = {"name": "Lò Thị Lan", "role_vi": "Sao chè", "consent": "yes", "form_key": "key-of-a-test-0003"}
    for _ in range(2):
        client.post(path, **form_with_files("photo", (photo(), "a.jpg"), **fields), headers=SAME_ORIGIN)
    db.session.rollback()
    assert [one.name for one in list_portraits(lans.id)] == ["Lò Thị Lan"]
    media: Path = app.config["SHOP"].media_dir
    assert len({file.stem.partition("-")[0] for file in media.rglob("*") if file.is_file()}) == 1


@pytest.mark.parametrize("missing", ["photo", "name", "consent"])
def test_a_face_is_shown_with_name_and_consent(app: Flask, lans: Producer, missing: str) -> None:
    client, path = staff(app, lans), stall_path(lans, "/gioi-thieu/nguoi-lam")
    fields = {"name": "Lan", "consent": "yes", "form_key": "key-of-a-test-0004"}
    fields.pop(missing, None)
    files = () if missing == "photo" else ((photo(), "a.jpg"),)
    sent = client.post(path, **form_with_files("photo", *files, **fields), headers=SAME_ORIGIN)
    assert sent.status_code == 422
    assert list_portraits(lans.id) == []


def test_people_are_renamed_moved_and_taken_off(app: Flask, lans: Producer) -> None:
    with transaction():
        first, second = (add_portrait(lans.id, a_photo(number), name).id for number, name in ((1, "Lan"), (2, "Minh")))
    client, path = staff(app, lans), stall_path(lans, "/gioi-thieu/nguoi-lam")
    assert 'value="Minh"' in client.get(f"{path}/{second}").text
    assert act(client, f"{path}/{second}", name="Minh Anh", role_vi="Giữ sổ", role_en="").status_code == 303
    assert act(client, f"{path}/{second}", name=" ").status_code == 422
    assert act(client, f"{path}/{second}/len").status_code == 303
    assert re.findall(r"Minh Anh|Lan", words(client, path).partition("Thêm một người")[0]) == ["Minh Anh", "Lan"]
    assert act(client, f"{path}/{first}/bo").status_code == 303
    db.session.rollback()
    assert [one.name for one in list_portraits(lans.id)] == ["Minh Anh"]
    assert client.get(f"{path}/{first}").status_code == 404


def test_a_holiday_is_taken_and_ended(app: Flask, lans: Producer) -> None:
    client, path = staff(app, lans), stall_path(lans, "/tam-nghi")
    assert act(client, path, first_day="2026-11-21", last_day="").status_code == 422
    refused = act(client, path, first_day="2026-11-25", last_day="2026-11-24")
    assert (refused.status_code, "Ngày cuối lại trước ngày đầu" in refused.text) == (422, True)
    assert act(client, path, first_day="2026-11-21", last_day="2026-11-30").status_code == 303
    holiday = stall_of(lans).holiday_on(TODAY)
    assert holiday is not None
    assert holiday.last_day == date(2026, 11, 30)
    assert "Gian hàng đang nghỉ 21/11/2026 – 30/11/2026" in words(client, path)
    assert "Gian hàng nghỉ đến hết 30/11/2026" in words(client, stall_path(lans))
    assert act(client, f"{path}/mo-lai").status_code == 303
    assert stall_of(lans).planned_holiday is None
    assert act(client, path, first_day="2026-12-01", last_day="2026-12-02").status_code == 303
    assert "Gian hàng sẽ nghỉ từ 01/12/2026 đến 02/12/2026" in words(client, stall_path(lans))
    facts = [(entry.facts["first_day"], entry.facts["last_day"]) for entry in entries("holiday_set")]
    assert facts == [("2026-12-01", "2026-12-02"), ("2026-11-21", "2026-11-30")]


def test_the_account_is_set_with_the_password_and_all_owners_hear_of_it(app: Flask, lans: Producer) -> None:
    client, path = owner(app, lans), stall_path(lans, "/tai-khoan-nhan-tien")
    make_person("minh@example.vn", role=Role.PRODUCER, producer_id=lans.id)
    assert act(client, path, **ACCOUNT).status_code == 303
    row = find_bank_account(lans.id)
    assert row is not None
    assert row.number == BankAccount("970436", "0011001234567", "HTX VINH YEN")
    page = words(client, path)
    assert "0011001234567 Vietcombank · HTX VINH YEN" in page
    assert "bởi Lan" in page
    told = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "bank_account_changed")).all()
    assert sorted(mail.recipient for mail in told) == ["lan@example.vn", "minh@example.vn"]
    entry = entries("bank_account_set")[0]
    assert entry.facts == {"bank": "970436", "producer_id": lans.id}
    assert "0011001234567" not in str(entry.facts)
    again = act(client, path, **ACCOUNT)
    assert (again.status_code, "đúng tài khoản này rồi" in again.text) == (422, True)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password": "sai rồi bạn ơi"}, "Mật khẩu này không đúng"),
        ({"password": ""}, "mật khẩu"),
        ({"bank_bin": ""}, "Hãy chọn ngân hàng"),
        ({"account": "12"}, "6 đến 19 chữ số"),
        ({"account_name": ""}, "HTX VINH YEN"),
    ],
)
def test_an_account_is_not_set_without_everything_right(
    app: Flask, lans: Producer, wrong: dict[str, str], said: str
) -> None:
    client = owner(app, lans)
    refused = act(client, stall_path(lans, "/tai-khoan-nhan-tien"), **{**ACCOUNT, **wrong})
    assert refused.status_code == 422
    assert re.search(said, refused.text)
    assert PASSWORD not in refused.text
    assert db.session.scalar(select(StallBankAccount.id)) is None


def test_guesses_at_the_password_are_counted(app: Flask, lans: Producer) -> None:
    client, path = owner(app, lans), stall_path(lans, "/tai-khoan-nhan-tien")
    answers = [act(client, path, **{**ACCOUNT, "password": f"sai {number}"}).status_code for number in range(12)]
    assert answers[0] == 422
    assert answers[-1] == 429
    assert db.session.scalar(select(StallBankAccount.id)) is None


@pytest.mark.parametrize("path", ["/tai-khoan-nhan-tien", "/gioi-thieu/dang", "/gioi-thieu/cat"])
def test_staff_have_no_say_in_money_and_publishing(app: Flask, lans: Producer, path: str) -> None:
    open_stall(lans.id)
    client, before = staff(app, lans), content()
    assert act(client, stall_path(lans, path), **ACCOUNT).status_code == 404
    if path.startswith("/tai"):
        assert client.get(stall_path(lans, path)).status_code == 404
    assert content() == before
    assert "Hãy bấm" not in words(client, stall_path(lans, "/gioi-thieu"))


POSTS = (
    "/gioi-thieu/chuyen",
    "/gioi-thieu/lien-he",
    "/gioi-thieu/dang",
    "/gioi-thieu/cat",
    "/gioi-thieu/anh-bia",
    "/gioi-thieu/anh-bia/loi-ta",
    "/gioi-thieu/anh-bia/bo",
    "/gioi-thieu/nguoi-lam",
    "/gioi-thieu/nguoi-lam/1",
    "/gioi-thieu/nguoi-lam/1/len",
    "/gioi-thieu/nguoi-lam/1/bo",
    "/tam-nghi",
    "/tam-nghi/mo-lai",
    "/tai-khoan-nhan-tien",
)


def make_canaries(producer: Producer) -> None:
    """Everything that a stall can hold, with a word that must be read nowhere else."""
    lan = make_person("canary@example.vn", role=Role.PRODUCER, producer_id=producer.id).id
    with transaction():
        tell_story(producer.id, "CHIMYEN")
        set_cover(producer.id, a_photo(7))
        add_portrait(producer.id, a_photo(8), "CHIMYEN")
        set_bank_account(producer.id, BankAccount("970436", "7777777777", "CHIMYEN"), person_id=lan, at=NOON)


def test_another_producers_stall_does_not_exist(app: Flask, lans: Producer) -> None:
    theirs = make_stall("HTX Yến Dương")
    make_canaries(theirs)
    visitors = (owner(app, lans), someone(app, make_person("hoa@example.vn").email or ""))
    before = content()
    for client in visitors:
        for path in (*PAGES, "/gioi-thieu/nguoi-lam/1"):
            answer = client.get(stall_path(theirs, path))
            assert (answer.status_code, "CHIMYEN" in answer.text) == (404, False)
        for path in POSTS:
            answer = act(client, stall_path(theirs, path), **ACCOUNT, name="X", story_vi="X", first_day="2026-11-21")
            assert (answer.status_code, "CHIMYEN" in answer.text) == (404, False), path
        preview = client.get(f"/nha-san-xuat/{theirs.slug}/xem-truoc")
        assert (preview.status_code, "CHIMYEN" in preview.text) == (404, False)
    assert content() == before
    nobody = app.test_client()
    for path in POSTS:
        assert act(nobody, stall_path(theirs, path)).status_code == 303
    assert nobody.get(f"/nha-san-xuat/{theirs.slug}/xem-truoc").location.startswith("/dang-nhap")
    assert content() == before


def test_another_producers_people_cannot_be_reached_through_ones_own_stall(app: Flask, lans: Producer) -> None:
    theirs = make_stall("HTX Yến Dương")
    make_canaries(theirs)
    number = list_portraits(theirs.id)[0].id
    client, before = owner(app, lans), content()
    path = stall_path(lans, f"/gioi-thieu/nguoi-lam/{number}")
    assert client.get(path).status_code == 404
    for end in ("", "/len", "/bo"):
        assert act(client, path + end, name="X").status_code == 404
    assert content() == before


def test_the_start_page_says_what_is_missing_until_nothing_is(app: Flask) -> None:
    make_offer("Mật ong rừng")
    lans = make_stall()
    client = owner(app, lans)
    page = words(client, stall_path(lans))
    assert "Xong 2 trên 4 việc" in page
    assert "Số điện thoại và địa chỉ" in page
    act(client, stall_path(lans, "/tai-khoan-nhan-tien"), **ACCOUNT)
    address = {"province": "15", "commune": "Nghĩa Đô", "street": "Thôn 1"}
    act(client, stall_path(lans, "/gioi-thieu/lien-he"), phone="0912345678", **address)
    page = words(client, stall_path(lans))
    assert "Để bắt đầu bán" not in page
    assert "1 mặt hàng khách đặt được" in page


def test_what_waits_stands_on_the_start_page(app: Flask) -> None:
    honey, gone = make_offer("Mật ong rừng"), make_offer("Chè", decided_on="2020-01-01")
    assert gone
    lans = make_stall()
    make_order({honey: 1}, method=PaymentMethod.COD)
    page = words(owner(app, lans), stall_path(lans))
    assert "1 kiện cần gửi" in page
    assert "1 mặt hàng bị ẩn vì chứng nhận hết hạn" in page


def test_the_sign_leads_to_the_published_address_and_claims_nothing(app: Flask, lans: Producer) -> None:
    with transaction():
        tell_story(lans.id, STORY)
        publish_stall(lans.id, NOON)
    client = owner(app, lans)
    page = words(client, stall_path(lans, "/bien-hieu"))
    assert f"localhost/nha-san-xuat/{lans.slug}" in page
    assert "Sao là của từng sản phẩm, không phải của nhà sản xuất" in page
    assert app.test_client().get(f"/nha-san-xuat/{lans.slug}").status_code == 200
    assert client.get(stall_path(lans, "/bien-hieu?paper=a0")).status_code == 400


@pytest.mark.parametrize("claim", ["Chè OCOP 4 sao của nhà", "đạt 5 sao", "⭐⭐⭐⭐", "five stars"])
def test_nothing_that_a_stall_says_of_itself_names_stars(app: Flask, lans: Producer, claim: str) -> None:
    with transaction():
        number = add_portrait(lans.id, a_photo(3), "Lan").id
    client, path = owner(app, lans), stall_path(lans, "/gioi-thieu")
    before = content()
    refused = act(client, f"{path}/chuyen", do="keep", story_vi=f"Nhà làm. {claim}.", story_en="")
    assert (refused.status_code, "sao là của từng mặt hàng" in refused.text) == (422, True)
    assert act(client, f"{path}/lien-he", name=claim).status_code == 422
    assert act(client, f"{path}/nguoi-lam/{number}", name="Lan", role_vi=claim).status_code == 422
    act(client, f"{path}/anh-bia/loi-ta", alt_vi=claim)
    assert content() == before


def test_the_programme_and_roasting_by_hand_may_be_named(app: Flask, lans: Producer) -> None:
    story = "Chúng tôi theo chương trình OCOP. Chè sao tay, 5 sào đồi chè."
    client = owner(app, lans)
    assert act(client, stall_path(lans, "/gioi-thieu/chuyen"), do="keep", story_vi=story).status_code == 303
