"""Notices of certificates that end: which stage when, numbers of letters, the words of the official letter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shop.renewals import NoticeStage, Phase, Sender
from shop.renewals.due_rules import consecutive, letter_number, mail_useful_through, stage_of
from shop.renewals.due_wording import Addressee, LetterLine, letter_body, sample_body

TODAY = date(2026, 11, 21)
SENDER = Sender(
    parent_name="Sở A",
    name="Văn phòng B",
    symbol="VPB-NV",
    place="Lào Cai",
    title="Chánh Văn phòng",
    signer="Người Ký",
    copies_to="Lãnh đạo Sở (để báo cáo);\n\n- Phòng C",
    archive_mark="NV",
    contact="Phòng C, điện thoại 0214 000 000",
)


@pytest.mark.parametrize(
    ("phase", "days_left", "stage"),
    [
        (Phase.FAR, 181, None),
        (Phase.OPEN, 180, NoticeStage.OPEN),
        (Phase.LATE, 119, NoticeStage.LATE),
        (Phase.LATE, 31, NoticeStage.LATE),
        (Phase.LATE, 30, NoticeStage.LAST),
        (Phase.LATE, 0, NoticeStage.LAST),
        (Phase.EXTENDED, 12, NoticeStage.EXTENDED),
        (Phase.LAPSED, -1, NoticeStage.LAPSED),
        (Phase.REVOKED, 40, None),
        (Phase.NOT_YET, 900, None),
        (Phase.NONE, 0, None),
    ],
)
def test_which_notice_a_certificate_wants(phase: Phase, days_left: int, stage: NoticeStage | None) -> None:
    assert stage_of(phase, days_left) is stage


def test_a_number_below_ten_has_a_nought_before_it() -> None:
    assert [letter_number(number, "VP-NV") for number in (7, 10, 123)] == ["07/VP-NV", "10/VP-NV", "123/VP-NV"]


@pytest.mark.parametrize(
    ("first", "taken", "count", "numbers"),
    [(1, [], 3, [1, 2, 3]), (5, [4, 8], 3, [5, 6, 7]), (5, [4, 7], 3, None), (9, [9], 1, None)],
)
def test_numbers_follow_each_other_or_are_refused(
    first: int, taken: list[int], count: int, numbers: list[int] | None
) -> None:
    assert consecutive(first, taken, count) == numbers


def test_a_mail_is_right_until_its_certificate_ends_and_that_of_a_lapse_for_a_month() -> None:
    assert mail_useful_through(NoticeStage.OPEN, date(2027, 4, 1), TODAY) == date(2027, 4, 1)
    assert mail_useful_through(NoticeStage.LAPSED, date(2026, 1, 1), TODAY) == date(2026, 12, 21)


def test_what_no_letter_goes_without() -> None:
    assert SENDER.missing == ()
    assert Sender(name="Văn phòng B", signer="Người Ký").missing == ("symbol", "place", "title")


def line(stage: NoticeStage, days: int = 150, **changes: object) -> LetterLine:
    last = TODAY + timedelta(days=days)
    facts = {
        "good": "Chè dây",
        "stars": 4,
        "decision": "số 12/QĐ-UBND ngày 01/02/2024 của UBND tỉnh Lào Cai",
        "last_day": last,
        "opens_on": last - timedelta(days=180),
        "closes_on": last - timedelta(days=120),
        "stage": stage,
        "day_is_known": True,
    }
    return LetterLine(**{**facts, **changes})


TO = Addressee("HTX Vĩnh Yên", "Xã Nghĩa Đô, Tỉnh Lào Cai", ("xã Nghĩa Đô",))


@pytest.mark.parametrize(
    ("stages", "subject", "how", "points"),
    [
        ([NoticeStage.OPEN], "đánh giá lại sản phẩm OCOP đến hạn", "sắp hết thời hạn", ["từ 180 ngày", "Mẫu số 01"]),
        ([NoticeStage.LATE], "đánh giá lại sản phẩm OCOP đến hạn", "sắp hết thời hạn", ["nộp ngay", "Mẫu số 01"]),
        (
            [NoticeStage.EXTENDED],
            "đánh giá lại sản phẩm OCOP đến hạn",
            "đang được kéo dài giá trị",
            ["được đánh giá trước", "Mẫu số 01"],
        ),
        ([NoticeStage.LAPSED], "giấy chứng nhận sản phẩm OCOP đã hết thời hạn", "đã hết thời hạn", ["không sử dụng"]),
        (
            [NoticeStage.OPEN, NoticeStage.LAST, NoticeStage.LAPSED],
            "giấy chứng nhận sản phẩm OCOP đến hạn và đã hết thời hạn",
            "sắp hết hoặc đã hết thời hạn",
            ["từ 180 ngày", "nộp ngay", "Mẫu số 01", "không sử dụng"],
        ),
    ],
)
def test_the_letter_says_what_each_stage_wants(
    stages: list[NoticeStage], subject: str, how: str, points: list[str]
) -> None:
    body = letter_body(TO, [line(stage) for stage in stages], SENDER, TODAY)
    assert body["subject"] == subject
    assert how in body["before_table"]
    assert f"{len(stages):02d} sản phẩm" in body["before_table"]
    assert len(body["points"]) == len(points)
    for number, (point, words) in enumerate(zip(body["points"], points, strict=True), 2):
        assert point.startswith(f"{number}. ")
        assert words in point
    assert body["closing"].endswith("./.")


def test_recipients_end_as_the_decree_has_it() -> None:
    body = letter_body(TO, [line(NoticeStage.OPEN)], SENDER, TODAY)
    assert body["copies"] == [
        "- Như trên;",
        "- UBND xã Nghĩa Đô (để phối hợp);",
        "- Lãnh đạo Sở (để báo cáo);",
        "- Phòng C;",
        "- Lưu: VT, NV.",
    ]


def test_a_year_without_a_day_is_said_and_asked_for() -> None:
    body = letter_body(TO, [line(NoticeStage.LATE, day_is_known=False, decision="")], SENDER, TODAY)
    assert body["rows"][0]["good"] == "Chè dây (*)"
    assert body["rows"][0]["decision"] == "Nguồn không ghi"
    assert len(body["notes"]) == 1
    assert letter_body(TO, [line(NoticeStage.LATE)], SENDER, TODAY)["notes"] == []


def test_a_sender_without_contact_and_goods_of_several_communes() -> None:
    to = Addressee("HTX", "", ("xã A", "xã B"))
    body = letter_body(to, [line(NoticeStage.OPEN)], Sender(name="B"), TODAY)
    assert body["contact"] == ""
    assert "Ủy ban nhân dân cấp xã nơi sản xuất" in body["points"][0]
    assert body["copies"][-1] == "- Lưu: VT."
    assert "(tên chủ thể)" in sample_body(SENDER, TODAY)["addressee"]
