"""Is the program alive, and is it ready to serve?"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from shop import clock
from shop.config import ROOT
from shop.database import db
from shop.job_runs import are_fresh, latest_run
from shop.notifications import oldest_waiting

door = Blueprint("health", __name__)


@door.get("/healthz")
def alive() -> Response:
    """200 as long as the process answers at all."""
    return jsonify(alive=True)


@door.get("/readyz")
def ready() -> tuple[Response, int]:
    """200 when the database answers, its schema is the program's and timed work is done; else 503 and what is amiss."""
    checks = {"database": _database_answers()}
    checks["schema"] = checks["database"] and _schema_is_current()
    checks["jobs"] = checks["schema"] and _timed_work_is_done()
    return jsonify(ready=all(checks.values()), checks=checks), 200 if all(checks.values()) else 503


def _database_answers() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _schema_is_current() -> bool:
    # Ten megabytes that nothing else in a web worker needs.
    from alembic.script import ScriptDirectory

    try:
        found = db.session.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    except SQLAlchemyError:
        return False
    return found == ScriptDirectory(str(ROOT / "migrations")).get_heads()


def _timed_work_is_done() -> bool:
    return are_fresh(clock.now(), latest_run=latest_run(), due_since=oldest_waiting())
