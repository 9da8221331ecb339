"""Reviews: who may write, what a moderator decides, what the producer answers, what is told and forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from shop.accounts import get_person
from shop.database import db, read_public_version, transaction
from shop.notifications import OutboxMessage
from shop.orders import ORDERS_KEPT, Contact, cancel_lines, deliver_parcel, pack_parcel, ship_parcel
from shop.reviews import (
    MOST_PHOTOS,
    REVIEW_WINDOW,
    CannotAnswer,
    Draft,
    NoSuchReview,
    NotReviewable,
    Rating,
    Review,
    ReviewChanged,
    ReviewOrder,
    ReviewPhoto,
    ReviewStatus,
    TooManyReviewPhotos,
    WhyNotAnswer,
    WhyNotReview,
    WhyRefused,
    answer_review,
    count_published,
    count_reviews_by_status,
    count_reviews_of_producer,
    count_unanswered,
    export_reviews,
    find_bought,
    find_review,
    forget_reviews,
    hide_review,
    list_bought,
    list_published,
    list_reviews,
    list_reviews_of_producer,
    publish_review,
    read_opinions,
    refuse_review,
    refuse_review_mails,
    set_answer_shown,
    withdraw_review,
    write_review,
)
from shop.reviews.inviting import address_hash
from shop.reviews.models import ReviewMailRefusal
from shop.schedule.reviews import ask_for_reviews
from shop.schedule.tidying import tidy_up
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.people import make_person
from tests.factories.reviewing import Delivered, a_photo, deliver, make_review, publish, review, write
from tests.factories.settling import lines_of, parcels_of, pay, take_back
from tests.racing import all_at_once

DAY = timedelta(days=1)
SetClock = Callable[..., None]


@pytest.fixture(autouse=True)
def at(set_clock: SetClock) -> SetClock:
    set_clock(NOON)
    return set_clock


def mails(kind: str) -> list[OutboxMessage]:
    db.session.rollback()
    query = select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
    return list(db.session.scalars(query))


def photos(review_id: int) -> list[tuple[int, str]]:
    db.session.rollback()
    query = select(ReviewPhoto).where(ReviewPhoto.review_id == review_id).order_by(ReviewPhoto.position)
    return [(photo.position, photo.stem) for photo in db.session.scalars(query)]


def why_not(bought: Delivered, *, at: object = NOON) -> WhyNotReview | None:
    db.session.rollback()
    found = find_bought(bought.order_id, bought.line_id, at)  # type: ignore[arg-type]
    assert found is not None
    return found.why_not


def test_what_came_may_be_reviewed_once_and_changed_until_a_moderator_decides(app: Flask) -> None:
    bought = deliver()
    before = read_public_version()
    number = write(bought, " Ngon.\n\n\nSẽ mua nữa. ", shown_as="  Hoa   N. ")
    found = review(number)
    assert (found.text, found.shown_as, found.rating) == ("Ngon.\n\nSẽ mua nữa.", "Hoa N.", 5)
    assert (found.status, found.edition) == (ReviewStatus.WAITING, 1)
    assert (found.product_id, found.producer_id, found.order_id) == (
        bought.product_id,
        bought.producer_id,
        bought.order_id,
    )
    assert write(bought, "Cũng được.", rating=Rating.ALL_RIGHT, at=NOON + DAY) == number
    found = review(number)
    assert (found.text, found.rating, found.edition, found.written_at) == ("Cũng được.", 3, 2, NOON + DAY)
    assert read_opinions(bought.product_id).total == 0
    assert read_public_version() == before, "nothing that shoppers see has changed"
    publish(number)
    with pytest.raises(NotReviewable) as refused:
        write(bought, "Thêm nữa")
    assert refused.value.why is WhyNotReview.MODERATED
    assert review(number).text == "Cũng được."


def test_what_did_not_come_or_came_long_ago_is_not_reviewed(app: Flask) -> None:
    honey, tea = make_offer(), make_offer("Chè Shan")
    placed = make_order({honey: 1, tea: 1})
    pay(placed)
    honey_line, tea_line = lines_of(placed.id)
    db.session.rollback()
    for bought in list_bought(placed.id, NOON):
        assert bought.why_not is WhyNotReview.NOT_DELIVERED
    with transaction():
        cancel_lines(placed.id, {tea_line: 1}, by="x", at=NOON, reason="out of stock")
    [parcel] = parcels_of(placed.id)
    with transaction():
        pack_parcel(parcel, by="x", at=NOON)
        ship_parcel(parcel, carrier="", tracking="", by="x", at=NOON)
    with transaction():
        deliver_parcel(parcel, by="x", at=NOON)
    found = {one.line.id: one.why_not for one in list_bought(placed.id, NOON + REVIEW_WINDOW - DAY)}
    assert found == {honey_line: None, tea_line: WhyNotReview.NOT_SENT}
    assert [one.why_not for one in list_bought(placed.id, NOON + REVIEW_WINDOW)] == [
        WhyNotReview.TOO_LATE,
        WhyNotReview.NOT_SENT,
    ]
    assert db.session.scalars(select(Review.id)).all() == []


def test_what_was_given_back_was_tried_and_may_be_reviewed(app: Flask) -> None:
    bought = deliver(quantity=2)
    take_back(bought.order_id, {bought.line_id: 2})
    assert why_not(bought) is None


def test_a_line_of_another_order_is_none(app: Flask) -> None:
    mine, other = deliver(), deliver()
    stray = Delivered(mine.order_id, mine.code, other.line_id, 0, 0, "")
    assert find_bought(mine.order_id, other.line_id, NOON) is None
    with pytest.raises(NoSuchReview):
        write(stray)
    with pytest.raises(NoSuchReview), transaction():
        withdraw_review(mine.order_id, other.line_id, NOON)


def test_there_is_one_review_for_a_line_whoever_writes_at_the_same_moment(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bought = deliver()
    number = write(bought, "Trước")
    seen = find_bought(bought.order_id, bought.line_id, NOON)
    assert seen is not None
    late = replace(seen, review=None)
    monkeypatch.setattr("shop.reviews.writing.find_bought", lambda *_: late)
    with pytest.raises(ReviewChanged):
        write(bought, "Sau")
    monkeypatch.undo()
    assert review(number).text == "Trước"


def test_a_review_that_was_decided_meanwhile_is_not_written_over(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    bought = deliver()
    number = write(bought)
    seen = find_bought(bought.order_id, bought.line_id, NOON)
    assert seen is not None and seen.review is not None
    db.session.expunge(seen.review)
    publish(number)
    monkeypatch.setattr("shop.reviews.writing.find_bought", lambda *_: seen)
    with pytest.raises(ReviewChanged):
        write(bought, "Chữ khác")
    assert review(number).text == "Mật thơm, đặc."


def test_photos_come_and_go_up_to_four(app: Flask) -> None:
    bought = deliver()
    first, second, third = a_photo(), a_photo(), a_photo()
    number = write(bought, photos=[first, second])
    assert photos(number) == [(1, first.stem), (2, second.stem)]
    row = db.session.scalar(select(ReviewPhoto.id).where(ReviewPhoto.stem == first.stem))
    write(bought, photos=[third], without=[row])
    assert photos(number) == [(2, second.stem), (3, third.stem)]
    with pytest.raises(TooManyReviewPhotos):
        write(bought, "Nhiều ảnh quá", photos=[a_photo() for _ in range(MOST_PHOTOS - 1)])
    assert photos(number) == [(2, second.stem), (3, third.stem)]
    assert review(number).text == "Mật thơm, đặc."
    other = write(deliver(), photos=[a_photo()])
    strange = db.session.scalar(select(ReviewPhoto.id).where(ReviewPhoto.review_id == other))
    write(bought, without=[strange])
    assert len(photos(other)) == 1, "another's photo"


def test_a_photo_belongs_to_the_maker_of_its_review(app: Flask) -> None:
    number = write(deliver())
    stranger = deliver(make_offer("Chè", producer="HTX Khác")).producer_id
    with pytest.raises(IntegrityError), transaction():
        db.session.add(ReviewPhoto(review_id=number, producer_id=stranger, position=1, stem="x", width=1, height=1))


def test_publishing_shows_it_moves_the_version_and_tells_the_buyer_once(app: Flask) -> None:
    bought = deliver()
    number = write(bought, photos=[a_photo()])
    before = read_public_version()
    publish(number, at=NOON + DAY)
    assert read_public_version() == before + 1
    assert read_opinions(bought.product_id).counts == {5: 1, 4: 0, 3: 0, 2: 0, 1: 0}
    [shown] = list_published(bought.product_id)
    assert (shown.id, shown.published_at, len(shown.photos)) == (number, NOON + DAY, 1)
    assert shown.line.pack_vi == "Hộp 500 g"
    [mail] = mails("review_published")
    assert (mail.recipient, mail.facts["slug"]) == ("hoa@example.vn", bought.slug)
    with pytest.raises(ReviewChanged):
        publish(number)
    assert len(mails("review_published")) == 1


def test_nobody_publishes_words_that_they_have_not_seen(app: Flask) -> None:
    bought = deliver()
    number = write(bought)
    write(bought, "Chữ khác hẳn")
    for decide in (
        lambda: publish_review(number, 1, by="x", at=NOON),
        lambda: refuse_review(number, 1, WhyRefused.OFFENSIVE, by="x", at=NOON),
    ):
        with pytest.raises(ReviewChanged), transaction():
            decide()
    assert review(number).status == ReviewStatus.WAITING


def test_a_refused_review_says_why_and_may_be_written_anew(app: Flask) -> None:
    bought = deliver()
    number = write(bought, "Gọi tôi 0912 345 678")
    with transaction():
        refuse_review(number, 1, WhyRefused.PERSONAL_DETAILS, by="operator:1", at=NOON)
    found = review(number)
    assert (found.status, found.reason, found.decided_by) == ("refused", "personal_details", "operator:1")
    [mail] = mails("review_refused")
    assert mail.facts["reason"] == "personal_details"
    assert read_opinions(bought.product_id).total == 0
    write(bought, "Ngon")
    assert (review(number).status, review(number).reason) == ("waiting", "")
    publish(number)
    assert review(number).published_at == NOON


def test_hiding_takes_it_away_and_it_can_come_back(app: Flask) -> None:
    bought = deliver()
    number = publish(write(bought))
    before = read_public_version()
    with transaction():
        hide_review(number, 1, WhyRefused.ADVERTISING, by="operator:1", at=NOON)
    assert read_public_version() == before + 1
    assert list_published(bought.product_id) == []
    assert mails("review_hidden")[0].facts["reason"] == "advertising"
    with pytest.raises(ReviewChanged), transaction():
        refuse_review(number, 1, WhyRefused.ADVERTISING, by="x", at=NOON)
    publish(number)
    assert [one.id for one in list_published(bought.product_id)] == [number]


def test_deciding_on_nothing_is_refused(app: Flask) -> None:
    with pytest.raises(NoSuchReview), transaction():
        publish_review(99, 1, by="x", at=NOON)
    assert find_review(99) is None


def test_a_review_taken_back_leaves_nothing_but_that_there_was_one(app: Flask) -> None:
    bought = deliver()
    number = publish(write(bought, photos=[a_photo()]))
    with transaction():
        answer_review(bought.producer_id, number, "Cảm ơn bạn!", by="producer:1", at=NOON)
    before = read_public_version()
    with transaction():
        withdraw_review(bought.order_id, bought.line_id, NOON)
    assert read_public_version() == before + 1
    found = review(number)
    assert (found.status, found.text, found.shown_as, found.answer) == ("withdrawn", "", "", "")
    assert photos(number) == []
    assert list_published(bought.product_id) == []
    assert why_not(bought) is WhyNotReview.MODERATED
    with pytest.raises(NoSuchReview), transaction():
        withdraw_review(bought.order_id, bought.line_id, NOON)


def test_the_producer_answers_once_and_changes_it_for_a_day(app: Flask) -> None:
    bought = deliver()
    number = publish(write(bought))
    producer = bought.producer_id
    assert (count_unanswered(producer), count_reviews_of_producer(producer)) == (1, 1)
    with transaction():
        answer_review(producer, number, "Cảm ơn!", by="producer:1", at=NOON)
    with transaction():
        answer_review(producer, number, "Cảm ơn bạn Hoa!", by="producer:2", at=NOON + DAY - timedelta(seconds=1))
    found = review(number)
    assert (found.answer, found.answered_at, found.answered_by) == ("Cảm ơn bạn Hoa!", NOON, "producer:2")
    with pytest.raises(CannotAnswer) as late, transaction():
        answer_review(producer, number, "Khác", by="producer:1", at=NOON + DAY)
    assert late.value.why is WhyNotAnswer.TOO_LATE
    with pytest.raises(NoSuchReview), transaction():
        answer_review(producer, number, " \u200b ", by="producer:1", at=NOON)
    [mail] = mails("review_answered")
    assert mail.facts["answer"] == "Cảm ơn!"
    assert (count_unanswered(producer), count_reviews_of_producer(producer)) == (0, 1)


def test_another_producer_and_an_unpublished_review_get_no_answer(app: Flask) -> None:
    bought = deliver()
    stranger = deliver(make_offer("Chè", producer="HTX Khác")).producer_id
    number = write(bought)
    with pytest.raises(CannotAnswer) as early, transaction():
        answer_review(bought.producer_id, number, "Cảm ơn!", by="x", at=NOON)
    assert early.value.why is WhyNotAnswer.NOT_PUBLISHED
    publish(number)
    with pytest.raises(NoSuchReview), transaction():
        answer_review(stranger, number, "Của tôi", by="x", at=NOON)
    assert review(number).answer == ""
    assert list_reviews_of_producer(stranger) == []


def test_the_office_takes_an_answer_away_and_shows_it_again(app: Flask) -> None:
    bought = deliver()
    number = publish(write(bought))
    with pytest.raises(ReviewChanged), transaction():
        set_answer_shown(number, False)
    with transaction():
        answer_review(bought.producer_id, number, "Đồ xấu tính", by="x", at=NOON)
    with transaction():
        set_answer_shown(number, False)
    assert review(number).is_answer_hidden
    with pytest.raises(ReviewChanged), transaction():
        set_answer_shown(number, False)
    with transaction():
        set_answer_shown(number, True)
    assert not review(number).is_answer_hidden


def test_lists_and_counts(app: Flask) -> None:
    honey = make_offer(on_hand=20)
    good = make_review("Một", variant_id=honey, at=NOON, rating=Rating.PLEASED, photos=[a_photo()])
    bad = make_review("Hai", variant_id=honey, at=NOON + DAY, rating=Rating.DISAPPOINTED)
    best = make_review("Ba", variant_id=honey, at=NOON + 2 * DAY)
    waiting = write(deliver(honey, at=NOON + DAY), at=NOON + DAY)
    first = write(deliver(honey), at=NOON)
    product, producer = review(good).product_id, review(good).producer_id

    def ids(order: ReviewOrder, **more: int) -> list[int]:
        return [one.id for one in list_published(product, order, **more)]

    assert ids(ReviewOrder.NEWEST) == [best, bad, good]
    assert ids(ReviewOrder.NEWEST, per_page=2, page=2) == [good]
    assert ids(ReviewOrder.CRITICAL) == [bad, good, best]
    assert ids(ReviewOrder.CONTENT) == [best, good, bad]
    assert ids(ReviewOrder.WITH_PHOTOS) == [good]
    assert (count_published(product), count_published(product, ReviewOrder.WITH_PHOTOS)) == (3, 1)
    assert read_opinions(product).counts == {5: 1, 4: 1, 3: 0, 2: 0, 1: 1}
    assert (read_opinions(product).total, read_opinions(product).mean_tenths) == (3, 33)
    assert read_opinions(product + 99).mean_tenths is None
    assert [one.review.id for one in list_reviews(ReviewStatus.WAITING)] == [first, waiting]
    assert [one.review.id for one in list_reviews(ReviewStatus.PUBLISHED, per_page=1)] == [best]
    assert count_reviews_by_status() == {ReviewStatus.WAITING: 2, ReviewStatus.PUBLISHED: 3}
    assert [one.review.id for one in list_reviews_of_producer(producer, page=2, per_page=2)] == [good]
    shown = find_review(good)
    assert shown is not None and shown.line.name_vi and len(shown.order_code) == 11


def test_a_persons_file_holds_their_reviews_and_closing_lets_them_go(app: Flask) -> None:
    hoa, minh = make_person().id, make_person("minh@example.vn").id
    mine, his = deliver(account_id=hoa), deliver(account_id=minh)
    photo = a_photo()
    number = publish(write(mine, photos=[photo]))
    other = write(his, "Của Minh")
    [kept] = export_reviews(hoa)
    assert (kept["order"], kept["text"], kept["rating"], kept["shown_as"]) == (mine.code, "Mật thơm, đặc.", 5, "Hoa N.")
    assert kept["photos"] == [f"/media/{photo.stem[:2]}/{photo.stem}-640.webp"]
    with transaction():
        assert forget_reviews(hoa, NOON) == [(photo.stem, 640)]
    assert review(number).status == ReviewStatus.WITHDRAWN
    assert export_reviews(hoa) == []
    assert review(other).text == "Của Minh"
    with transaction():
        assert forget_reviews(hoa, NOON) == []


def test_after_three_years_the_name_goes_and_the_words_stay(app: Flask, at: SetClock) -> None:
    number = publish(write(deliver()))
    before = read_public_version()
    at(NOON + ORDERS_KEPT)
    tidy_up()
    assert review(number).shown_as == "Hoa N."
    at(NOON + ORDERS_KEPT + timedelta(seconds=1))
    tidy_up()
    assert (review(number).shown_as, review(number).text) == ("", "Mật thơm, đặc.")
    assert read_public_version() == before + 1
    tidy_up()
    assert read_public_version() == before + 1


def test_buyers_are_asked_once_some_days_after_everything_came(app: Flask, at: SetClock) -> None:
    bought = deliver()
    for days, sent in ((4.9, 0), (5, 1), (6, 1), (24, 1)):
        at(NOON + days * DAY)
        ask_for_reviews()
        assert len(mails("review_invited")) == sent, days
    [mail] = mails("review_invited")
    assert (mail.key, mail.recipient) == (bought.code, "hoa@example.vn")
    assert [name[:8] for name in mail.facts["goods"]] == ["Mật ong "]


def test_who_is_not_asked(app: Flask, at: SetClock) -> None:
    """Who wrote already, who has no address, who wants none, whose account is closed, whose goods still travel."""
    person = make_person().id
    write(deliver())
    deliver(contact=Contact("Hoa", "0912 345 678", ""))
    deliver(contact=Contact("Minh", "0912 345 678", "Minh@example.vn"))
    deliver(account_id=person)
    travelling = make_order({make_offer(): 1})
    pay(travelling)
    with transaction():
        get_person(person).deleted_at = NOON
        refuse_review_mails(address_hash("minh@example.vn"), NOON)
    with transaction():
        refuse_review_mails(address_hash(" MINH@example.vn"), NOON)
    assert len(db.session.scalars(select(ReviewMailRefusal)).all()) == 1
    at(NOON + 6 * DAY)
    ask_for_reviews()
    assert mails("review_invited") == []


def test_long_ago_nobody_is_asked(app: Flask, at: SetClock) -> None:
    deliver()
    at(NOON + 25 * DAY)
    ask_for_reviews()
    assert mails("review_invited") == []


def test_whoever_gave_no_address_is_told_nothing(app: Flask) -> None:
    publish(write(deliver(contact=Contact("Hoa", "0912 345 678", ""))))
    assert mails("review_published") == []


def test_a_photo_that_comes_while_a_review_is_taken_back_goes_with_it(app: Flask) -> None:
    bought = deliver()
    number = write(bought, "Ngon.")
    at_work = Event()

    def race(racer: int) -> None:
        if racer == 1:
            at_work.wait(60)
        with transaction():
            if racer == 0:
                draft = Draft(Rating.PLEASED, "Cũng được.", "")
                write_review(bought.order_id, bought.line_id, draft, [a_photo()], at=NOON)
                at_work.set()
                sleep(0.3)
            else:
                withdraw_review(bought.order_id, bought.line_id, NOON)

    assert all_at_once(app, race, 2) == [None, None]
    assert review(number).status == ReviewStatus.WITHDRAWN
    assert photos(number) == []
