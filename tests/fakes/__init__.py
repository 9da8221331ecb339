"""Stand-ins for the card company and the bank, on this machine only: for tests and for the demonstration.

`python -m tests.fakes` runs both beside the demonstration, `python -m tests.fakes.stripe` and `python -m
tests.fakes.bank` one alone. No money moves and nothing leaves the machine. Standard library only.
"""
