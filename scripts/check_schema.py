"""Are the migrations in step? One head, and the tables they make are the models' tables."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import upgrade

from shop.app import create_app
from shop.config import ROOT, Config
from shop.database import Base, db


def main() -> None:
    """Exit 1 and say what differs."""
    heads = ScriptDirectory(str(ROOT / "migrations")).get_heads()
    if len(heads) != 1:
        sys.exit(f"the migrations have {len(heads)} heads: {', '.join(heads)}")
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Config(database_url=f"sqlite:///{folder}/check.db", secret_key="x" * 32, environment="test"))
        with app.app_context():
            upgrade()
            with db.engine.connect() as connection:
                context = MigrationContext.configure(connection, opts={"compare_type": True})
                differences = compare_metadata(context, Base.metadata)
            db.engine.dispose()
    if differences:
        sys.exit("models and migrations differ:\n" + "\n".join(f"  {difference}" for difference in differences))
    print(f"schema in step at {heads[0]}")


if __name__ == "__main__":
    main()
