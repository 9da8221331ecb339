"""Work that reads for seconds and that no request should wait for: a thread of this process, with its own session."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from flask import Flask, current_app


def run_aside(work: Callable[[], None], name: str) -> None:
    """Begin the work beside the caller; it ends with the process, so it must not write."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    Thread(target=_run, args=(app, work), name=name, daemon=True).start()


def _run(app: Flask, work: Callable[[], None]) -> None:
    with app.app_context():
        work()
