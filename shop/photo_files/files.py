"""Files that are whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def write_all(contents: Iterable[tuple[Path, bytes]], mode: int) -> None:
    """Write each content to its path; when one cannot be written, none is left."""
    written: list[Path] = []
    try:
        for path, content in contents:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, content, mode)
            written.append(path)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def _write_whole(path: Path, content: bytes, mode: int) -> None:
    """A reader sees the whole file or none, also after the power went."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
