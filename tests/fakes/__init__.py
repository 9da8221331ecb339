"""Stand-ins for the card company and the bank, on this machine only: for tests and for the demonstration.

`python -m tests.fakes` runs both beside the demonstration. No money moves and nothing leaves the machine. Standard
library only.
"""
