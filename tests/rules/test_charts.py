"""Drawings as numbers: heights, levels, labels."""

from __future__ import annotations

import pytest

from shop.web.charts import column_chart, round_up


@pytest.mark.parametrize(
    ("amount", "least", "rounded"),
    [
        (0, 0, 0),
        (-5, 0, 0),
        (1, 0, 1),
        (3, 0, 5),
        (5, 0, 5),
        (6, 0, 10),
        (99, 0, 100),
        (120_000, 0, 200_000),
        (0, 1_000_000, 1_000_000),
        (1_500_000, 1_000_000, 2_000_000),
        (10**15, 0, 10**15),
    ],
)
def test_levels_are_easy_to_read(amount: int, least: int, rounded: int) -> None:
    assert round_up(amount, least=least) == rounded


def test_columns_stand_on_the_foot_and_none_reaches_beyond_the_top() -> None:
    chart = column_chart([(str(week), amount) for week, amount in enumerate([0, 2_000_000, 500_000, -70_000])])
    heights = [column.height for column in chart.columns]
    assert heights[0] == heights[3] == 0
    assert heights[1] == 4 * heights[2]
    assert all(column.y + column.height == chart.foot for column in chart.columns)
    assert [level.amount for level in chart.levels] == [0, 1_000_000, 2_000_000]
    assert chart.levels[2].y == chart.columns[1].y
    assert chart.columns[-1].x + chart.columns[-1].width <= chart.width


def test_labels_thin_out_and_the_last_one_stays() -> None:
    chart = column_chart([(f"t{week}", 1) for week in range(52)])
    written = [column.label for column in chart.columns if column.label]
    assert len(written) <= 6
    assert written[-1] == "t51"
    assert column_chart([]).columns == ()
