"""Who may answer for a fair: the operators."""

from __future__ import annotations

from shop.accounts import Role, list_people
from shop.office.fairs.forms import FairForm
from shop.web.guards import present_member


def list_owners() -> list[tuple[str, str]]:
    """Every operator, as a choice: number and name."""
    return [(str(person.id), person.name) for person in list_people(role=Role.OPERATOR) if person.disabled_at is None]


def read_owner(form: FairForm) -> int:
    """The operator who was chosen; whoever acts where none was."""
    chosen = str(form.owner.data or "")
    return int(chosen) if chosen in {number for number, _ in list_owners()} else present_member().person_id
