"""Work on strangers' files, done by a process of its own that may take only so much memory and time."""

from shop.child_process.parent import ChildFailed, Limits, run_in_child

__all__ = ["ChildFailed", "Limits", "run_in_child"]
