"""How long an invitation is good for, what an application may say, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from shop.values.refusal import Refusal

# Long enough for a mailbox that is opened once a week.
INVITATION_LASTS = timedelta(days=14)
# Nobody speaks for many producers at once.
MOST_WAITING = 5
LONGEST_NOTE = 1000
LONGEST_REASON = 500
LONGEST_PHONE = 20


class ApplicationState(StrEnum):
    """Where an application stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"


class InvitationNotValid(Refusal):
    """An invitation was used or taken back, is too old, or was never sent."""


class NoSuchInvitation(Refusal):
    """The stall has no open invitation with this number."""


class AlreadyMember(Refusal):
    """This person belongs to the stall already."""


class AlreadyApplied(Refusal):
    """This person's application for this producer is waiting already."""


class TooManyApplications(Refusal):
    """So many applications of this person are waiting that another one has to wait."""


class NoSuchApplication(Refusal):
    """There is no application with this number."""


class AlreadyDecided(Refusal):
    """Somebody has decided this application before."""
