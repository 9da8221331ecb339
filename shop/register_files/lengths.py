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
_FOUND = (Field.NAME, Field.PRODUCER, Field.COMMUNE, Field.DISTRICT, Field.PROVINCE)


def fields_too_long(statement: Statement) -> list[Field]:
    """What of a row cannot be kept, wherever it stood: in its cell, in an address, in a heading or a title above."""
    found = [field for field, most in LONGEST.items() if len(getattr(statement, field) or "") > most]
    found += [field for field in _FOUND if field not in found and len(fold(getattr(statement, field))) > LONGEST[field]]
    if Field.PRODUCER not in found and is_too_long_to_find(statement.producer):
        found.append(Field.PRODUCER)
    return found
