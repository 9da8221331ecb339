"""The columns of the open data: their names, which are never changed silently, their kinds, and their meaning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shop.certification import OpenRow
from shop.spreadsheets import Row
from shop.web.words import _

# Creative Commons Attribution 4.0.
LICENCE, LICENCE_URL = "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Field:
    """One column. `kind` as Frictionless Data's Table Schema has it."""

    name: str
    kind: str
    words: Callable[[], str]


FIELDS = (
    Field("certificate", "string", lambda: _("Code of the certificate, 11 signs; empty for a good without any")),
    Field(
        "state",
        "string",
        lambda: _("in_force, not_yet, lapsed or revoked; planned or awaiting_officer without a certificate"),
    ),
    Field("stars", "integer", lambda: _("3, 4 or 5")),
    Field("good", "string", lambda: _("Name of the good as printed")),
    Field("good_slug", "string", lambda: _("Name of the good in addresses; stays the same")),
    Field("group", "string", lambda: _("Group: food, beverage, herbal, handicraft, ornamental, tourism")),
    Field("producer", "string", lambda: _("Name of the producer")),
    Field("producer_slug", "string", lambda: _("Name of the producer in addresses")),
    Field("province_code", "string", lambda: _("Official code of today's province or city")),
    Field("province", "string", lambda: _("Today's province or city")),
    Field("commune_code", "string", lambda: _("Official code of today's commune, where the source leaves no choice")),
    Field("commune", "string", lambda: _("Today's commune")),
    Field("printed_commune", "string", lambda: _("Commune as printed in the source")),
    Field("printed_district", "string", lambda: _("District as printed in the source")),
    Field("printed_province", "string", lambda: _("Province as printed in the source")),
    Field("decision_number", "string", lambda: _("Number of the decision")),
    Field("issuer", "string", lambda: _("Authority that issued it, as printed")),
    Field("decided_on", "date", lambda: _("Day of recognition; empty where the source states only the year")),
    Field("decided_year", "integer", lambda: _("Year of recognition")),
    Field("day_is_known", "boolean", lambda: _("Is the day of recognition known?")),
    Field("first_valid_day", "date", lambda: _("First valid day")),
    Field("last_valid_day", "date", lambda: _("Last valid day, with extension and revocation")),
    Field("extended_through", "date", lambda: _("Last day by an extension")),
    Field("revoked_on", "date", lambda: _("Day of revocation")),
    Field("revocation_ground", "string", lambda: _("Ground of revocation (Decision 26/2026/QĐ-TTg, Article 8)")),
)


def cells_of(row: OpenRow) -> Row:
    """The row as a line of a table; yes and no as `true` and `false`."""
    cells = (getattr(row, field.name) for field in FIELDS)
    return [str(cell).lower() if isinstance(cell, bool) else cell for cell in cells]
