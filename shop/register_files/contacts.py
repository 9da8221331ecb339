"""Numbers and mailboxes by which a person is reached or known, found in what registers print. Pure.

Appendices list who represents a producer, with telephone and papers; nobody else may read them (Law 91/2025/QH15).
"""

from __future__ import annotations

import re

# As they are written: "0912 345 678", "(0214) 3 825 678", "+84 (0)912-345-678", "0912/345/678".
_TELEPHONE = r"(?<!\d)(?:\+?84|0)(?:[ .()…\u2013\u2014-]{0,3}\d){8,10}(?!\d)|(?<!\d)0\d{2,3}/\d{3}/\d{3,4}(?!\d)"
# Of a person's papers or of a bank account; the parts of a good's own code are kept apart by strokes.
_LONG_NUMBER = r"\d(?:[ .]?\d){8,}"
_MAILBOX = r"[^\s@()]{1,64}@[^\s@]{1,255}\.[a-z]{2,}"
_REACH = re.compile(f"{_TELEPHONE}|{_LONG_NUMBER}|{_MAILBOX}", re.IGNORECASE)
LONGEST_ANNOUNCEMENT = 60
# What stands before them and says what they are.
_ANNOUNCED = re.compile(
    r"(?:[\s,;:.(+\u2013-]|\b(?:số|điện|thoại|di động|sđt|đt|dđ|đtdđ|tel|phone|hotline|zalo|fax|e?-?mail|liên hệ"
    r"|cccd|cmnd|căn cước|công dân|mst|mã số thuế|stk|tk|tài khoản)(?=[\s:.,;(]|$))+$",
    re.IGNORECASE,
)


def reaches_a_person(text: str) -> bool:
    """Does a text hold a telephone, a mailbox, or the number of somebody's papers or account?"""
    return _REACH.search(text) is not None


def with_contacts_veiled(text: str) -> str:
    """The text with an ellipsis in the place of each."""
    return _REACH.sub("…", text)


def before_contacts(text: str) -> str:
    """The text before the first of them; as it was where nothing is left before it.

    >>> before_contacts("HTX Ong (ĐT: 0912 345 678)")
    'HTX Ong'
    """
    found = _REACH.search(text)
    if found is None:
        return text
    # Only so much is looked at again: cells may be very long.
    far = max(0, found.start() - LONGEST_ANNOUNCEMENT)
    return closed(text[:far] + _ANNOUNCED.sub("", text[far : found.start()])) or text


def closed(cut: str) -> str:
    """A text that was cut off, without the bracket that the cut left open."""
    return cut[: cut.rfind("(")].rstrip() if cut.count("(") > cut.count(")") else cut
