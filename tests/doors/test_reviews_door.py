"""Reviews at the doors: buyers write, everybody reads, the office decides, the producer answers; strangers do not."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop.accounts import Role
from shop.database import db, transaction
from shop.notifications import OutboxMessage
from shop.producers import Producer
from shop.reviews import Rating, Review, ReviewPhoto, WhyRefused, hide_review
from shop.schedule.reviews import ask_for_reviews
from shop.web.mails import render_mail
from tests.doors.office_visiting import act, content, entries, operator
from tests.doors.stall_visiting import form_key, owner, staff, stall_path
from tests.doors.visiting import SAME_ORIGIN, post, someone
from tests.factories.buying import NOON, make_offer
from tests.factories.people import PASSWORD, make_person
from tests.factories.reviewing import Delivered, deliver, make_review, publish, review, write

DAY = timedelta(days=1)
SetClock = Callable[..., None]


@pytest.fixture(autouse=True)
def at(set_clock: SetClock) -> SetClock:
    set_clock(NOON)
    return set_clock


def jpeg(width: int = 60, colour: str = "orange") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, 40), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def address(bought: Delivered, more: str = "") -> str:
    return f"/don-hang/{bought.code}/danh-gia/{bought.line_id}{more}"


def known(app: Flask, bought: Delivered) -> FlaskClient:
    """A browser that proved the order's telephone number."""
    client = app.test_client()
    assert post(client, "/tra-cuu-don-hang", code=bought.code, phone="0912345678").status_code == 303
    return client


def send(client: FlaskClient, bought: Delivered, *photos: bytes, **fields: Any) -> TestResponse:
    """Send the form as a browser does."""
    form = {"form_key": form_key(), "rating": "5", "text": "Thơm, đặc.", "shown_as": "Hoa N.", **fields}
    form["photos"] = [(io.BytesIO(photo), "anh.jpg") for photo in photos]
    return client.post(
        address(bought), data=form, headers=SAME_ORIGIN, content_type="multipart/form-data", buffered=True
    )


