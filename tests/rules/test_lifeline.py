"""The drawing of a good's life: where certificates, extensions, revocations, gaps and overlaps stand on it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from shop.certification import CertificateFacts, EntryKind
from shop.certification.rules import timeline, validity_from, validity_from_year
from shop.programme.lifeline import Drawn, Lifeline, Look, lifeline

TODAY = date(2026, 11, 22)


def fact(number: int, first: str, **more: object) -> CertificateFacts:
    validity = validity_from(date.fromisoformat(first))
    return CertificateFacts(number, 4, validity.first_day, validity.last_day, **more)  # type: ignore[arg-type]


def draw(*facts: CertificateFacts, withdrawn: tuple[CertificateFacts, ...] = ()) -> Lifeline:
    drawn = [Drawn(one, f"C{one.id}") for one in facts]
    drawn += [Drawn(one, f"W{one.id}", is_withdrawn=True) for one in withdrawn]
    line = lifeline(drawn, timeline(facts), TODAY)
    assert line is not None
    return line


def test_a_good_without_certificates_has_no_drawing() -> None:
    assert lifeline([], [], TODAY) is None


REVOKED = datetime.fromisoformat("2025-06-01T09:00:00+07:00")
LOOKS = [
    (fact(1, "2025-03-01"), Look.NOW),
    (fact(1, "2021-03-01"), Look.PAST),
    (fact(1, "2026-12-01"), Look.AHEAD),
    (fact(1, "2024-03-01", revoked_at=REVOKED), Look.REVOKED),
    # What was extended is in force still, though its 36 months are over.
    (fact(1, "2023-10-01", extended_through=date(2027, 1, 1)), Look.NOW),
]


@pytest.mark.parametrize(("facts", "look"), LOOKS)
def test_how_a_certificate_looks(facts: CertificateFacts, look: Look) -> None:
    assert draw(facts).bars[0].look is look


def test_a_certificate_that_was_taken_out_is_drawn_in_a_lane_of_its_own() -> None:
    line = draw(fact(1, "2025-03-01"), withdrawn=(fact(2, "2025-02-01"),))
    assert [bar.look for bar in line.bars] == [Look.NOW, Look.WITHDRAWN]
    assert line.bars[0].y < line.bars[1].y < line.foot


def test_today_stands_within_the_bar_in_force() -> None:
    line = draw(fact(1, "2025-03-01"))
    (bar,) = line.bars
    assert bar.sure.x < line.today < bar.sure.end
    assert bar.filing is not None
    assert line.today < bar.filing.x < bar.sure.end


def test_an_extension_is_drawn_after_the_36_months_and_a_revocation_leaves_the_rest_empty() -> None:
    (extended,) = draw(fact(1, "2023-10-01", extended_through=date(2027, 1, 1))).bars
    assert extended.added is not None
    assert extended.added.x == pytest.approx(extended.sure.end, abs=0.2)
    assert extended.last_day == date(2027, 1, 1)
    (cut,) = draw(fact(1, "2024-03-01", revoked_at=REVOKED)).bars
    assert cut.cut is not None
    assert cut.cut.x >= cut.sure.end
    assert cut.last_day == date(2025, 6, 1)
    assert cut.filing is None


def test_where_only_the_year_is_known_what_is_possible_goes_beyond_what_is_certain() -> None:
    validity = validity_from_year(2024)
    (bar,) = draw(CertificateFacts(1, 3, validity.first_day, validity.last_day, day_is_known=False)).bars
    assert bar.perhaps is not None
    assert bar.perhaps.x < bar.sure.x
    assert bar.perhaps.end > bar.sure.end
    assert bar.filing is None


def test_gaps_and_overlaps_are_marked() -> None:
    line = draw(fact(1, "2019-05-01"), fact(2, "2023-05-01"), fact(3, "2026-02-01"))
    assert [one.kind for one in line.breaks] == [EntryKind.GAP, EntryKind.OVERLAP]
    gap, overlap = line.breaks
    assert gap.span.x == pytest.approx(line.bars[0].sure.end, abs=0.2)
    assert overlap.span.x == line.bars[2].sure.x


def test_nothing_sticks_out_and_words_at_the_end_run_backwards() -> None:
    line = draw(fact(1, "2013-05-01"), fact(2, "2026-11-21"))
    spans = [span for bar in line.bars for span in (bar.sure, bar.filing) if span]
    assert all(span.x >= 0 and span.end <= 100 for span in spans)
    assert [bar.is_late for bar in line.bars] == [False, True]
    assert line.bars[1].words_x == line.bars[1].sure.end
    assert sum(year.is_shown_on_phones for year in line.years) <= 6
