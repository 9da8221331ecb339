"""Who may review what, the steps of a review, and the name that is offered."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.reviews import LONGEST_NAME, REVIEW_WINDOW, Rating, ReviewStatus, WhyNotAnswer, WhyNotReview, usual_name
from shop.reviews.rules import (
    ANSWER_WINDOW,
    STEPS,
    mean_tenths,
    statuses_before,
    tidy_paragraphs,
    why_not_answer,
    why_not_review,
)

NOON = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
SECOND = timedelta(seconds=1)
S = ReviewStatus


@pytest.mark.parametrize(
    ("delivered_at", "left", "status", "at", "why"),
    [
        (None, 1, None, NOON, WhyNotReview.NOT_DELIVERED),
        (NOON, 0, None, NOON, WhyNotReview.NOT_SENT),
        (NOON, 1, None, NOON, None),
        (NOON, 1, None, NOON + REVIEW_WINDOW - SECOND, None),
        (NOON, 1, None, NOON + REVIEW_WINDOW, WhyNotReview.TOO_LATE),
        (NOON, 1, S.WAITING, NOON, None),
        (NOON, 1, S.REFUSED, NOON, None),
        (NOON, 1, S.WAITING, NOON + REVIEW_WINDOW, WhyNotReview.TOO_LATE),
        (NOON, 1, S.PUBLISHED, NOON, WhyNotReview.MODERATED),
        (NOON, 1, S.HIDDEN, NOON, WhyNotReview.MODERATED),
        (NOON, 1, S.WITHDRAWN, NOON, WhyNotReview.MODERATED),
    ],
)
def test_who_may_review(
    delivered_at: datetime | None, left: int, status: ReviewStatus | None, at: datetime, why: WhyNotReview | None
) -> None:
    assert why_not_review(delivered_at=delivered_at, pieces_left=left, status=status, at=at) is why


@pytest.mark.parametrize(
    ("status", "answered_at", "at", "why"),
    [
        (S.PUBLISHED, None, NOON + 400 * ANSWER_WINDOW, None),
        (S.PUBLISHED, NOON, NOON + ANSWER_WINDOW - SECOND, None),
        (S.PUBLISHED, NOON, NOON + ANSWER_WINDOW, WhyNotAnswer.TOO_LATE),
        (S.WAITING, None, NOON, WhyNotAnswer.NOT_PUBLISHED),
        (S.HIDDEN, NOON, NOON, WhyNotAnswer.NOT_PUBLISHED),
        (S.WITHDRAWN, None, NOON, WhyNotAnswer.NOT_PUBLISHED),
    ],
)
def test_who_may_answer(
    status: ReviewStatus, answered_at: datetime | None, at: datetime, why: WhyNotAnswer | None
) -> None:
    assert why_not_answer(status, answered_at, at) is why


def test_nothing_leads_back_to_waiting_and_nothing_out_of_withdrawn() -> None:
    assert statuses_before(S.PUBLISHED) == (S.WAITING, S.REFUSED, S.HIDDEN)
    assert statuses_before(S.REFUSED) == (S.WAITING,)
    assert statuses_before(S.HIDDEN) == (S.PUBLISHED,)
    assert statuses_before(S.WAITING) == ()
    assert all(S.WITHDRAWN not in step for step in STEPS)


@pytest.mark.parametrize(
    ("full", "shown"),
    [
        ("Nguyễn Thị Hoa", "Hoa N."),
        ("  đặng   văn  lâm ", "lâm Đ."),
        ("Hoa", "Hoa"),
        ("Hà Thị Ngân (trình diễn)", "Ngân H."),
        ("(chỉ số)", ""),
        ("", ""),
        ("A" * 80, "A" * LONGEST_NAME),
        ("Trần " + "b" * 80, "b" * (LONGEST_NAME - 3) + " T."),
    ],
)
def test_the_name_that_is_offered(full: str, shown: str) -> None:
    assert usual_name(full) == shown


@given(st.text(max_size=200))
def test_the_name_that_is_offered_fits_and_never_gives_the_whole_name_away(full: str) -> None:
    assert len(usual_name(full)) <= LONGEST_NAME


def test_paragraphs_stay_and_nothing_else() -> None:
    assert tidy_paragraphs("  Ngon \u200b lắm\r\n\r\n\r\n\r\nSẽ mua   nữa.\n", 100) == "Ngon lắm\n\nSẽ mua nữa."
    assert tidy_paragraphs("a" * 10, 4) == "aaaa"
    assert tidy_paragraphs(" \n\u200b\n ", 10) == ""


@pytest.mark.parametrize(
    ("counts", "tenths"),
    [({}, None), ({5: 1}, 50), ({5: 1, 4: 1}, 45), ({5: 2, 4: 1}, 47), ({1: 1, 2: 3}, 18), ({1: 19, 2: 1}, 11)],
)
def test_the_mean_is_rounded_half_up_without_fractions(counts: dict[int, int], tenths: int | None) -> None:
    assert mean_tenths({Rating(rating): count for rating, count in counts.items()}) == tenths
