"""The pages on goods of a stall: from nothing to on sale, what forms keep, what strangers get."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.catalogue import Product, find_product_page, on_hand_of
from shop.clock import stopped_at
from shop.database import db
from shop.producers import Producer
from tests.counting import statements
from tests.doors.stall_visiting import act, content, entries, make_stall, owner, staff, stall_path
from tests.factories.products import A_PACK, make_product
from tests.factories.register import make_certificate, make_good

NOW = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
NEW = {"name_vi": "Mật ong rừng", "kind": "honey", "price": "125.000 đ", "amount": "0,5", "unit": "kg", "on_hand": "12"}
MINH = "minh@example.vn"


@pytest.fixture(autouse=True)
def _stopped() -> Iterator[None]:
    with stopped_at(NOW):
        yield


def a_good(name: str = "Mật ong rừng", *, decided_on: str = "2025-03-12", stars: int = 4) -> int:
    good = make_good(name, producer=make_stall())
    make_certificate(good, decided_on=decided_on, stars=stars)
    return good.id


def read(client: FlaskClient, lan: Producer, page: str, *, status: int = 200, lead: str = "/en") -> str:
    answer = client.get(lead + stall_path(lan, page))
    assert answer.status_code == status
    return answer.text


def product() -> Product:
    db.session.rollback()
    found = db.session.scalars(select(Product).order_by(Product.id)).first()
    assert found is not None
    return found


def test_a_new_good_takes_a_price_and_a_content(app: Flask) -> None:
    lan, good_id = make_stall(), a_good()
    client = owner(app, lan)
    assert f"good={good_id}" in read(client, lan, "/hang-hoa/moi")
    page = read(client, lan, f"/hang-hoa/moi/them?good={good_id}")
    assert 'value="Mật ong rừng"' in page and '<option value="honey" selected>' in page
    answer = act(client, stall_path(lan, "/hang-hoa/moi/them"), good=good_id, **NEW)
    assert answer.status_code == 303
    found = product()
    [pack] = found.variants
    assert (found.producer_id, found.good_id, found.published_at) == (lan.id, good_id, None)
    assert (pack.label_vi, pack.price_vnd, pack.net_amount, pack.weight_grams) == ("500 g", 125_000, 500, 550)
    [entry] = entries("good_drafted")
    assert (entry.subject_id, entry.facts["producer_id"]) == (found.id, lan.id)
    here = f"/hang-hoa/{found.id}"
    assert "Put on sale" in read(client, lan, here)
    assert act(client, stall_path(lan, here + "/dang-ban")).status_code == 303
    page_found = find_product_page(found.slug, NOW)
    assert page_found is not None and page_found.packs[0].on_hand == 12
    assert "On sale" in read(client, lan, "/hang-hoa")
    assert app.test_client().get(f"/san-pham/{found.slug}").status_code == 200


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name_vi": " "}, "Please give it a name."),
        ({"price": "abc"}, "Please type a whole number, digits only."),
        ({"price": "0"}, "It must be between 1 and 999,999,999."),
        ({"price": "12,5"}, "Please type a whole number, digits only."),
        ({"price": "12٣"}, "Please type a whole number, digits only."),
        ({"amount": "x"}, "Please type how much is in it, such as 500."),
        ({"amount": "1e3"}, None),
        ({"amount": "0"}, "Please type how much is in it, such as 500."),
        ({"amount": "NaN"}, "Please type how much is in it, such as 500."),
        ({"amount": "Infinity"}, "Please type how much is in it, such as 500."),
        ({"amount": "0,0001"}, "Please type how much is in it, such as 500."),
        ({"unit": "stone"}, "Please choose one of these."),
        ({"kind": "weapons"}, "Please choose one of these."),
        ({"on_hand": "-5"}, "It must be between 0 and 100,000."),
        ({"unit": "piece", "amount": "1"}, "Please give the weight with its wrapping"),
        ({"name_vi": "Mật ong OCOP 5 sao"}, "it gives 4 stars"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    sqlite_app: Flask, changed: dict[str, str], words: str | None
) -> None:
    lan, good_id = make_stall(), a_good()
    client = owner(sqlite_app, lan)
    answer = act(client, "/en" + stall_path(lan, "/hang-hoa/moi/them"), good=good_id, **(NEW | changed))
    if words is None:
        assert answer.status_code == 303
        return
    assert answer.status_code == 422
    assert (words in answer.text and 'value="125.000 đ"' in answer.text) or "price" in changed
    assert f'name="good" value="{good_id}"' in answer.text
    assert db.session.scalars(select(Product)).all() == []


def test_a_draft_without_a_certificate_claims_nothing_and_waits_for_its_good(app: Flask) -> None:
    lan = make_stall()
    client = owner(app, lan)
    answer = act(client, "/en" + stall_path(lan, "/hang-hoa/moi/them"), **(NEW | {"name_vi": "Mật ong ★★★★"}))
    assert answer.status_code == 422 and "this good holds no OCOP certificate in force" in answer.text
    assert act(client, stall_path(lan, "/hang-hoa/moi/them"), **NEW).status_code == 303
    here = f"/hang-hoa/{product().id}"
    assert "Nobody has said yet which certified good this is." in read(client, lan, here)
    answer = client.post(stall_path(lan, here + "/dang-ban"), headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 400
    act(client, stall_path(lan, here + "/dang-ban"))
    assert product().published_at is None
    good_id = a_good()
    assert "Mật ong rừng" in read(client, lan, here + "/so-dang-ky")
    assert act(client, stall_path(lan, here + "/so-dang-ky"), good="x").status_code == 422
    assert act(client, stall_path(lan, here + "/so-dang-ky"), good="9" * 30).status_code == 422
    assert act(client, stall_path(lan, here + "/so-dang-ky"), good=good_id).status_code == 303
    act(client, stall_path(lan, here + "/dang-ban"))
    assert product().published_at == NOW


def test_a_good_of_another_producer_cannot_be_chosen(app: Flask) -> None:
    lan, minh = make_stall(), make_stall("HTX Minh")
    theirs = make_good("Chè của Minh", producer=minh)
    make_certificate(theirs, decided_on="2025-03-12")
    client = owner(app, lan)
    assert "Chè của Minh" not in read(client, lan, "/hang-hoa/moi")
    assert "Chè của Minh" not in read(client, lan, f"/hang-hoa/moi/them?good={theirs.id}")
    act(client, stall_path(lan, "/hang-hoa/moi/them"), good=theirs.id, **NEW)
    found = product()
    assert (found.good_id, found.producer_id) == (None, lan.id)
    act(client, stall_path(lan, f"/hang-hoa/{found.id}/so-dang-ky"), good=theirs.id)
    assert product().good_id is None


PAGES = ("", "/sua", "/nhan", "/dau-khac", "/so-dang-ky", "/quy-cach", "/quy-cach/them", "/kho")
ACTS = ("/dang-ban", "/ngung-ban", "/nhan-ban", "/sua", "/nhan", "/dau-khac", "/so-dang-ky", "/quy-cach/them")


def test_goods_of_another_stall_do_not_exist_and_nothing_of_them_changes(app: Flask) -> None:
    lan, minh = make_stall(), make_stall("HTX Minh")
    theirs = make_product("Bí mật của Minh", producer="HTX Minh")
    pack = theirs.variants[0].id
    mine = make_product("Mật ong của Lan")
    client = owner(app, lan)
    before = content()
    here = f"/hang-hoa/{theirs.id}"
    for page in (*PAGES, f"/quy-cach/{pack}"):
        assert "Bí mật" not in read(client, lan, here + page, status=404), page
    for page in (*ACTS, f"/quy-cach/{pack}", f"/quy-cach/{pack}/ngung", f"/quy-cach/{pack}/ban-lai", f"/kho/{pack}"):
        fields = NEW | {"way": "more", "quantity": "1", "why": "made", "good": str(mine.good_id)}
        assert act(client, stall_path(lan, here + page), **fields).status_code == 404, page
    for page in (f"/hang-hoa/{mine.id}/quy-cach/{pack}", f"/hang-hoa/{mine.id}/kho/{pack}"):
        fields = NEW | {"way": "more", "quantity": "1", "why": "made"}
        assert act(client, stall_path(lan, page), **fields).status_code == 404, page
    assert "Bí mật" not in read(client, lan, "/hang-hoa")
    assert client.get(stall_path(minh, "/hang-hoa")).status_code == 404
    assert content() == before


def test_nobody_and_shoppers_are_kept_out(app: Flask) -> None:
    lan, honey = make_stall(), make_product()
    before = content()
    for page in PAGES:
        assert app.test_client().get(stall_path(lan, f"/hang-hoa/{honey.id}{page}")).status_code == 303
    assert content() == before


def test_staff_work_on_goods_as_owners_do(app: Flask) -> None:
    lan, honey = make_stall(), make_product()
    client = staff(app, lan)
    for page in PAGES:
        read(client, lan, f"/hang-hoa/{honey.id}{page}")
    act(client, stall_path(lan, f"/hang-hoa/{honey.id}/ngung-ban"))
    assert product().retired_at == NOW
    assert "You took it off sale." in read(client, lan, f"/hang-hoa/{honey.id}")


WORDS = {"name_vi": "Mật ong bạc hà", "name_en": "Mint honey", "kind": "honey", "summary_vi": "Thơm.", "edition": "1"}


def test_words_are_saved_and_shown(app: Flask) -> None:
    lan, honey = make_stall(), make_product()
    client = owner(app, lan)
    assert 'value="Wild honey"' in read(client, lan, f"/hang-hoa/{honey.id}/sua")
    answer = act(client, stall_path(lan, f"/hang-hoa/{honey.id}/sua"), description_vi="Một.\n\nHai.", **WORDS)
    assert answer.status_code == 303
    page = app.test_client().get(f"/san-pham/{honey.slug}").text
    assert "Mật ong bạc hà" in page and "<p>Một.</p><p>Hai.</p>" in page


def test_an_english_name_that_nobody_gave_is_not_shown_as_typed(app: Flask) -> None:
    lan, good_id = make_stall(), a_good()
    client = owner(app, lan)
    act(client, stall_path(lan, "/hang-hoa/moi/them"), good=good_id, **NEW)
    path = f"/hang-hoa/{product().id}"
    assert re.search(r'id="name_en" name="name_en" value=""', read(client, lan, path + "/sua"))
    act(client, stall_path(lan, path + "/sua"), name_vi="Mật ong rừng già", kind="honey")
    assert product().name_en == "Mật ong rừng già"


def test_words_of_others_are_not_written_over(app: Flask) -> None:
    lan, honey = make_stall(), make_product()
    client, path = owner(app, lan), stall_path(lan, f"/hang-hoa/{honey.id}/sua")
    act(client, path, **WORDS)
    for page, fields in ((path, WORDS | {"name_vi": "Khác"}), (path.replace("/sua", "/nhan"), LABEL)):
        answer = act(client, "/en" + page, **fields)
        assert answer.status_code == 409
        assert "Somebody else changed this good meanwhile" in answer.text
        assert 'name="edition" value="2"' in answer.text
        assert "Khác" in answer.text or "VN-LC-0012" in answer.text
    assert (product().name_vi, product().batch) == ("Mật ong bạc hà", "")
    assert act(client, path, **(WORDS | {"name_vi": "Khác", "edition": "2"})).status_code == 303
    assert product().name_vi == "Khác"


CLAIMING = [f"{name}_{code}" for name in ("name", "summary", "description") for code in ("vi", "en")]


@pytest.mark.parametrize("field", CLAIMING)
def test_a_claim_is_told_at_its_field_in_the_users_language(sqlite_app: Flask, field: str) -> None:
    lan, honey = make_stall(), make_product(decided_on="2023-11-20")
    path = stall_path(lan, f"/hang-hoa/{honey.id}/sua")
    answer = act(owner(sqlite_app, lan), path, **(WORDS | {field: "Đạt chuẩn OCOP 4 sao"}))
    assert answer.status_code == 422
    assert re.search(rf'id="{field}-error".*?Xin bỏ', answer.text, re.S)
    assert "Đạt chuẩn OCOP 4 sao" in answer.text
    assert product().name_vi == "Mật ong rừng"


LABEL = {
    "ingredients_vi": "Mật ong 100 %",
    "storage_vi": "Nơi khô mát",
    "warnings_vi": "Không dùng cho trẻ dưới 1 tuổi",
    "shelf_life_months": "24",
    "batch": "L01",
    "made_on": "2026-10-01",
    "best_before_on": "01/10/2028",
    "planting_area_code": "VN-LC-0012",
    "edition": "1",
}


def test_the_label_is_saved_and_shown_to_shoppers(app: Flask) -> None:
    lan, honey = make_stall(), make_product()
    client, path = owner(app, lan), f"/hang-hoa/{honey.id}/nhan"
    assert act(client, stall_path(lan, path), says_alcohol="yes", **LABEL).status_code == 303
    assert 'value="2028-10-01"' in read(client, lan, path)
    page = app.test_client().get(f"/en/san-pham/{honey.slug}").text
    for text in ("Mật ong 100 %", "L01", "01/10/2026", "01/10/2028", "VN-LC-0012", "Không dùng cho trẻ"):
        assert text in page, text
    assert "For adults of 18 years and older" in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"made_on": "31/02/2026"}, "Please type a day such as 31/12/2026."),
        ({"best_before_on": "2026-10-01"}, "This day must come after the day on which it was made."),
        ({"shelf_life_months": "0"}, "It must be between 1 and 240."),
        ({"batch": "x" * 41}, "Please keep it to 40 letters."),
        ({"batch": "OCOP"}, "Please leave out"),
        ({"storage_en": "5 stars"}, "Please leave out"),
    ],
)
def test_what_is_wrong_on_a_label(sqlite_app: Flask, changed: dict[str, str], words: str) -> None:
    lan, honey = make_stall(), make_product(decided_on="2023-11-20")
    answer = act(owner(sqlite_app, lan), "/en" + stall_path(lan, f"/hang-hoa/{honey.id}/nhan"), **(LABEL | changed))
    assert answer.status_code == 422 and words in answer.text and "Mật ong 100 %" in answer.text
    assert product().ingredients_vi == ""


def test_alcohol_by_its_kind_stays_alcohol(app: Flask) -> None:
    lan, spirit = make_stall(), make_product("Rượu ghè", kind="spirit")
    client, path = owner(app, lan), f"/hang-hoa/{spirit.id}"
    assert re.search(r'id="says_alcohol"[^>]* checked disabled', read(client, lan, path + "/nhan"))
    act(client, stall_path(lan, path + "/nhan"), **LABEL)
    act(client, stall_path(lan, path + "/sua"), **(WORDS | {"kind": "cake", "edition": str(product().edition)}))
    assert (product().kind, product().is_alcohol) == ("cake", True)


def test_other_marks_have_their_own_days_and_ended_ones_are_not_shown(app: Flask) -> None:
    lan, honey = make_stall(), make_product()
    client, path = owner(app, lan), f"/hang-hoa/{honey.id}/dau-khac"
    typed: dict[str, Any] = {
        "mark0-name": "VietGAP", "mark0-number": "VG-15", "mark0-issuer": "Vinacert", "mark0-ends_on": "2026-11-21",
        "mark1-name": "HACCP", "mark1-number": "H-1", "mark1-issuer": "", "mark1-ends_on": "2026-11-20",
        "mark2-name": "", "mark2-number": "x", "mark2-issuer": "", "mark2-ends_on": "",
    }  # fmt: skip
    assert act(client, stall_path(lan, path), **typed).status_code == 303
    page = app.test_client().get(f"/en/san-pham/{honey.slug}").text
    assert "VietGAP" in page and "VG-15" in page and "Vinacert" in page and "21/11/2026" in page
    assert "HACCP" not in page
    assert "ended, not shown" in read(client, lan, f"/hang-hoa/{honey.id}")
    with stopped_at(datetime.fromisoformat("2026-11-22T00:00:00+07:00")):
        assert "VietGAP" not in app.test_client().get(f"/en/san-pham/{honey.slug}").text
    answer = act(client, "/en" + stall_path(lan, path), **(typed | {"mark1-name": "OCOP 5 sao"}))
    assert answer.status_code == 422 and re.search(r'id="mark1-name-error"', answer.text)
    assert act(client, stall_path(lan, path), **(typed | {"mark0-ends_on": "x"})).status_code == 422
    assert [mark.name for mark in product().marks] == ["VietGAP", "HACCP"]


PACK = {"amount": "1", "unit": "kg", "price": "230.000", "label_vi": "", "weight": "", "gtin": "8938505974194"}


def test_packs_are_added_changed_taken_off_and_offered_again(app: Flask) -> None:
    lan, honey = make_stall(), make_product()
    client, path = owner(app, lan), f"/hang-hoa/{honey.id}/quy-cach"
    assert act(client, stall_path(lan, path + "/them"), **PACK).status_code == 303
    pack = product().variants[1]
    assert (pack.label_vi, pack.weight_grams, pack.gtin) == ("1 kg", 1100, "8938505974194")
    page = read(client, lan, path)
    assert '"gtin": "8938505974194"' in app.test_client().get(f"/san-pham/{honey.slug}").text
    assert "8938505974194" in page and "₫23,000 / 100 g" in page
    number = pack.id
    assert 'value="230,000"' in read(client, lan, f"{path}/{number}")
    act(client, stall_path(lan, f"{path}/{number}"), **(PACK | {"price": "240.000", "gtin": ""}))
    assert (product().variants[1].price_vnd, product().variants[1].gtin) == (240_000, None)
    act(client, stall_path(lan, f"{path}/{number}/ngung"))
    assert product().variants[1].retired_at == NOW
    first = product().variants[0].id
    act(client, "/en" + stall_path(lan, f"{path}/{first}/ngung"))
    assert product().variants[0].retired_at is None
    assert "keeps at least one pack" in read(client, lan, path)
    act(client, stall_path(lan, f"{path}/{number}/ban-lai"))
    assert product().variants[1].retired_at is None
    for action in ("pack_added", "pack_changed", "pack_retired", "pack_restored"):
        assert [entry.subject_id for entry in entries(action)] == [honey.id], action


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"gtin": "8938505974195"}, "with these, the last would be 4"),
        ({"gtin": "123"}, "A barcode has 8, 12, 13 or 14 digits."),
        ({"price": ""}, "Please type a whole number, digits only."),
        ({"unit": "piece"}, "Please give the weight"),
        ({"label_vi": "Hộp 5 sao"}, "it gives 3 stars"),
        ({"weight": "200000"}, "It must be between 1 and 100,000."),
    ],
)
def test_what_is_wrong_with_a_pack(sqlite_app: Flask, changed: dict[str, str], words: str) -> None:
    lan, honey = make_stall(), make_product()
    client, path = owner(sqlite_app, lan), f"/hang-hoa/{honey.id}/quy-cach"
    for page in ("/them", f"/{honey.variants[0].id}"):
        answer = act(client, "/en" + stall_path(lan, path + page), **(PACK | changed))
        assert answer.status_code == 422 and words in answer.text
    assert [pack.price_vnd for pack in product().variants] == [A_PACK.price_vnd]


def test_stock_goes_up_and_down_by_pieces(app: Flask) -> None:
    lan, honey = make_stall(), make_product()
    client, pack, path = owner(app, lan), honey.variants[0].id, f"/hang-hoa/{honey.id}/kho"
    change = stall_path(lan, f"{path}/{pack}")
    act(client, change, way="more", quantity="7", why="made", note="mẻ mới")
    act(client, change, way="fewer", quantity="2", why="spoiled")
    assert on_hand_of(lan.id, honey.id) == {pack: 10}
    page = read(client, lan, path)
    assert "Made or brought in: mẻ mới" in page and "Spoiled or broken" in page and "+7" in page and "-2" in page
    answer = act(client, "/en" + change, way="fewer", quantity="11", why="recounted", note="đếm")
    assert answer.status_code == 422
    assert "Only 10 pieces are there" in answer.text and 'value="đếm"' in answer.text
    for wrong in ({"quantity": "0"}, {"quantity": "-1"}, {"way": "all"}, {"why": "x"}, {"quantity": "9" * 13}):
        typed = {"way": "more", "quantity": "1", "why": "made"} | wrong
        assert act(client, change, **typed).status_code == 422
    assert on_hand_of(lan.id, honey.id) == {pack: 10}


def test_the_same_form_counts_once(app: Flask) -> None:
    lan, honey = make_stall(), make_product()
    client, pack = owner(app, lan), honey.variants[0].id
    for _ in range(3):
        path = stall_path(lan, f"/hang-hoa/{honey.id}/kho/{pack}")
        act(client, path, key="one-form-for-ever-1234", way="more", quantity="7", why="made")
    assert on_hand_of(lan.id, honey.id) == {pack: 12}


def test_a_copy_opens_as_a_draft(app: Flask) -> None:
    lan, honey = make_stall(), make_product()
    client = owner(app, lan)
    answer = act(client, stall_path(lan, f"/hang-hoa/{honey.id}/nhan-ban"))
    page = client.get(answer.location).text
    assert "Bản nháp" in page and "Mật ong rừng" in page


def test_the_list_says_why_and_what_to_do_and_narrows(app: Flask) -> None:
    lan = make_stall()
    make_product("Mật ong")
    make_product("Nấm hương", on_hand=0)
    make_product("Chè dây", decided_on="2023-11-20")
    client = owner(app, lan)
    page = read(client, lan, "/hang-hoa")
    assert "Its certificate ended on 20/11/2026. It comes back by itself with the new one." in page
    assert "No piece is left" in page and "Add pieces" in page
    hidden = read(client, lan, "/hang-hoa?show=hidden")
    assert "Chè dây" in hidden and "Nấm hương" in hidden and "Mật ong" not in hidden
    assert "Nấm hương" not in read(client, lan, "/hang-hoa?q=mat+ong")
    assert read(client, lan, "/hang-hoa?show=everything", status=400)


@pytest.mark.parametrize(
    "page", ["/hang-hoa/moi/them", "/hang-hoa/{}/sua", "/hang-hoa/{}/nhan", "/hang-hoa/{}/quy-cach/them"]
)
def test_what_no_form_asks_for_is_not_taken(app: Flask, page: str) -> None:
    lan, minh = make_stall(), make_stall("HTX Minh")
    honey = make_product()
    client = owner(app, lan)
    extra = {
        "producer_id": minh.id,
        "published_at": "0",
        "stars": "5",
        "id": "99",
        "slug": "x",
        "is_demonstration": "1",
    }
    fields = (
        NEW | WORDS | LABEL | PACK | extra | {"kind": "honey", "on_hand": "1", "edition": "1", "price_from_vnd": "1"}
    )
    act(client, stall_path(lan, "/hang-hoa/" + page.format(honey.id)), **fields)
    db.session.rollback()
    found = db.session.scalars(select(Product).order_by(Product.id)).all()
    assert {(one.producer_id, one.is_demonstration) for one in found} == {(lan.id, False)}
    assert found[0].slug == "mat-ong-rung" and 99 not in [one.id for one in found]
    assert [one.published_at for one in found[1:]] in ([], [None])


def test_the_list_costs_the_same_for_many_goods(app: Flask) -> None:
    lan = make_stall()
    client = owner(app, lan)
    counts = []
    for number in range(1, 7):
        make_product(f"Chè {number}")
        if number in (2, 6):
            read(client, lan, "/hang-hoa")
            with statements() as sent:
                read(client, lan, "/hang-hoa")
            counts.append(len(sent))
    assert counts[0] == counts[1]


def test_acts_that_cannot_be_done_say_why(app: Flask) -> None:
    lan = make_stall()
    lapsed, sold = make_product("Chè dây", decided_on="2023-11-20"), make_product("Mật ong")
    client = owner(app, lan)
    act(client, stall_path(lan, f"/hang-hoa/{lapsed.id}/ngung-ban"))
    act(client, "/en" + stall_path(lan, f"/hang-hoa/{lapsed.id}/dang-ban"))
    assert "Its certificate ended on 20/11/2026" in read(client, lan, f"/hang-hoa/{lapsed.id}")
    act(client, "/en" + stall_path(lan, f"/hang-hoa/{sold.id}/so-dang-ky"), good=sold.good_id)
    assert "cannot be chosen here" in read(client, lan, f"/hang-hoa/{sold.id}")
    before = product().published_at
    act(client, stall_path(lan, f"/hang-hoa/{sold.id}/dang-ban"))
    assert product().published_at == before


def test_an_empty_stall_says_how_to_begin(app: Flask) -> None:
    lan = make_stall()
    assert "Add the first good" in read(owner(app, lan), lan, "/hang-hoa")


def test_a_preview_shows_the_page_to_the_stalls_own_people_only(app: Flask) -> None:
    lan, minh = make_stall(), make_stall("HTX Minh")
    a_good()
    draft = make_product("Chè nháp", published_at=None, stars=5)
    client, path = owner(app, lan), f"/xem-truoc/{draft.id}"
    assert path in read(client, lan, f"/hang-hoa/{draft.id}", lead="")
    page = client.get(f"/en{path}")
    assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"
    assert "Chè nháp" in client.get(path).text
    for words in ("Wild honey", "only the people of your stall", "OCOP 5 stars", "₫125,000", "<fieldset", "disabled"):
        assert words in page.text, words
    assert app.test_client().get(path).status_code == 303
    assert owner(app, minh, MINH).get(path).status_code == 404
    assert app.test_client().get(f"/san-pham/{draft.slug}").status_code == 404
    assert client.get("/xem-truoc/999").status_code == 404


def test_a_preview_without_a_certificate_shows_no_stars(app: Flask) -> None:
    lan = make_stall()
    lapsed = make_product("Chè dây", decided_on="2023-11-20")
    page = owner(app, lan).get(f"/en/xem-truoc/{lapsed.id}").text
    assert "Without a certificate in force shoppers do not see the good at all." in page
    assert "OCOP 3 stars" not in page and "certificate-panel" not in page
