"""Other processes: work on strangers' files within limits of memory and time, and copies of this one."""

from shop.child_process.parent import ChildFailed, Copy, Limits, lines_of_child, run_in_child

__all__ = ["ChildFailed", "Copy", "Limits", "lines_of_child", "run_in_child"]
