"""A stand-in for the card company: its programming interface, its payment page, its messages.

As the `stripe` package 16 speaks to it (form-encoded questions, JSON answers, API version 2026-10-28). What it knows
lies in `account.py`, what an object looks like in `objects.py`, the questions in `api.py`, the page in `page.py`.
"""
