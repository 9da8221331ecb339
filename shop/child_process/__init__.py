"""Other processes: work on strangers' files within limits of memory and time, and programs of the shop's own."""

from shop.child_process.parent import ChildFailed, Limits, Program, lines_of_child, run_in_child

__all__ = ["ChildFailed", "Limits", "Program", "lines_of_child", "run_in_child"]
