"""Which stored files rows name, over all tables: by convention their columns are called `stem` or end in `_stem`."""

from __future__ import annotations

from sqlalchemy import Column, select, union_all

from shop.database.tables import Base, db


def stem_columns() -> list[Column[str]]:
    """Every column that names stored files."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name == "stem" or column.name.endswith("_stem")
    ]


def named_stems() -> set[str]:
    """The stems of all files that some row names."""
    wanted = union_all(*(select(column).where(column.is_not(None)) for column in stem_columns()))
    return set(db.session.scalars(wanted))