def words(answer: TestResponse) -> str:
    main = answer.text[answer.text.find("<main") :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def the_review() -> Review:
    db.session.rollback()
    return db.session.scalars(select(Review)).one()


def files(app: Flask) -> set[Path]:
    folder: Path = app.config["SHOP"].media_dir
    return {path for path in folder.rglob("*") if path.is_file()}


def told(page: TestResponse) -> dict[str, Any]:
    found = re.search(r'(?s)<script type="application/ld\+json">(.*?)</script>', page.text)
    assert found
    facts: dict[str, Any] = json.loads(found[1])[0]
    return facts


def test_a_guest_with_the_code_and_the_number_writes_and_rewrites(app: Flask) -> None:
    bought = deliver()
    client = known(app, bought)
    assert address(bought) in client.get(f"/don-hang/{bought.code}").text
    page = client.get(address(bought))
    assert page.status_code == 200
    assert 'value="Hoa N."' in page.text, "given name and initial are offered"
    assert not re.search(r"★|☆|[345] sao", words(page)), "the scale is words"
    for step in ("Rất ưng", "Ưng", "Tạm được", "Chưa ưng", "Không ưng"):
        assert step in words(page)
    answer = send(client, bought, jpeg(), jpeg(80), text="Thơm.\r\n\r\nĐặc.")
    assert (answer.status_code, answer.headers["Location"]) == (303, address(bought))
    found = the_review()
    assert (found.rating, found.text, found.shown_as, found.status) == (5, "Thơm.\n\nĐặc.", "Hoa N.", "waiting")
    assert len(files(app)) == 4, "two photos in two forms"
    page = client.get(address(bought))
    assert "Người của chợ đọc trước khi đăng" in words(page)
    first = re.findall(r'name="without" type="checkbox" value="(\d+)"', page.text)[0]
    assert send(client, bought, text="Tạm.", rating="3", without=first).status_code == 303
    found = the_review()
    assert (found.rating, found.text, found.edition) == (3, "Tạm.", 2)
    assert len(db.session.scalars(select(ReviewPhoto)).all()) == 1
    assert len(files(app)) == 2, "the files of the photo that went"


def test_the_same_form_sent_twice_does_its_work_once(app: Flask) -> None:
    bought = deliver()
    client, key = known(app, bought), form_key()
    for _ in range(2):
        assert send(client, bought, jpeg(), form_key=key).status_code == 303
    assert the_review().edition == 1
    assert len(db.session.scalars(select(ReviewPhoto)).all()) == 1
    assert len(files(app)) == 2
    assert send(client, bought, form_key="short").status_code == 400


def test_strangers_learn_nothing_and_change_nothing(app: Flask) -> None:
    bought = deliver()
    make_person("minh@example.vn")
    before = content()
    for client in (app.test_client(), someone(app, "minh@example.vn")):
        assert client.get(address(bought)).status_code == 404
        assert send(client, bought, jpeg()).status_code == 404
        assert post(client, address(bought, "/rut-lai")).status_code == 404
    assert {name for name, rows in content().items() if rows != before[name]} == set()
    assert files(app) == set()


def test_a_line_of_another_order_is_not_found(app: Flask) -> None:
    mine, other = deliver(), deliver()
    client = known(app, mine)
    stray = Delivered(mine.order_id, mine.code, other.line_id, 0, 0, "")
    assert client.get(address(stray)).status_code == 404
    assert send(client, stray).status_code == 404
    assert post(client, address(stray, "/rut-lai")).status_code == 404
    assert post(client, address(mine, "/rut-lai")).status_code == 404, "there is nothing to take back"


@pytest.mark.parametrize(
    ("fields", "words_shown"),
    [
        ({"rating": ""}, "Xin chọn mức ưng của bạn."),
        ({"rating": "6"}, "Xin chọn mức ưng của bạn."),
        ({"rating": "٣"}, "Xin chọn mức ưng của bạn."),
        ({"text": "a" * 2001}, "Xin ghi tối đa 2000 ký tự"),
        ({"shown_as": "a" * 41}, "Xin ghi tối đa 40 ký tự"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    sqlite_app: Flask, fields: dict[str, str], words_shown: str
) -> None:
    bought = deliver()
    answer = send(known(sqlite_app, bought), bought, **{"text": "Vẫn còn đây", **fields})
    assert answer.status_code == 422
    assert words_shown in words(answer)
    assert fields.get("text", "Vẫn còn đây") in answer.text
    assert db.session.scalars(select(Review)).all() == []


def test_what_is_no_photo_is_refused_and_leaves_no_file(sqlite_app: Flask) -> None:
    bought = deliver()
    client = known(sqlite_app, bought)
    answer = send(client, bought, jpeg(), b"<svg onload=alert(1)>")
    assert answer.status_code == 422
    assert "JPEG" in words(answer)
    assert send(client, bought, *[jpeg()] * 5).status_code == 422
    assert files(sqlite_app) == set()
    assert db.session.scalars(select(Review)).all() == []


def test_after_moderation_the_page_shows_it_and_takes_no_more(app: Flask) -> None:
    bought = deliver()
    publish(write(bought))
    client = known(app, bought)
    page = client.get(address(bought))
    assert "Đánh giá của bạn đã được đăng" in words(page)
    assert "<textarea" not in page.text
    assert send(client, bought, text="Khác").status_code == 409
    assert the_review().text == "Mật thơm, đặc."
    with transaction():
        hide_review(the_review().id, 1, WhyRefused.ADVERTISING, by="operator:1", at=NOON)
    assert "Bài quảng cáo hoặc dẫn sang trang khác." in words(client.get(address(bought)))


def test_a_decision_between_looking_and_sending_wins(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    bought = deliver()
    number = write(bought)
    client = known(app, bought)

    monkeypatch.setattr("shop.storefront.orders.reviewing.leave_database", lambda: publish(number))
    answer = send(client, bought, jpeg(), text="Khác")
    assert answer.status_code == 409
    assert the_review().text == "Mật thơm, đặc."
    assert files(app) == set()


def test_taking_it_back_leaves_nothing(app: Flask) -> None:
    bought = deliver()
    client = known(app, bought)
    send(client, bought, jpeg())
    publish(the_review().id)
    assert "Thơm" in client.get(f"/san-pham/{bought.slug}").text
    assert post(client, address(bought, "/rut-lai")).status_code == 303
    assert files(app) == set()
    assert "Thơm" not in client.get(f"/san-pham/{bought.slug}").text
    assert "Bạn đã rút lại đánh giá." in words(client.get(address(bought)))
    assert send(client, bought).status_code == 409


def test_reviews_are_counted_by_visitor(sqlite_app: Flask) -> None:
    bought = deliver()
    client = known(sqlite_app, bought)
    answers = [send(client, bought, rating="").status_code for _ in range(31)]
    assert answers == [422] * 30 + [429]


def test_the_page_of_the_good_shows_words_and_machines_get_the_mean(app: Flask) -> None:
    honey = make_offer(on_hand=20)
    bought = deliver(honey)
    client = app.test_client()
    page = client.get(f"/san-pham/{bought.slug}")
    assert "Chưa ai viết về món này" in words(page)
    assert "aggregateRating" not in page.text
    write(bought, "Đang chờ đọc")
    assert "aggregateRating" not in client.get(f"/san-pham/{bought.slug}").text
    publish(the_review().id)
    for number in range(4):
        make_review(f"Lời số {number}", variant_id=honey, at=NOON + number * DAY, rating=Rating.ALL_RIGHT)
    page = client.get(f"/san-pham/{bought.slug}")
    text = words(page)
    assert "5 người mua đã đánh giá món này." in text
    assert "Rất ưng 1 Ưng 0 Tạm được 4" in text
    assert text.index("Lời số 3") < text.index("Lời số 2") < text.index("Lời số 1")
    assert "Lời số 0" not in text
    assert "Xem cả 5 đánh giá" in text
    assert told(page)["aggregateRating"] == {
        "@type": "AggregateRating",
        "ratingValue": "3.4",
        "reviewCount": 5,
        "bestRating": 5,
        "worstRating": 1,
    }
    assert told(page)["hasCertification"]["certificationRating"]["ratingValue"] == 3
    english = words(client.get(f"/en/san-pham/{bought.slug}"))
    assert "5 buyers say what the good is like." in english
    assert "Delighted 1 Pleased 0 All right 4 Not quite 0 Disappointed 0" in english


def test_all_reviews_page_by_page_and_sorted(app: Flask) -> None:
    honey = make_offer(on_hand=40)
    first = deliver(honey)
    publish(write(first, "Bài 0", rating=Rating.DISAPPOINTED))
    for number in range(1, 12):
        make_review(f"Bài {number}.", variant_id=honey, at=NOON + number * timedelta(minutes=1))
    slug, client = first.slug, app.test_client()
    page = client.get(f"/san-pham/{slug}/danh-gia")
    assert page.status_code == 200
    assert [int(found) for found in re.findall(r"Bài (\d+)", words(page))] == list(range(11, 1, -1))
    assert 'href="/san-pham/' + slug + '/danh-gia?page=2"' in page.text
    second = words(client.get(f"/san-pham/{slug}/danh-gia?page=2"))
    assert [int(found) for found in re.findall(r"Bài (\d+)", second)] == [1, 0]
    critical = words(client.get(f"/san-pham/{slug}/danh-gia?sort=critical"))
    assert re.findall(r"Bài (\d+)", critical)[0] == "0"
    assert "Chưa có bài nào kèm ảnh." in words(client.get(f"/san-pham/{slug}/danh-gia?sort=with_photos"))
    assert client.get(f"/san-pham/{slug}/danh-gia?page=3").status_code == 404
    assert client.get(f"/san-pham/{slug}/danh-gia?sort=stars").status_code == 400
    assert client.get("/san-pham/khong-co/danh-gia").status_code == 404
    other = deliver(make_offer("Chè")).slug
    assert "Chưa ai viết về món này" in words(client.get(f"/san-pham/{other}/danh-gia"))


def test_reviews_of_a_good_without_certificate_are_not_public(app: Flask, at: SetClock) -> None:
    bought = deliver(make_offer(decided_on="2024-01-01"))
    publish(write(bought, "Không ai được đọc"))
    client = app.test_client()
    assert "Không ai được đọc" in client.get(f"/san-pham/{bought.slug}/danh-gia").text
    at("2027-01-02T00:00:00+07:00")
    for path in ("", "/danh-gia"):
        page = client.get(f"/san-pham/{bought.slug}{path}")
        assert page.status_code == 404
        assert "Không ai được đọc" not in page.text
    assert "aggregateRating" not in client.get(f"/san-pham/{bought.slug}").text


def test_published_words_are_never_marks(app: Flask) -> None:
    bought = deliver()
    publish(write(bought, "<script>alert(1)</script>", shown_as='"><img src=x>'))
    page = app.test_client().get(f"/san-pham/{bought.slug}")
    assert "<script>alert" not in page.text and "<img src=x" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_a_file_of_a_person_holds_the_reviews_and_closing_removes_words_and_files(app: Flask) -> None:
    hoa = make_person().id
    bought = deliver(account_id=hoa)
    client = someone(app)
    assert send(client, bought, jpeg()).status_code == 303
    publish(the_review().id)
    [kept] = json.loads(client.get("/tai-khoan/du-lieu/tai-ve").text)["reviews"]
    assert (kept["text"], len(kept["photos"])) == ("Thơm, đặc.", 1)
    with client.get(kept["photos"][0]) as photo:
        assert photo.status_code == 200
    assert post(client, "/tai-khoan/du-lieu/dong", password=PASSWORD, sure="yes").status_code == 303
    assert files(app) == set()
    assert the_review().text == ""
    assert "Thơm, đặc." not in app.test_client().get(f"/san-pham/{bought.slug}").text


def test_the_office_reads_and_publishes(app: Flask) -> None:
    bought = deliver()
    number = write(bought, "Mật <b>thơm</b>")
    client = operator(app)
    assert "Đánh giá cần đọc" in words(client.get("/van-hanh"))
    page = client.get("/van-hanh/danh-gia")
    assert "Mật &lt;b&gt;thơm" in page.text
    assert "Khen chê đều đăng" in words(page)
    assert act(client, f"/van-hanh/danh-gia/{number}/dang", edition="1").status_code == 303
    assert review(number).status == "published"
    [entry] = entries("review_published")
    assert (entry.subject_id, entry.facts) == (number, {})
    assert "Mật &lt;b&gt;thơm" in client.get("/van-hanh/danh-gia?status=published").text
    assert "Không có đánh giá nào chờ đọc" in words(client.get("/van-hanh/danh-gia"))


def test_the_office_refuses_and_hides_for_stated_reasons_only(app: Flask) -> None:
    bought = deliver()
    number = write(bought)
    client = operator(app)
    for reason in ("", "too_critical"):
        act(client, f"/van-hanh/danh-gia/{number}/tu-choi", edition="1", reason=reason)
        assert review(number).status == "waiting"
    act(client, f"/van-hanh/danh-gia/{number}/tu-choi", edition="2", reason="offensive")
    assert review(number).status == "waiting", "these words were not the ones on the page"
    act(client, f"/van-hanh/danh-gia/{number}/tu-choi", edition="1", reason="offensive")
    assert review(number).status == "refused"
    assert entries("review_refused")[0].facts == {"reason": "offensive"}
    act(client, f"/van-hanh/danh-gia/{number}/dang", edition="1")
    act(client, f"/van-hanh/danh-gia/{number}/an", edition="1", reason="health_claim")
    assert (review(number).status, review(number).reason) == ("hidden", "health_claim")
    assert entries("review_hidden")[0].facts == {"reason": "health_claim"}
    assert act(client, "/van-hanh/danh-gia/999/dang", edition="1").status_code == 404
    assert act(client, f"/van-hanh/danh-gia/{number}/dang", edition="x").status_code == 400


def test_the_office_takes_an_answer_away(app: Flask) -> None:
    bought = deliver()
    number = publish(write(bought))
    lan = owner(app, the_producer(bought))
    act(lan, stall_path(the_producer(bought), f"/danh-gia/{number}/tra-loi"), answer="Đồ keo kiệt!")
    client = operator(app)
    act(client, f"/van-hanh/danh-gia/{number}/loi-dap", shown="no")
    assert "keo kiệt" not in app.test_client().get(f"/san-pham/{bought.slug}").text
    assert entries("review_answer_hidden")[0].subject_id == number
    act(client, f"/van-hanh/danh-gia/{number}/loi-dap", shown="yes")
    assert "keo kiệt" in app.test_client().get(f"/san-pham/{bought.slug}").text


def the_producer(bought: Delivered) -> Producer:
    db.session.rollback()
    return db.session.get_one(Producer, bought.producer_id)


def test_a_page_after_the_last_review_of_a_stall_is_none(app: Flask) -> None:
    bought = deliver()
    publish(write(bought, "Hơi loãng"))
    producer = the_producer(bought)
    client = staff(app, producer)
    waiting = stall_path(producer, "/danh-gia?show=waiting")
    answer = client.get(waiting + "&page=2")
    assert answer.status_code == 303 and answer.location.endswith(waiting), "reviews leave it as they are answered"
    assert client.get(stall_path(producer, "/danh-gia?show=all&page=2")).status_code == 404


def test_the_stall_answers_once_and_shoppers_read_it(app: Flask, at: SetClock) -> None:
    bought = deliver()
    number = publish(write(bought, "Hơi loãng"))
    waiting = write(deliver(), "Chưa ai đọc")
    producer = the_producer(bought)
    client = staff(app, producer)
    page = client.get(stall_path(producer, "/danh-gia"))
    assert "Hơi loãng" in page.text and "Chưa ai đọc" not in page.text
    reply = stall_path(producer, f"/danh-gia/{number}/tra-loi")
    for wrong in ("", "a" * 1001):
        answer = act(client, reply, answer=wrong)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
    assert act(client, reply, answer="Cảm ơn bạn, mẻ sau sẽ đặc hơn.").status_code == 303
    assert "mẻ sau sẽ đặc hơn" in app.test_client().get(f"/san-pham/{bought.slug}").text
    [entry] = entries("review_answered")
    assert (entry.subject_id, entry.facts["producer_id"]) == (number, producer.id)
    assert "Đánh giá nào cũng đã được trả lời" in words(client.get(stall_path(producer, "/danh-gia?show=waiting")))
    assert "Sửa câu trả lời" in words(client.get(stall_path(producer, "/danh-gia")))
    at(NOON + timedelta(hours=25))
    client = owner(app, producer)
    assert "Sửa câu trả lời" not in words(client.get(stall_path(producer, "/danh-gia")))
    act(client, reply, answer="Khác hẳn")
    assert review(number).answer == "Cảm ơn bạn, mẻ sau sẽ đặc hơn."
    assert act(client, stall_path(producer, f"/danh-gia/{waiting}/tra-loi"), answer="Vội").status_code == 303
    assert review(waiting).answer == ""


def test_another_stall_neither_sees_nor_answers(app: Flask) -> None:
    number = publish(write(deliver(), "Chuyện của Lan"))
    other = deliver(make_offer("Chè Shan", producer="HTX Hai"))
    minh = the_producer(other)
    client = owner(app, minh, "minh@example.vn")
    before = content()
    assert "Chuyện của Lan" not in client.get(stall_path(minh, "/danh-gia")).text
    assert act(client, stall_path(minh, f"/danh-gia/{number}/tra-loi"), answer="Của tôi").status_code == 404
    assert {name for name, rows in content().items() if rows != before[name]} == set()


def test_reviews_and_officers_have_nothing_to_do_with_the_office_of_reviews(app: Flask) -> None:
    number = write(deliver())
    make_person("officer@example.vn", role=Role.OFFICER)
    client = someone(app, "officer@example.vn")
    assert client.get("/van-hanh/danh-gia").status_code == 404
    assert act(client, f"/van-hanh/danh-gia/{number}/dang", edition="1").status_code == 404
    assert review(number).status == "waiting"


def test_the_review_mail_asks_once_and_its_link_says_no_more(app: Flask, at: SetClock) -> None:
    deliver()
    at(NOON + 6 * DAY)
    ask_for_reviews()
    db.session.rollback()
    message = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "review_invited")).one()
    for language in ("vi", "en"):
        mail = render_mail(message.kind, language, message.facts)
        [link] = re.findall(r"http://localhost(\S*/thu-danh-gia/\S+)", mail.text)
    client = app.test_client()
    assert client.get(link).status_code == 200
    assert client.get(link + "x").status_code == 404
    assert post(client, link + "x").status_code == 404
    deliver(at=NOON + 6 * DAY)
    assert "no more review mails" in words(post(client, link))
    at(NOON + 12 * DAY)
    ask_for_reviews()
    db.session.rollback()
    assert len(db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "review_invited")).all()) == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_mails_about_reviews_say_what_happened(app: Flask, language: str) -> None:
    bought = deliver()
    facts = {"code": bought.code, "name": "Hoa", "good": "Mật <ong>", "slug": bought.slug, "line_id": 1}
    refused = render_mail("review_refused", language, {**facts, "reason": "offensive"})
    assert ("xúc phạm" if language == "vi" else "insults") in refused.text
    assert "Mật &lt;ong&gt;" in refused.html
    answered = render_mail("review_answered", language, {**facts, "answer": "Cảm ơn!"})
    assert "“Cảm ơn!”" in answered.text and f"/san-pham/{bought.slug}" in answered.text
