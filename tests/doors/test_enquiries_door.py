"""Asking for much, or for a fair: what strangers send, the buyer's link, the inbox of the stall and of the office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop import clock
from shop.database import db, transaction
from shop.enquiries import Enquiry
from shop.notifications import list_messages
from shop.producers import Producer
from shop.schedule.tidying import tidy_up
from shop.storefront.account.kept_of_person import export_everything, forget_everything
from shop.web import spam_guard
from shop.web.mails import render_mail
from shop.web.spam_guard import Sender, who_sent
from tests.doors.office_visiting import act, content, entries, form_key, operator
from tests.doors.stall_visiting import make_stall, owner, stall_path
from tests.doors.visiting import mailed_token, post, someone
from tests.factories.buying import NOON, make_offer
from tests.factories.enquiries import BUYER, make_enquiry
from tests.factories.people import make_person

FORM = {
    "kind": "wholesale",
    "quantity": "200 hộp",
    "wanted_when": "trước Tết",
    "words": "Giá sỉ bao nhiêu?",
    "name": "Trần Thị Mua",
    "organisation": "Quê Mình",
    "email": "mua@example.vn",
    "phone": "0912 345 678",
    "province": "01",
    "agreed": "yes",
}
ADDRESS = "/hoi-mua/htx-vinh-yen"
SENT = f"{ADDRESS}/da-gui"


@pytest.fixture
def producer(sqlite_app: Flask, set_clock: Callable[[object], None]) -> Producer:
    set_clock(NOON)
    return make_stall()


def stamp(app: Flask, ago: timedelta = timedelta(minutes=1)) -> str:
    """What a form says that was shown a while ago."""
    with app.test_request_context("/"):
        moment = clock.now_elsewhere() - ago
        return str(spam_guard._signer().dumps(int(moment.timestamp())))


def form_of(app: Flask, **changes: str) -> dict[str, str]:
    return {**FORM, "form_key": form_key(), "shown": stamp(app), **changes}


def rows() -> list[Enquiry]:
    db.session.rollback()
    return list(db.session.scalars(select(Enquiry).order_by(Enquiry.id)))


def test_the_form_names_whom_it_goes_to_and_what_becomes_of_it(sqlite_app: Flask, producer: Producer) -> None:
    make_offer("Chè dây")
    client = sqlite_app.test_client()
    page = client.get(f"{ADDRESS}?good=che-day").text
    assert producer.name in page
    assert "Chè dây" in page
    assert "quyen-rieng-tu#enquiries" in page
    assert ADDRESS in client.get("/nha-san-xuat/htx-vinh-yen").text
    assert f"{ADDRESS}?good=che-day" in client.get("/san-pham/che-day").text
    assert client.get("/hoi-mua/khong-co").status_code == 404
    assert client.get(f"{ADDRESS}/da-gui").status_code == 200
    assert client.get("/hoi-mua/khong-co/da-gui").status_code == 404
    assert client.get("/hoi-mua/khong-co/da-xoa").status_code == 404


def test_a_good_of_another_maker_is_not_asked_for(sqlite_app: Flask, producer: Producer) -> None:
    make_offer("Nếp nương", producer="HTX Mường Lò")
    assert "Nếp nương" not in sqlite_app.test_client().get(f"{ADDRESS}?good=nep-nuong").text


def test_a_stranger_asks_confirms_reads_the_answer_and_takes_it_back(sqlite_app: Flask, producer: Producer) -> None:
    make_offer("Chè dây")
    lan = owner(sqlite_app, producer)
    client = sqlite_app.test_client()
    assert post(client, ADDRESS, **form_of(sqlite_app, good="che-day")).headers["Location"] == SENT
    [row] = rows()
    assert (row.state, row.good_slug, row.phone, row.language) == ("unconfirmed", "che-day", "+84912345678", "vi")
    link = "/loi-hoi/" + mailed_token("enquiry_confirm")
    before = content()
    assert "Giá sỉ bao nhiêu?" in client.get(link).text
    assert content() == before
    assert post(client, f"{link}/xac-nhan").headers["Location"] == link
    list_page = lan.get(stall_path(producer, "/hoi-mua")).text
    assert "Trần Thị Mua" in list_page
    page = lan.get(stall_path(producer, f"/hoi-mua/{row.id}")).text
    assert "Giá sỉ bao nhiêu?" in page
    assert "mua@example.vn" not in page + list_page
    assert "912" not in page
    answered = act(
        lan, stall_path(producer, f"/hoi-mua/{row.id}/tra-loi"), answer="90.000 ₫", contact="Lan 0987 654 321"
    )
    assert answered.status_code == 303
    page = lan.get(stall_path(producer, f"/hoi-mua/{row.id}")).text
    assert "mua@example.vn" in page
    assert "0912 345 678" in page
    assert "Lan 0987 654 321" in client.get(link).text
    assert [entry.facts["producer_id"] for entry in entries("enquiry_answered")] == [producer.id]
    assert post(client, f"{link}/xoa").headers["Location"] == f"{ADDRESS}/da-xoa"
    assert client.get(f"{ADDRESS}/da-xoa").status_code == 200
    assert rows() == []
    assert client.get(link).status_code == 410
    assert post(client, f"{link}/xoa").status_code == 410


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("kind", "spam"),
        ("words", "  "),
        ("words", "x" * 2001),
        ("name", ""),
        ("email", "mua"),
        ("phone", "123"),
        ("province", "99"),
        ("agreed", ""),
    ],
)
def test_what_is_missing_is_said_and_nothing_kept(
    sqlite_app: Flask, producer: Producer, field: str, typed: str
) -> None:
    answer = post(sqlite_app.test_client(), ADDRESS, **form_of(sqlite_app, **{field: typed}))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert rows() == []


def test_what_no_database_takes_is_left_out_of_longer_texts(app: Flask, set_clock: Callable[[object], None]) -> None:
    set_clock(NOON)
    lan = owner(app, producer := make_stall())
    form = form_of(app, words="Giá sỉ\0\x1b bao nhiêu?\r\nCảm ơn\0")
    assert post(app.test_client(), ADDRESS, **form).headers["Location"] == SENT
    [row] = rows()
    assert row.words.replace("\r", "") == "Giá sỉ bao nhiêu?\nCảm ơn"
    for number, (what, said) in enumerate((("tra-loi", "answer"), ("tu-choi", "reason"))):
        found, _token = make_enquiry(producer, email=f"mua{number}@example.vn")
        asked = {"contact": "x\0", said: "Có\0 nhé"}
        assert act(lan, stall_path(producer, f"/hoi-mua/{found.id}/{what}"), **asked).status_code == 303
    assert [one.answer for one in rows()[1:]] == ["Có nhé", "Có nhé"]


def test_machines_are_thanked_and_nothing_is_kept(sqlite_app: Flask, producer: Producer) -> None:
    answer = post(sqlite_app.test_client(), ADDRESS, **form_of(sqlite_app, website="http://spam.test"))
    assert answer.headers["Location"] == SENT
    assert (rows(), list_messages()) == ([], [])


@pytest.mark.parametrize("shown", ["", "made.up", "quick", "old"])
def test_a_form_sent_too_quickly_or_without_its_stamp_is_shown_once_more(
    sqlite_app: Flask, producer: Producer, shown: str
) -> None:
    ago = {"quick": timedelta(seconds=1), "old": timedelta(hours=25)}.get(shown)
    value = stamp(sqlite_app, ago) if ago is not None else shown
    answer = post(sqlite_app.test_client(), ADDRESS, **form_of(sqlite_app, shown=value))
    assert answer.status_code == 422
    assert "Giá sỉ bao nhiêu?" in answer.text
    assert rows() == []


def test_a_person_is_known_by_the_time_the_form_took(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context("/"):
        assert who_sent({"shown": stamp(sqlite_app, timedelta(seconds=4))}) is Sender.PERSON


def test_a_double_click_asks_once(sqlite_app: Flask, producer: Producer) -> None:
    client, form = sqlite_app.test_client(), form_of(sqlite_app)
    assert [post(client, ADDRESS, **form).status_code for _ in range(2)] == [303, 303]
    assert len(rows()) == 1
    assert post(client, ADDRESS, **form_of(sqlite_app, form_key="short")).status_code == 400


def test_one_mailbox_is_not_flooded(sqlite_app: Flask, producer: Producer) -> None:
    client = sqlite_app.test_client()
    answers = [post(client, ADDRESS, **form_of(sqlite_app)).status_code for _ in range(8)]
    assert answers[:5] == [303] * 5
    assert answers[-1] == 429
    assert len(rows()) == 1


def test_a_member_with_the_same_address_is_believed(sqlite_app: Flask, producer: Producer) -> None:
    make_person("mua@example.vn")
    client = someone(sqlite_app, "mua@example.vn")
    assert 'value="mua@example.vn"' in client.get(ADDRESS).text
    post(client, ADDRESS, **form_of(sqlite_app))
    assert [row.state for row in rows()] == ["waiting"]


def test_other_stalls_and_strangers_reach_nothing(sqlite_app: Flask, producer: Producer) -> None:
    found, _token = make_enquiry(producer)
    number = found.id
    other = make_stall("HTX Mường Lò")
    minh = owner(sqlite_app, other, "minh@example.vn")
    before = content()
    assert minh.get(stall_path(other, f"/hoi-mua/{number}")).status_code == 404
    assert minh.get(stall_path(producer, f"/hoi-mua/{number}")).status_code == 404
    for what in ("tra-loi", "tu-choi", "xoa"):
        asked = {"answer": "x", "contact": "x"}
        assert act(minh, stall_path(other, f"/hoi-mua/{number}/{what}"), **asked).status_code == 404
    assert sqlite_app.test_client().get("/loi-hoi/khong-phai").status_code == 410
    assert content() == before


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"answer": "", "contact": "x"}, "answer"),
        ({"answer": "x" * 2001, "contact": "x"}, "answer"),
        ({"answer": "x", "contact": ""}, "contact"),
        ({"answer": "x", "contact": "x" * 201}, "contact"),
    ],
)
def test_an_answer_says_something_and_how_to_reach_its_writer(
    sqlite_app: Flask, producer: Producer, typed: dict[str, str], field: str
) -> None:
    number, lan = make_enquiry(producer)[0].id, owner(sqlite_app, producer)
    answer = act(lan, stall_path(producer, f"/hoi-mua/{number}/tra-loi"), **typed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert [row.state for row in rows()] == ["waiting"]


def test_a_stall_declines_or_deletes_and_does_neither_twice(sqlite_app: Flask, producer: Producer) -> None:
    lan = owner(sqlite_app, producer)
    first, second = (make_enquiry(producer, email=f"{name}@example.vn")[0].id for name in ("a", "b"))
    act(lan, stall_path(producer, f"/hoi-mua/{first}/tu-choi"), reason="Hết vụ")
    assert act(lan, stall_path(producer, f"/hoi-mua/{first}/xoa")).status_code == 303
    act(lan, stall_path(producer, f"/hoi-mua/{second}/xoa"))
    assert [(row.state, row.answer) for row in rows()] == [("declined", "Hết vụ")]
    assert BUYER.name in lan.get(stall_path(producer, "/hoi-mua?tab=closed")).text
    assert lan.get(stall_path(producer, "/hoi-mua?page=9")).status_code == 404
    assert len(entries("enquiry_thrown_out")) == 1


def test_the_office_answers_for_who_has_nobody_here(sqlite_app: Flask, producer: Producer) -> None:
    number, client = make_enquiry(producer)[0].id, operator(sqlite_app)
    assert "/van-hanh/hoi-mua" in client.get("/van-hanh").text
    assert BUYER.name in client.get("/van-hanh/hoi-mua").text
    page = client.get(f"/van-hanh/hoi-mua/{number}").text
    assert producer.name in page
    assert BUYER.email not in page
    assert act(client, f"/van-hanh/hoi-mua/{number}/tra-loi", answer="", contact="").status_code == 422
    act(client, f"/van-hanh/hoi-mua/{number}/tra-loi", answer="Gọi chị Lan", contact="0987 654 321")
    assert BUYER.email in client.get(f"/van-hanh/hoi-mua/{number}").text
    assert BUYER.name in client.get("/van-hanh/hoi-mua?tab=closed").text
    other, third = (make_enquiry(producer, email=f"{name}@example.vn")[0].id for name in ("a", "b"))
    act(client, f"/van-hanh/hoi-mua/{other}/tu-choi")
    act(client, f"/van-hanh/hoi-mua/{third}/xoa")
    assert [row.state for row in rows()] == ["answered", "declined"]
    assert client.get("/van-hanh/hoi-mua?page=9").status_code == 404


def test_the_office_does_not_read_what_a_stall_answers_itself(sqlite_app: Flask, producer: Producer) -> None:
    number = make_enquiry(producer)[0].id
    owner(sqlite_app, producer)
    client = operator(sqlite_app)
    assert BUYER.name not in client.get("/van-hanh/hoi-mua").text
    assert client.get(f"/van-hanh/hoi-mua/{number}").status_code == 404
    assert act(client, f"/van-hanh/hoi-mua/{number}/tra-loi", answer="x", contact="x").status_code == 404
    assert [row.state for row in rows()] == ["waiting"]


def test_every_mail_can_be_read_in_both_languages(sqlite_app: Flask, producer: Producer) -> None:
    """An answer is quoted: no line of it becomes a button of ours."""
    facts = {"producer": producer.name, "slug": producer.slug, "stall": producer.name, "enquiry_id": 1, "token": "t"}
    facts |= {"good": "", "answer": "https://nơi.khác\n\nMua đi", "contact": "0987", "days": 30}
    for language in ("vi", "en"):
        for kind in ("confirm", "sent", "answered", "declined", "unanswered"):
            mail = render_mail(f"enquiry_{kind}", language, facts)
            assert producer.name in mail.text
            assert 'href="https://nơi' not in mail.html
        for wanted in ("wholesale", "fair", "other"):
            new = render_mail("enquiry_new", language, {**facts, "kind": wanted, "good": "Chè"})
            assert "Chè" in new.subject
            assert f"/gian-hang/{producer.slug}/hoi-mua/1" in new.text
    assert "> Mua đi" in render_mail("enquiry_answered", "vi", facts).text


def test_the_account_s_own_are_told_and_go_with_it(sqlite_app: Flask, producer: Producer) -> None:
    buyer = make_person("mua@example.vn").id
    make_enquiry(producer)
    assert [one["words"] for one in export_everything(buyer, NOON)["enquiries"]] == [BUYER.words]
    with transaction():
        forget_everything(buyer, NOON)
    assert rows() == []


def test_timed_work_closes_what_nobody_answered(
    sqlite_app: Flask, producer: Producer, set_clock: Callable[[object], None]
) -> None:
    _found, token = make_enquiry(producer)
    set_clock(NOON + timedelta(days=31))
    tidy_up()
    assert [row.state for row in rows()] == ["unanswered"]
    client: FlaskClient = sqlite_app.test_client()
    assert "/nha-san-xuat" in client.get(f"/loi-hoi/{token}").text
