"""Whose goods the officer keeps who is there: those of one province, or the whole country's."""

from __future__ import annotations

from shop.certification import Scope
from shop.web.guards import present_member


def present_scope() -> Scope:
    """The scope of whoever is logged in; behind the guard of the programme office."""
    return Scope(present_member().person.officer_scope)
