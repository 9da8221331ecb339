"""What a dossier for evaluation holds, and what happens to it. Pure.

Source: Decision 26/2026/QĐ-TTg ("QĐ26"), Art. 6, 7 and App. III.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shop.renewals.refusals import (
    CannotLeaveOut,
    FilingIsOver,
    FilingMovedOn,
    NotInThisDossier,
    StepBeforeLast,
    StepInFuture,
    StepOutOfOrder,
)

LONGEST_RECEIPT = 60
LONGEST_FILE_NAME = 120
MOST_FILES_PER_ITEM = 10
MOST_FILES = 60


class DossierItem(StrEnum):
    """What a dossier for evaluation holds, in the order of QĐ26 Art. 6 and App. III."""

    REGISTRATION = "registration"  # Form 01
    SELF_ASSESSMENT = "self_assessment"  # Form 02, with the evidence that follows
    BUSINESS_REGISTRATION = "business_registration"
    FOOD_SAFETY = "food_safety"
    MATERIAL_ORIGIN = "material_origin"
    ENVIRONMENT = "environment"
    LABOUR_LIST = "labour_list"
    ACCOUNTS = "accounts"
    INTELLECTUAL_PROPERTY = "intellectual_property"
    SALES_CONTRACTS = "sales_contracts"
    STORY = "story"
    QUALITY_DECLARATION = "quality_declaration"
    TEST_REPORT = "test_report"
    TRACE_STAMP = "trace_stamp"
    QUALITY_SYSTEM = "quality_system"
    SAMPLES = "samples"  # five of them; not for tourism
    COMMUNE_REPORT = "commune_report"  # Form 03, written by the commune


FORMS = (DossierItem.REGISTRATION, DossierItem.SELF_ASSESSMENT)
EVIDENCE = tuple(DossierItem)[2:15]
# What no dossier goes without; which evidence a good needs depends on its criteria set.
NEEDED = (*FORMS, DossierItem.SAMPLES, DossierItem.COMMUNE_REPORT)


class Mark(StrEnum):
    """What the producer says of one item."""

    READY = "ready"
    NOT_NEEDED = "not_needed"


class Step(StrEnum):
    """What happens to a dossier; `reopened` takes what was noted back, as when it was a mistake."""

    FILED = "filed"
    SENT = "sent"
    DECIDED = "decided"
    REOPENED = "reopened"


class Outcome(StrEnum):
    """What was decided. The certificate itself is entered by the programme office, never by the producer."""

    GRANTED = "granted"
    REFUSED = "refused"


class FilingState(StrEnum):
    """Where a dossier is."""

    PREPARING = "preparing"
    FILED = "filed"
    SENT = "sent"
    DECIDED = "decided"


# Which step may follow in which state. A wrong day or number is taken back first, and noted again.
NEXT: dict[FilingState, tuple[Step, ...]] = {
    FilingState.PREPARING: (Step.FILED,),
    FilingState.FILED: (Step.SENT, Step.DECIDED, Step.REOPENED),
    FilingState.SENT: (Step.DECIDED, Step.REOPENED),
    FilingState.DECIDED: (Step.REOPENED,),
}
_STATE_AFTER = {
    Step.FILED: FilingState.FILED,
    Step.SENT: FilingState.SENT,
    Step.DECIDED: FilingState.DECIDED,
    Step.REOPENED: FilingState.PREPARING,
}


@dataclass(frozen=True)
class StepFacts:
    """One thing that happened to a dossier: when it happened, and who noted it when."""

    step: Step
    happened_on: date
    receipt_number: str = ""
    outcome: Outcome | None = None
    recorded_by_id: int | None = None
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class Filing:
    """Where a dossier is, by everything that was noted of it in order."""

    steps: tuple[StepFacts, ...] = ()

    @property
    def state(self) -> FilingState:
        return _STATE_AFTER[self.steps[-1].step] if self.steps else FilingState.PREPARING

    @property
    def since_reopened(self) -> tuple[StepFacts, ...]:
        """What counts: the steps after it was last taken back."""
        taken_back = [index for index, one in enumerate(self.steps) if one.step is Step.REOPENED]
        return self.steps[taken_back[-1] + 1 :] if taken_back else self.steps

    def of(self, step: Step) -> StepFacts | None:
        """The step as it counts now, or None."""
        return next((one for one in self.since_reopened if one.step is step), None)

    @property
    def receipt_number(self) -> str:
        filed = self.of(Step.FILED)
        return filed.receipt_number if filed else ""

    @property
    def is_filed(self) -> bool:
        """Does it lie with an authority?"""
        return self.state in (FilingState.FILED, FilingState.SENT)


def dossier_of(group: str | None) -> tuple[DossierItem, ...]:
    """What a dossier of a good of this group holds (QĐ26 Art. 6): no samples for tourism."""
    return tuple(item for item in DossierItem if not (group == "tourism" and item is DossierItem.SAMPLES))


def check_mark(item: DossierItem, mark: Mark | None) -> None:
    """Refuse to leave out what no dossier goes without: CannotLeaveOut."""
    if mark is Mark.NOT_NEEDED and item in NEEDED:
        raise CannotLeaveOut(item)


def check_change(filing: Filing, item: DossierItem, group: str | None) -> None:
    """Refuse changes of what a dossier of this group does not hold, or once it is decided.

    Raises NotInThisDossier, FilingIsOver.
    """
    if item not in dossier_of(group):
        raise NotInThisDossier(item)
    if filing.state is FilingState.DECIDED:
        raise FilingIsOver()


def check_step(filing: Filing, new: StepFacts, *, seen: int, today: date) -> None:
    """Refuse a step that cannot follow, lies ahead of today or before the last, or was noted without seeing all.

    Raises FilingMovedOn, StepOutOfOrder, StepInFuture, StepBeforeLast.
    """
    if seen != len(filing.steps):
        raise FilingMovedOn()
    if new.step not in NEXT[filing.state]:
        raise StepOutOfOrder(new.step, filing.state)
    if new.happened_on > today:
        raise StepInFuture(new.happened_on)
    before = filing.since_reopened
    if before and new.happened_on < before[-1].happened_on:
        raise StepBeforeLast(new.happened_on, before[-1].happened_on)
