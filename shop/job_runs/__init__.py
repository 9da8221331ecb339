"""Job runs: when each kind of timed work was last done, and whether it went well."""

from shop.job_runs.models import JobRun
from shop.job_runs.operations import note_run
from shop.job_runs.queries import latest_run, list_runs
from shop.job_runs.rules import are_fresh

__all__ = ["JobRun", "are_fresh", "latest_run", "list_runs", "note_run"]
