"""The schema goes up and down on both databases, and what it makes is what the models say."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from shop.config import ROOT
from shop.database import Base, db, read_public_version, transaction


def differences() -> list[object]:
    with db.engine.connect() as connection:
        return list(
            compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata)
        )


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(str(ROOT / "migrations")).get_heads()) == 1


def test_the_tables_are_the_models_tables(app: Flask) -> None:
    assert differences() == []


def test_a_column_that_no_migration_made_is_noticed(app: Flask) -> None:
    """The control."""
    with transaction() as session:
        session.execute(text("ALTER TABLE products ADD COLUMN planted INTEGER"))
    assert differences() != []


def test_down_to_nothing_and_up_again(app: Flask) -> None:
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
    upgrade()
    assert differences() == []
    assert read_public_version() == 1
