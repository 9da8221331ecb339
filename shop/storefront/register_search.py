"""What was asked of the register: words, a state, a month, a page; and the addresses of other pages of the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from shop.certification import RegisterEntry, Standing
from shop.web.parameters import Parameters

LINK = re.compile(r"/chung-nhan/([^/?#\s]+)")
CODE_SHAPE = re.compile(r"[A-Z0-9]{9,13}")


@dataclass(frozen=True)
class RegisterSearch:
    """A question to the register; `lapsing` is the first of a month."""

    words: str = ""
    state: Standing | None = None
    lapsing: date | None = None
    page: int = 1

    @property
    def is_plain(self) -> bool:
        """Whether nothing is asked but for the register as such."""
        return not (self.words or self.state or self.lapsing)

    def narrow(self, entries: list[RegisterEntry]) -> list[RegisterEntry]:
        """Those of the entries that stand as asked and whose cover ends in the month asked for, if one is."""
        if self.state:
            entries = [entry for entry in entries if entry.standing is self.state]
        if self.lapsing:
            entries = [
                entry
                for entry in entries
                if entry.covered_through and entry.covered_through.replace(day=1) == self.lapsing
            ]
        return entries

    def url_of_page(self, page: int) -> str:
        """The address of another page of the same answer."""
        return self.url_with(page=page)

    def url_with(self, **changes: object) -> str:
        """The address of the same question but for these changes; only a page given here stays."""
        asked = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        query = urlencode([(name, value) for name, value in asked._parameters().items() if value])
        return url_for("storefront.certificates.index") + (f"?{query}" if query else "")

    def _parameters(self) -> Mapping[str, str]:
        return {
            "q": self.words,
            "state": self.state or "",
            "lapsing": f"{self.lapsing:%Y-%m}" if self.lapsing else "",
            "page": str(self.page) if self.page > 1 else "",
        }


def read_register_search(values: MultiDict[str, str]) -> RegisterSearch:
    """The question that an address asks; refuses with BadParameters."""
    asked = Parameters(values)
    words = asked.text("q")
    state = asked.choice("state", list(Standing))
    lapsing = asked.month("lapsing")
    page = asked.page()
    asked.check()
    return RegisterSearch(words, Standing(state) if state else None, lapsing, page)


def code_in_link(words: str) -> str:
    """The code of a link to a certificate, as somebody pasted it; other words as they are."""
    found = LINK.search(words)
    return found[1] if found else words


def looks_like_code(words: str) -> bool:
    """Whether somebody seems to have typed a code: its length more or less, letters and digits mixed."""
    packed = re.sub(r"[\s-]", "", words).upper()
    return bool(CODE_SHAPE.fullmatch(packed)) and any(letter.isdigit() for letter in packed)
