"""What the stand-ins' pages look like: plain, in two languages, and saying on top that nothing is real."""

from __future__ import annotations

from html import escape
from pathlib import Path

STYLE = Path(__file__).with_suffix(".css").read_text()


def language_of(text: str) -> str:
    """`vi` unless English is asked for."""
    return "en" if text == "en" else "vi"


def vnd(amount: int, language: str) -> str:
    """`125.000 ₫` or `₫125,000`."""
    grouped = f"{amount:,}"
    return f"₫{grouped}" if language == "en" else grouped.replace(",", ".") + "\u00a0₫"


def page(title: str, body: str, *, language: str, demonstration: str) -> str:
    """A whole page; `body` and `demonstration` are markup, the title is text."""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        f'<p class="demo" role="note">{demonstration}</p><main><div class="card"><h1>{escape(title)}</h1>{body}</div>'
        "</main></body></html>"
    )


def hidden(**values: str) -> str:
    """Hidden fields of a form."""
    return "".join(f'<input type="hidden" name="{name}" value="{escape(text)}">' for name, text in values.items())
