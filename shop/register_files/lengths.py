"""How long the words of a row may be, as printed and as the keys that they are found by. Pure."""

from __future__ import annotations

from shop.register_files.statements import Statement
from shop.register_files.vocabulary import Field
from shop.values.folding import fold
from shop.values.producer_names import is_too_long_to_find

LONGEST = {
    Field.NAME: 250,
    Field.PRODUCER: 250,
    Field.NUMBER: 80,
    Field.ISSUER: 250,
    Field.COMMUNE: 110,
    Field.DISTRICT: 110,
    Field.PROVINCE: 110,
}
# They are found by their letters without marks, and some signs stand for many letters.
_FOUND = frozenset({Field.NAME, Field.PRODUCER, Field.COMMUNE, Field.DISTRICT, Field.PROVINCE})


def is_too_long(field: Field, text: str | None) -> bool:
    """Whether the words of a field cannot be kept."""
    if not text:
        return False
    if len(text) > LONGEST[field] or (field in _FOUND and len(fold(text)) > LONGEST[field]):
        return True
    return field is Field.PRODUCER and is_too_long_to_find(text)


def fields_too_long(statement: Statement) -> list[Field]:
    """What of a row cannot be kept."""
    return [field for field in LONGEST if is_too_long(field, getattr(statement, field))]
