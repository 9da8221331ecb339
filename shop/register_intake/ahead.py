"""What a worker keeps from one step to the next of an upload, so that the next need not begin from the database.

Each is only a shorter way to the same: nothing is lost where the process ends, or somebody else takes the next step.
"""

from __future__ import annotations

from dataclasses import dataclass

from shop import clock
from shop.register_intake.applying import Prepared
from shop.register_intake.claims import Claim
from shop.register_intake.deciding import Draft

# Whoever looks for longer waits for some seconds more.
SECONDS_KEPT = 600


@dataclass
class Found:
    """What was kept for a step; whoever took it lets go of it, for its memory is wanted."""

    draft: Draft | None = None
    prepared: Prepared | None = None

    def take_draft(self) -> Draft | None:
        """The draft, which is kept here no more."""
        draft, self.draft = self.draft, None
        return draft


class Ahead:
    """What this process made last: rows decided while they were read, or a plan with its rows ready to be written."""

    def __init__(self) -> None:
        self._found = Found()
        # The number and the edition of the upload at the step for which it is kept.
        self._upload = (0, 0)
        self._made_at = 0.0

    @property
    def is_kept(self) -> bool:
        """Is there a plan that somebody may still ask for?"""
        return self._found.prepared is not None and clock.monotonic() - self._made_at < SECONDS_KEPT

    def keep_draft(self, claim: Claim, draft: Draft) -> None:
        """Keep what came of reading for planning, which is next if nobody says anything of the upload."""
        self._keep(claim.upload_id, claim.edition, Found(draft=draft))

    def keep(self, claim: Claim, prepared: Prepared) -> None:
        """Keep a plan for the wish to enter it, if that is the next that is said of the upload."""
        self._keep(claim.upload_id, claim.edition + 1, Found(prepared=prepared))

    def _keep(self, upload_id: int, edition: int, found: Found) -> None:
        self._found, self._upload, self._made_at = found, (upload_id, edition), clock.monotonic()

    def take(self, claim: Claim) -> Found:
        """What was kept for this step; it is kept no more, for whatever is done next wants the memory."""
        found, self._found = self._found, Found()
        is_meant = self._upload == (claim.upload_id, claim.edition)
        return found if is_meant and clock.monotonic() - self._made_at < SECONDS_KEPT else Found()
