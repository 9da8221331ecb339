"""Writes of renewals: what a producer's members note of a dossier. Each names the producer; not theirs is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update

from shop.certification import list_certificates_of
from shop.database import db, insert_if_missing, insert_unless_taken
from shop.renewals.dossier import (
    LONGEST_FILE_NAME,
    LONGEST_RECEIPT,
    MOST_FILES,
    MOST_FILES_PER_ITEM,
    DossierItem,
    Mark,
    StepFacts,
    check_change,
    check_mark,
    check_step,
)
from shop.renewals.models import DossierFile, DossierMark, FilingStep, RenewalFiling
from shop.renewals.queries import count_files, find_certificate_of, find_file, find_filing, is_current
from shop.renewals.refusals import FilingMovedOn, NoLongerCurrent, NoSuchFile, TooManyFiles
from shop.values.dates import vietnam_day
from shop.values.folding import tidy


@dataclass(frozen=True)
class Dossier:
    """Whose dossier, for which certificate, and who works on it when."""

    producer_id: int
    code: str
    by_id: int
    at: datetime


@dataclass(frozen=True)
class NewFile:
    """A document that was stored already: where it lies, and what it is called."""

    stem: str
    form: str
    size: int
    name: str


def mark_item(dossier: Dossier, item: DossierItem, mark: Mark | None) -> None:
    """Say that an item is ready, not needed for this good, or (None) missing still.

    Refuses NoSuchRenewal, NoLongerCurrent, NotInThisDossier, FilingIsOver and CannotLeaveOut.
    """
    check_mark(item, mark)
    filing = _open(dossier, item)
    if mark is None:
        theirs = (DossierMark.filing_id == filing.id, DossierMark.producer_id == dossier.producer_id)
        db.session.execute(delete(DossierMark).where(*theirs, DossierMark.item == item))
    else:
        _mark(filing, dossier, item, mark)


def add_file(dossier: Dossier, item: DossierItem, file: NewFile) -> int:
    """Put a stored document to an item, which is ready with it; returns the file's number.

    Refuses NoSuchRenewal, NoLongerCurrent, NotInThisDossier, FilingIsOver and TooManyFiles (10 an item, 60 in all).
    """
    filing = _open(dossier, item)
    counted = count_files(filing)
    for held, most in ((counted.get(item, 0), MOST_FILES_PER_ITEM), (sum(counted.values()), MOST_FILES)):
        if held >= most:
            raise TooManyFiles(most)
    row = DossierFile(
        filing_id=filing.id,
        producer_id=dossier.producer_id,
        item=item,
        name=tidy(file.name)[:LONGEST_FILE_NAME],
        stem=file.stem,
        form=file.form,
        size=file.size,
        added_by_id=dossier.by_id,
        added_at=dossier.at,
    )
    db.session.add(row)
    _mark(filing, dossier, item, Mark.READY)
    db.session.flush()
    return row.id


def remove_file(dossier: Dossier, file_id: int) -> None:
    """Take a file out of a dossier; the item stays marked as it was.

    Refuses NoSuchRenewal, NoLongerCurrent, FilingIsOver and NoSuchFile.
    """
    file = find_file(dossier.producer_id, dossier.code, file_id)
    if file is None:
        raise NoSuchFile(file_id)
    _open(dossier, DossierItem(file.item))
    db.session.delete(file)
    db.session.flush()


def record_step(dossier: Dossier, step: StepFacts, *, seen: int) -> None:
    """Note what happened to a dossier; `seen` is how many steps the page showed that it is noted from.

    Refuses NoSuchRenewal, NoLongerCurrent, FilingMovedOn, StepOutOfOrder, StepInFuture, StepBeforeLast.
    """
    filing = _filing(dossier)
    check_step(filing.facts, step, seen=seen, today=vietnam_day(dossier.at))
    number = insert_unless_taken(
        FilingStep,
        filing_id=filing.id,
        producer_id=dossier.producer_id,
        number=seen + 1,
        step=step.step,
        happened_on=step.happened_on,
        receipt_number=tidy(step.receipt_number)[:LONGEST_RECEIPT],
        outcome=step.outcome,
        recorded_by_id=dossier.by_id,
        recorded_at=dossier.at,
    )
    if number is None:
        raise FilingMovedOn()
    db.session.expire(filing, ["steps"])


def _open(dossier: Dossier, item: DossierItem) -> RenewalFiling:
    """The dossier, if an item of it may still be changed; begun when this is the first that is done to it."""
    filing = _filing(dossier)
    certificate = find_certificate_of(dossier.producer_id, dossier.code)
    check_change(filing.facts, item, certificate.good.group)
    return filing


def _filing(dossier: Dossier) -> RenewalFiling:
    certificate = find_certificate_of(dossier.producer_id, dossier.code)
    of_good = list_certificates_of([certificate.good_id])[certificate.good_id]
    if not is_current(certificate, of_good, dossier.at):
        raise NoLongerCurrent(dossier.code)
    insert_if_missing(
        RenewalFiling,
        producer_id=dossier.producer_id,
        certificate_id=certificate.id,
        begun_by_id=dossier.by_id,
        begun_at=dossier.at,
    )
    found = find_filing(dossier.producer_id, certificate.id)
    if found is None:  # it is another producer's: the good was given to this one later
        raise NoLongerCurrent(dossier.code)
    return found


def _mark(filing: RenewalFiling, dossier: Dossier, item: DossierItem, mark: Mark) -> None:
    values = {"mark": mark, "marked_by_id": dossier.by_id, "marked_at": dossier.at}
    keys = {"filing_id": filing.id, "item": item, "producer_id": dossier.producer_id}
    if not insert_if_missing(DossierMark, **keys, **values):
        held = (DossierMark.filing_id == filing.id, DossierMark.item == item)
        db.session.execute(
            update(DossierMark).where(*held, DossierMark.producer_id == dossier.producer_id).values(**values)
        )
    db.session.expire(filing, ["marks"])
