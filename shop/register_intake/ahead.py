"""What a worker keeps of a plan while an officer looks at it: entering it then need not begin with planning again."""

from __future__ import annotations

from dataclasses import dataclass

from shop import clock
from shop.register_intake.applying import Prepared
from shop.register_intake.claims import Claim

# Whoever looks for longer waits for some seconds more.
SECONDS_KEPT = 600


@dataclass
class Ahead:
    """The plan that this process made last, with its rows ready to be written."""

    _prepared: Prepared | None = None
    _upload: tuple[int, int] = (0, 0)
    _made_at: float = 0.0

    @property
    def is_kept(self) -> bool:
        """Is there one that somebody may still ask for?"""
        return self._prepared is not None and clock.monotonic() - self._made_at < SECONDS_KEPT

    def keep(self, claim: Claim, prepared: Prepared) -> None:
        """Keep it for the wish to enter it, if that is the next that is said of the upload."""
        self._prepared, self._upload, self._made_at = prepared, (claim.upload_id, claim.edition + 1), clock.monotonic()

    def take(self, claim: Claim) -> Prepared | None:
        """What was kept for this wish, or None; it is kept no more, for whatever is done next wants the memory."""
        kept = self._prepared if self.is_kept and self._upload == (claim.upload_id, claim.edition) else None
        self._prepared = None
        return kept
