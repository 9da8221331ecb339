"""What was typed into the form of an act, in words, to be read once more before it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from shop.certification import Certificate
from shop.places import find_commune, find_province
from shop.programme.act_forms import ActForm
from shop.values.dates import format_day
from shop.web.certificate_words import ground_words, group_words
from shop.web.fields import parse_day
from shop.web.words import _


def said_by(form: ActForm, certificates: Sequence[Certificate], found: Sequence[Any]) -> list[tuple[str, str]]:
    """Pairs of a field's words and what stands in it; empty fields are left out. `found` are producers or entries."""
    words = field_labels()
    names = {str(getattr(one, "good_id", None) or one.id): one.name for one in found}
    told: dict[str, Callable[[str], str]] = {
        **{name: _certificates(certificates) for name in ("code", "codes")},
        **dict.fromkeys(("decided_on", "last_day"), _day),
        "producer_id": lambda typed: names.get(typed, typed),
        "other_id": lambda typed: names.get(typed, typed),
        "stars": lambda typed: _("%(stars)s stars", stars=typed),
        "ground": ground_words,
        "group": group_words,
        "province": _province,
        "commune": _commune,
        "keep": lambda typed: _("this entry") if typed == "this" else _("the other entry"),
    }
    values = {name: str(value) for name, value in form.values.items() if value}
    return [(label, told.get(name, str)(values[name])) for name, label in words.items() if name in values]


def field_labels() -> dict[str, str]:
    """Names of the fields and their words, in the order in which they are read once more."""
    return {
        "code": _("Certificate"),
        "codes": _("Certificates that go to the new entry"),
        "stars": _("Stars"),
        "decided_on": _("Day of the decision"),
        "decided_year": _("Year"),
        "decision_number": _("Number of the decision"),
        "issuer": _("Issued by"),
        "last_day": _("Counts through"),
        "ground": _("Ground (Art. 8)"),
        "name": _("Name of the good"),
        "group": _("Group"),
        "producer_id": _("Producer"),
        "province": _("Province or city"),
        "commune": _("Commune or ward"),
        "other_id": _("The other entry"),
        "keep": _("Which address and name stay"),
        "evidence": _("Paper it rests on"),
    }


def _certificates(certificates: Sequence[Certificate]) -> Callable[[str], str]:
    known = {
        one.code: _("%(stars)s stars", stars=one.stars) + f" · {one.decision_number or one.decided_year} · {one.code}"
        for one in certificates
    }
    return lambda typed: "; ".join(known.get(code, code) for code in typed.split())


def _day(typed: str) -> str:
    day = parse_day(typed)
    return format_day(day) if day else typed


def _province(typed: str) -> str:
    found = find_province(typed)
    return found.name if found else typed


def _commune(typed: str) -> str:
    found = find_commune(typed)
    return found.name if found else typed
