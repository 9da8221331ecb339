"""What the programme office sends about certificates that end: stages of a notice, numbers of letters. Pure.

Sources: "QĐ26" is Decision 26/2026/QĐ-TTg; "NĐ30" is Decree 30/2020/NĐ-CP on the work with papers; "ours" is a decision
of this shop (DECISIONS.md, section The programme office).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum

from shop.renewals.rules import Phase

# In the order in which they press; what an officer looks after.
DUE_PHASES = (Phase.EXTENDED, Phase.LATE, Phase.OPEN, Phase.LAPSED, Phase.FAR)
# What wants a word from the office now.
PRESSING = (Phase.EXTENDED, Phase.LATE, Phase.OPEN)
LAST_DAYS = 30  # ours: the last call before a certificate ends
MOST_LETTERS_AT_ONCE = 300
LONGEST_NAME, LONGEST_SYMBOL, LONGEST_PLACE, LONGEST_LINES, LONGEST_REASON, LONGEST_TO = 200, 40, 80, 1000, 300, 200
MOST_NUMBER = 99_999
# Whoever numbers letters, or mails them, does so alone.
TURN = 5_280


class NoticeStage(StrEnum):
    """What a notice is about. A certificate gets each of them once, an extension begins anew (ours)."""

    OPEN = "open"  # the window for filing is open (QĐ26 Art. 7.6)
    LATE = "late"  # the window is over, more than 30 days are left
    LAST = "last"  # 30 days or fewer are left
    EXTENDED = "extended"  # its 36 months are over, an extension lets it count (QĐ26 Art. 12.3)
    LAPSED = "lapsed"


class Filed(StrEnum):
    """What the producer has noted of the dossier for re-evaluation."""

    NOT_YET = "not_yet"
    FILED = "filed"  # it lies with an authority
    DECIDED = "decided"


class LeftOut(StrEnum):
    """Why a certificate that was chosen is in no letter."""

    FAR = "far"  # its window has not opened
    FILED = "filed"  # its dossier lies with an authority, or was decided
    TOLD = "told"  # a letter of this stage stands
    NO_PRODUCER = "no_producer"
    TOO_MANY = "too_many"  # beyond what is issued in one go


class DeliveryWay(StrEnum):
    """How a letter reached its producer."""

    MAIL = "mail"
    HAND = "hand"
    POST = "post"


def stage_of(phase: Phase, days_left: int) -> NoticeStage | None:
    """The notice that a certificate wants now; None while more than 180 days are left, and for what is not due."""
    if phase is Phase.LATE:
        return NoticeStage.LAST if days_left <= LAST_DAYS else NoticeStage.LATE
    return _STAGES.get(phase)


_STAGES = {
    Phase.OPEN: NoticeStage.OPEN,
    Phase.EXTENDED: NoticeStage.EXTENDED,
    Phase.LAPSED: NoticeStage.LAPSED,
}


def mail_useful_through(stage: NoticeStage, last_day: date, sent_on: date) -> date:
    """The last day on which a mail of a notice is still right: that of a lapse stays so, others end as it does."""
    return sent_on + timedelta(days=LAST_DAYS) if stage is NoticeStage.LAPSED else max(last_day, sent_on)


@dataclass(frozen=True)
class Sender:
    """The body that sends letters, as an officer entered it; nothing of it is known to the shop (NĐ30 App. I).

    `copies_to` holds a line for each further recipient. `is_demonstration` marks what was invented to be shown.
    """

    parent_name: str = ""
    name: str = ""
    symbol: str = ""
    place: str = ""
    authority: str = ""
    title: str = ""
    signer: str = ""
    copies_to: str = ""
    archive_mark: str = ""
    contact: str = ""
    is_demonstration: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """What no letter goes without and is empty still."""
        return tuple(name for name in ("name", "symbol", "place", "title", "signer") if not getattr(self, name))


SENDER_FIELDS = tuple(one.name for one in fields(Sender) if one.name != "is_demonstration")


def letter_number(number: int, symbol: str) -> str:
    """A letter's number and symbol: a nought before numbers below ten (NĐ30 App. I, section II, 3)."""
    return f"{number:02d}/{symbol}"


def consecutive(first: int, taken: Sequence[int], count: int) -> list[int] | None:
    """So many numbers from `first` on without a gap; None where one of them is taken."""
    wanted = range(first, first + count)
    return None if set(wanted) & set(taken) else list(wanted)
