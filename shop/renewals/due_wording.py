"""The words of the official letter about certificates that end, in Vietnamese as Vietnamese offices write. Pure.

They are fixed when a letter is issued and kept with it: what was sent never changes afterwards. Law: Decision
26/2026/QĐ-TTg Art. 4.3, 6, 7.6, 12.3. Layout: Decree 30/2020/NĐ-CP App. I, done by the template.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from shop.renewals.due_rules import NoticeStage, Sender
from shop.values.dates import format_day

_DECISION = "Quyết định số 26/2026/QĐ-TTg ngày 22 tháng 5 năm 2026 của Thủ tướng Chính phủ"
_SHORT = "Quyết định số 26/2026/QĐ-TTg"
_TO_FILE = (NoticeStage.OPEN, NoticeStage.LATE, NoticeStage.LAST)


@dataclass(frozen=True)
class LetterLine:
    """One good of a letter, as its table prints it."""

    good: str
    stars: int
    decision: str
    last_day: date
    opens_on: date
    closes_on: date
    stage: NoticeStage
    day_is_known: bool


@dataclass(frozen=True)
class Addressee:
    """Whom a letter goes to, and the communes whose committees get a copy."""

    name: str
    place: str
    communes: tuple[str, ...]


def letter_body(to: Addressee, lines: Sequence[LetterLine], sender: Sender, as_of: date) -> dict[str, Any]:
    """Everything that the letter says, as plain values for JSON."""
    stages = {line.stage for line in lines}
    return {
        "subject": _subject(stages),
        "addressee": to.name,
        "place": to.place,
        "opening": _opening(sender),
        "before_table": _before_table(lines, as_of),
        "rows": [_row(number, line) for number, line in enumerate(lines, 1)],
        "notes": _notes(lines),
        "points": _points(stages, to),
        "contact": f"Trong quá trình thực hiện, nếu có vướng mắc, đề nghị liên hệ: {sender.contact}."
        if sender.contact
        else "",
        "closing": f"{sender.name} thông báo để chủ thể biết, thực hiện./.",
        "copies": _copies(to, sender),
        "sender": asdict(sender),
    }


def _subject(stages: set[NoticeStage]) -> str:
    """After "V/v": at most some words (the decree says: as short as it can be)."""
    if stages == {NoticeStage.LAPSED}:
        return "giấy chứng nhận sản phẩm OCOP đã hết thời hạn"
    if NoticeStage.LAPSED in stages:
        return "giấy chứng nhận sản phẩm OCOP đến hạn và đã hết thời hạn"
    return "đánh giá lại sản phẩm OCOP đến hạn"


def _opening(sender: Sender) -> str:
    return (
        f"Căn cứ {_DECISION}; qua rà soát sổ đăng ký sản phẩm OCOP, {sender.name} thông báo đến chủ thể "
        "các nội dung sau:"
    )


def _before_table(lines: Sequence[LetterLine], as_of: date) -> str:
    stages = {line.stage for line in lines}
    how = "sắp hết hoặc đã hết thời hạn"
    if stages <= set(_TO_FILE):
        how = "sắp hết thời hạn"
    elif stages == {NoticeStage.LAPSED}:
        how = "đã hết thời hạn"
    elif stages == {NoticeStage.EXTENDED}:
        how = "đã hết 36 tháng và đang được kéo dài giá trị"
    return (
        f"1. Tính đến ngày {format_day(as_of)}, {len(lines):02d} sản phẩm của chủ thể có giấy chứng nhận {how}, cụ thể:"
    )


_STATES = {
    NoticeStage.OPEN: "Đang trong thời gian nộp hồ sơ",
    NoticeStage.LATE: "Quá thời gian nộp hồ sơ",
    NoticeStage.LAST: "Còn không quá 30 ngày",
    NoticeStage.EXTENDED: "Đang được kéo dài giá trị",
    NoticeStage.LAPSED: "Đã hết thời hạn",
}


def _row(number: int, line: LetterLine) -> dict[str, Any]:
    return {
        "number": number,
        "good": line.good + ("" if line.day_is_known else " (*)"),
        "stars": f"{line.stars} sao",
        "decision": line.decision or "Nguồn không ghi",
        "last_day": format_day(line.last_day),
        "window": f"{format_day(line.opens_on)}\u00a0– {format_day(line.closes_on)}",
        "stage": line.stage.value,
        "state": _STATES[line.stage],
    }


def _notes(lines: Sequence[LetterLine]) -> list[str]:
    if all(line.day_is_known for line in lines):
        return []
    return [
        "(*) Nguồn dữ liệu chỉ ghi năm công nhận nên sổ đăng ký chỉ tính những ngày chắc chắn còn giá trị. Đề nghị gửi "
        "bản sao quyết định hoặc giấy chứng nhận để bổ sung ngày công nhận."
    ]


def _points(stages: set[NoticeStage], to: Addressee) -> list[str]:
    """The numbered paragraphs after the table: one for each thing that is to be done."""
    where = f"Ủy ban nhân dân {to.communes[0]}" if len(to.communes) == 1 else "Ủy ban nhân dân cấp xã nơi sản xuất"
    texts = []
    if NoticeStage.OPEN in stages:
        texts.append(
            f"Đối với sản phẩm đang trong thời gian nộp hồ sơ: đề nghị chủ thể lập hồ sơ đánh giá lại, nộp tại {where} "
            f"trong khoảng thời gian ghi tại bảng trên (từ 180 ngày đến 120 ngày trước ngày hết thời hạn, theo khoản 6 "
            f"Điều 7 {_SHORT})."
        )
    if stages & {NoticeStage.LATE, NoticeStage.LAST}:
        texts.append(
            f"Đối với sản phẩm đã quá thời gian nộp hồ sơ: đề nghị chủ thể nộp ngay hồ sơ đánh giá lại tại {where}; "
            f"việc kéo dài giá trị giấy chứng nhận do cơ quan có thẩm quyền xem xét theo khoản 3 Điều 12 {_SHORT}."
        )
    if NoticeStage.EXTENDED in stages:
        texts.append(
            f"Đối với sản phẩm đang được kéo dài giá trị (khoản 3 Điều 12 {_SHORT}): đề nghị chủ thể phối hợp với "
            f"{where} để hồ sơ được đánh giá trước ngày hết thời hạn ghi tại bảng trên."
        )
    if stages & {*_TO_FILE, NoticeStage.EXTENDED}:
        texts.append(
            f"Hồ sơ thực hiện theo Điều 6 và Phụ lục III {_SHORT}, gồm: phiếu đăng ký (Mẫu số 01); bản tự đánh giá "
            "(Mẫu số 02) kèm tài liệu minh chứng; 05 mẫu sản phẩm (không áp dụng đối với dịch vụ du lịch)."
        )
    if NoticeStage.LAPSED in stages:
        texts.append(
            "Đối với sản phẩm đã hết thời hạn: giấy chứng nhận không còn giá trị kể từ ngày liền sau ngày ghi tại bảng "
            "trên; đề nghị chủ thể không sử dụng nhãn hiệu OCOP và hạng sao trên sản phẩm, bao bì, tài liệu giới thiệu "
            "cho đến khi sản phẩm được công nhận lại."
        )
    return [f"{number}. {text}" for number, text in enumerate(texts, 2)]


def _copies(to: Addressee, sender: Sender) -> list[str]:
    """The lines below "Nơi nhận": each ends with a semicolon, the last with a full stop (NĐ30 App. I)."""
    lines = ["Như trên"]
    lines += [f"UBND {commune} (để phối hợp)" for commune in to.communes]
    lines += [line.strip(" -;.") for line in sender.copies_to.splitlines() if line.strip(" -;.")]
    kept = ", ".join(part for part in ("VT", sender.archive_mark.strip()) if part)
    return [f"- {line};" for line in lines] + [f"- Lưu: {kept}."]


def sample_body(sender: Sender, today: date) -> dict[str, Any]:
    """A letter that names nobody, to see how a sender's head and foot look."""
    line = LetterLine(
        good="(tên sản phẩm)",
        stars=3,
        decision="(số, ngày, cơ quan ban hành)",
        last_day=today + timedelta(days=150),
        opens_on=today - timedelta(days=30),
        closes_on=today + timedelta(days=30),
        stage=NoticeStage.OPEN,
        day_is_known=True,
    )
    return letter_body(Addressee("(tên chủ thể)", "", ("(tên xã)",)), [line], sender, today)
