"""Forms that carry files: how much may come, how many at once, and what is told when it is too much.

Everywhere else a request may have a quarter of a megabyte. `@uploads(photos=12)` on a view lets its forms have more. A
server process has few threads, and a phone on a bad line keeps one for as long as it sends: so only a part of them may
wait for files, and whoever comes then is asked to come again in seconds.
"""

from __future__ import annotations

import errno
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, ServiceUnavailable

from shop.photo_files import MOST_BYTES, MOST_DOCUMENT_BYTES, TooManyUploads
from shop.values.folding import tidy

FIELDS_BYTES = 256 * 1024
# Of the four threads of a server process.
MOST_AT_ONCE = 2
RETRY_SECONDS = 3
LONGEST_NAME = 100
# A browser that is still sending shows no answer; so much is taken and thrown away for it to listen.
MOST_DRAINED_BYTES, MOST_DRAINED_SECONDS = 128 * 1024 * 1024, 20

# What every view that takes files carries, so that tests find them all.
MARK = "most_upload_bytes"

_places = threading.BoundedSemaphore(MOST_AT_ONCE)
log = logging.getLogger(__name__)


class NoRoomOnDisk(HTTPException):
    """The disk is full; nothing of the file was kept."""

    code = 507
    description = "There is no room for files just now."


@dataclass(frozen=True)
class SentFile:
    """A file of a form: the name to show of it, and its content when asked for."""

    name: str
    _file: FileStorage

    def content(self, most_bytes: int = MOST_DOCUMENT_BYTES) -> bytes:
        """Its bytes; one more than `most_bytes` of a file that is larger, so that it is refused for it."""
        return self._file.stream.read(most_bytes + 1)


def uploads(*, photos: int = 0, documents: int = 0) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a view's forms carry so many photos and documents; more is refused with 413."""
    most = photos * MOST_BYTES + documents * MOST_DOCUMENT_BYTES + FIELDS_BYTES

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def bounded(*args: Any, **values: Any) -> Any:
            if request.method != "POST":
                return view(*args, **values)
            request.max_content_length = most
            with _a_place(), _told_when_full():
                try:
                    return view(*args, **values)
                except RequestEntityTooLarge:
                    _drain()
                    raise
                except TooManyUploads as refusal:
                    raise ServiceUnavailable(retry_after=refusal.seconds) from refusal

        setattr(bounded, MARK, most)
        return bounded

    return decorate


def sent_files(name: str) -> list[SentFile]:
    """The files that were chosen in a field of the form; an empty field has none."""
    return [SentFile(shown_name(file.filename or ""), file) for file in request.files.getlist(name) if file.filename]


def shown_name(typed: str) -> str:
    """A file's own name as it may be shown: no folders, nothing invisible, not endless. Never a name on disk."""
    name = tidy(typed.replace("\\", "/").rpartition("/")[2])
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 12] + "…" + name[-11:]


@contextmanager
def _a_place() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise ServiceUnavailable(retry_after=RETRY_SECONDS)
    try:
        yield
    finally:
        _places.release()


@contextmanager
def _told_when_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        log.exception("no room on disk for an uploaded file")
        raise NoRoomOnDisk from error


def _drain() -> None:
    stream, left = request.environ["wsgi.input"], MOST_DRAINED_BYTES
    until = time.monotonic() + MOST_DRAINED_SECONDS
    while left > 0 and time.monotonic() < until:
        taken = stream.read(min(left, 1024 * 1024))
        if not taken:
            return
        left -= len(taken)
