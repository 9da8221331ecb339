"""What the staged import says no with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shop.register_files import Reason
from shop.values.refusal import Refusal


@dataclass
class NoSuchUpload(Refusal):
    """There is no such upload within the officer's province."""

    number: int


@dataclass
class NoSuchRow(Refusal):
    """There is no such row in the upload."""

    number: int


@dataclass
class UploadNotOpen(Refusal):
    """The upload is being read, or it was applied, cancelled or refused: nothing in it can be decided now."""

    state: str


class PlanChanged(Refusal):
    """What would happen is not what the officer was shown: look again."""


@dataclass
class RowsRefused(Refusal):
    """Some rows cannot be taken; they must be corrected or left out first."""

    count: int


@dataclass
class DoubtsOpen(Refusal):
    """Some rows wait for an officer's word."""

    count: int


class NothingToApply(Refusal):
    """The register has everything that the file says."""


@dataclass
class CorrectionRefused(Refusal):
    """Some of the texts cannot be read; by field, why."""

    fields: Mapping[str, Reason]


@dataclass
class NoSuchChoice(Refusal):
    """The register has no producer or good of this number."""

    number: int
