"""What a dossier holds and where it is, in the words of a producer.

Source of what belongs in it: Decision 26/2026/QĐ-TTg, Art. 6 and App. III.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shop.renewals import DossierItem, Filing, FilingState, Outcome, Step, StepFacts
from shop.values.dates import format_day
from shop.web.words import _

I = DossierItem  # noqa: E741 - a column of names


@dataclass(frozen=True)
class ItemWords:
    """One line of the checklist: what it is called, and what it means for a small maker."""

    title: str
    hint: str


_ITEMS: dict[DossierItem, Callable[[], ItemWords]] = {
    I.REGISTRATION: lambda: ItemWords(
        _("Form 01: registration for evaluation"), _("Signed by whoever represents you. The commune has the form.")
    ),
    I.SELF_ASSESSMENT: lambda: ItemWords(
        _("Form 02: self-assessment"), _("Score your good by its criteria set. The papers below prove the score.")
    ),
    I.BUSINESS_REGISTRATION: lambda: ItemWords(
        _("Business registration"), _("Of the cooperative, company or household; a copy is enough.")
    ),
    I.FOOD_SAFETY: lambda: ItemWords(
        _("Food safety certificate"), _("In date on the day you file. Look at its end now.")
    ),
    I.MATERIAL_ORIGIN: lambda: ItemWords(
        _("Where the materials come from"), _("Purchase books, contracts with growers, or your own fields.")
    ),
    I.ENVIRONMENT: lambda: ItemWords(
        _("Protection of the environment"), _("Environmental registration or commitment, how waste is treated.")
    ),
    I.LABOUR_LIST: lambda: ItemWords(_("List of workers"), _("Who works with you, and how many are from the place.")),
    I.ACCOUNTS: lambda: ItemWords(_("Account books"), _("Books of income and cost of the last years.")),
    I.INTELLECTUAL_PROPERTY: lambda: ItemWords(
        _("Intellectual property"), _("Trade mark, design or geographical indication, if you have one.")
    ),
    I.SALES_CONTRACTS: lambda: ItemWords(
        _("Sales contracts"), _("With shops, agents or buyers. The address of your stall here counts as well.")
    ),
    I.STORY: lambda: ItemWords(
        _("Story of the good"), _("As it stands on your leaflet, your stall and your trace stamp.")
    ),
    I.QUALITY_DECLARATION: lambda: ItemWords(
        _("Declaration of quality"), _("The self-declaration or the standard you announced.")
    ),
    I.TEST_REPORT: lambda: ItemWords(_("Test report"), _("From a recognised laboratory, by the declared measures.")),
    I.TRACE_STAMP: lambda: ItemWords(
        _("Barcode or trace stamp"), _("A photo of the label with its code, or the paper that granted it.")
    ),
    I.QUALITY_SYSTEM: lambda: ItemWords(
        _("Quality system"), _("HACCP, ISO, VietGAP, organic and the like, if you have one.")
    ),
    I.SAMPLES: lambda: ItemWords(_("Five samples of the good"), _("Whole, labelled and in date, as you sell them.")),
    I.COMMUNE_REPORT: lambda: ItemWords(
        _("Form 03: report of the commune"), _("The commune writes it within 15 working days after you filed.")
    ),
}


def item_words(item: DossierItem) -> ItemWords:
    """What an item of the dossier is called (QĐ26 Art. 6, App. III)."""
    return _ITEMS[item]()


def filing_words(state: FilingState) -> str:
    """Where a dossier is, in a few words."""
    return {
        FilingState.PREPARING: _("Getting the dossier ready"),
        FilingState.FILED: _("Filed at the commune"),
        FilingState.SENT: _("Sent on to the province"),
        FilingState.DECIDED: _("Decided"),
    }[state]


def step_words(step: StepFacts) -> str:
    """What happened to a dossier."""
    if step.step is Step.DECIDED:
        return _("Recognised again") if step.outcome is Outcome.GRANTED else _("Not recognised")
    if step.step is Step.FILED and step.receipt_number:
        return _("Filed at the commune, receipt %(number)s", number=step.receipt_number)
    return {
        Step.FILED: _("Filed at the commune"),
        Step.SENT: _("Sent on to the province"),
        Step.REOPENED: _("Taken back: noted by mistake, or the dossier was given back"),
    }[step.step]


def filed_words(filing: Filing) -> str:
    """When and under which number a dossier was filed; empty where it was not."""
    filed = filing.of(Step.FILED)
    if filed is None:
        return ""
    day = format_day(filed.happened_on)
    if filed.receipt_number:
        return _("Filed on %(day)s, receipt %(number)s.", day=day, number=filed.receipt_number)
    return _("Filed on %(day)s.", day=day)
