"""Important changes ask once more for the password: a telephone left on a table is not its owner."""

from __future__ import annotations

from shop.web.forms import ShopForm
from shop.web.guards import present_member
from shop.web.password_check import prove_password
from shop.web.words import _


def is_own_password(form: ShopForm, field: str, typed: str) -> bool:
    """Is it the password of who is logged in? If not the form's field says so. Refuses TooManyTries."""
    if prove_password(str(present_member().person.email), typed) is not None:
        return True
    form.blame(field, _("This is not your password."))
    return False
