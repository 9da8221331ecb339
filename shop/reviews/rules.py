"""Who may review what, until when, and which steps a review may take. Pure: instants come as arguments.

The figures are this shop's own decisions, see DECISIONS.md, and stand on the page that explains ranking.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from shop.values.folding import tidy

REVIEW_WINDOW = timedelta(days=90)
# How long the producer may still change their one answer.
ANSWER_WINDOW = timedelta(days=1)
# The review mail: some days after delivery, so that the good was tried, and never long after.
ASKED_AFTER = timedelta(days=5)
ASKED_UNTIL = timedelta(days=25)

MOST_PHOTOS = 4
LONGEST_TEXT = 2000
LONGEST_NAME = 40
LONGEST_ANSWER = 1000


class Rating(IntEnum):
    """How content somebody is, on a scale of five words; never shown as stars, which are the authority's."""

    DELIGHTED = 5
    PLEASED = 4
    ALL_RIGHT = 3
    NOT_QUITE = 2
    DISAPPOINTED = 1


class ReviewStatus(StrEnum):
    """Where a review stands. `withdrawn`: who wrote it took it back, or their account is closed; nothing is left."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class WhyRefused(StrEnum):
    """For what a review is not published. That it blames a good is none of them."""

    NOT_ABOUT_THE_GOOD = "not_about_the_good"
    PERSONAL_DETAILS = "personal_details"
    OFFENSIVE = "offensive"
    ADVERTISING = "advertising"
    HEALTH_CLAIM = "health_claim"
    PHOTOS = "photos"


class ReviewOrder(StrEnum):
    """How published reviews may be sorted; the newest first unless somebody asks otherwise."""

    NEWEST = "newest"
    CRITICAL = "critical"
    CONTENT = "content"
    WITH_PHOTOS = "with_photos"


class WhyNotReview(StrEnum):
    """Why somebody may not (or no longer) review a good that stands on their order."""

    NOT_DELIVERED = "not_delivered"
    NOT_SENT = "not_sent"
    TOO_LATE = "too_late"
    MODERATED = "moderated"


class WhyNotAnswer(StrEnum):
    """Why a producer may not (or no longer) answer a review."""

    NOT_PUBLISHED = "not_published"
    TOO_LATE = "too_late"


@dataclass(frozen=True)
class Draft:
    """What somebody wrote: how content they are, in which words, under which name ("" for none)."""

    rating: Rating
    text: str
    shown_as: str


_S = ReviewStatus

# From where a moderator may take a review to where.
STEPS: frozenset[tuple[ReviewStatus, ReviewStatus]] = frozenset(
    {
        (_S.WAITING, _S.PUBLISHED),
        (_S.WAITING, _S.REFUSED),
        (_S.PUBLISHED, _S.HIDDEN),
        (_S.HIDDEN, _S.PUBLISHED),
        (_S.REFUSED, _S.PUBLISHED),
    }
)
# Until a moderator published it, whoever wrote a review may change it; what was refused may be written anew.
CHANGEABLE = (_S.WAITING, _S.REFUSED)


def statuses_before(status: ReviewStatus) -> tuple[ReviewStatus, ...]:
    """From where a moderator may bring a review to a status."""
    return tuple(begins for begins in _S if (begins, status) in STEPS)


def why_not_review(
    *, delivered_at: datetime | None, pieces_left: int, status: ReviewStatus | None, at: datetime
) -> WhyNotReview | None:
    """Why a line of an order may not be reviewed at an instant, None where it may.

    `delivered_at` is when its parcel was handed over, `pieces_left` what was really sent, `status` that of the review
    it has. Once for each line, within `REVIEW_WINDOW`; goods given back may be reviewed, they were tried.
    """
    if delivered_at is None:
        return WhyNotReview.NOT_DELIVERED
    if pieces_left <= 0:
        return WhyNotReview.NOT_SENT
    if status is not None and status not in CHANGEABLE:
        return WhyNotReview.MODERATED
    if at >= delivered_at + REVIEW_WINDOW:
        return WhyNotReview.TOO_LATE
    return None


def why_not_answer(status: ReviewStatus, answered_at: datetime | None, at: datetime) -> WhyNotAnswer | None:
    """Why a producer may not answer a review at an instant, or change the answer given at `answered_at`."""
    if status is not _S.PUBLISHED:
        return WhyNotAnswer.NOT_PUBLISHED
    if answered_at is not None and at >= answered_at + ANSWER_WINDOW:
        return WhyNotAnswer.TOO_LATE
    return None


def usual_name(full_name: str) -> str:
    """The name that is offered to be shown: given name and the initial of the family name, "Hoa N."

    Vietnamese names put the family first and the given name last; what stands in brackets is no name.
    """
    words = re.sub(r"\([^()]*\)", " ", tidy(full_name)).split()
    if len(words) < 2:
        return words[0][:LONGEST_NAME] if words else ""
    return f"{words[-1][: LONGEST_NAME - 3]} {words[0][0].upper()}."


def tidy_paragraphs(text: str, longest: int) -> str:
    """The text with tidy lines and at most one empty line between paragraphs, cut to so many letters."""
    lines = [tidy(line) for line in text.splitlines()]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip()[:longest].strip()


def mean_tenths(counts: dict[Rating, int]) -> int | None:
    """The mean of ratings in tenths (46 for 4.6), rounded half up; None without any."""
    total = sum(counts.values())
    if not total:
        return None
    points = sum(rating * count for rating, count in counts.items())
    return (2 * 10 * points + total) // (2 * total)
