"""Roles in words."""

from __future__ import annotations

from shop.accounts import Role
from shop.web.words import _


def role_words(role: str) -> str:
    """What somebody may be beside a shopper."""
    return {
        Role.PRODUCER: lambda: _("Producer"),
        Role.OFFICER: lambda: _("Programme officer"),
        Role.OPERATOR: lambda: _("Operator"),
    }[Role(role)]()
