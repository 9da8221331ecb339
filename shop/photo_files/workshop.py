"""Where pictures are decoded: in a child process, few at a time, so that no upload can take the machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from shop.child_process import ChildFailed, Limits, run_in_child
from shop.photo_files.refusals import NotAPhoto, TooManyPixels, TooManyUploads

# Photos of today's phones need a fifth of the time and of the memory.
LIMITS = Limits(memory_bytes=250 * 1024 * 1024, cpu_seconds=4, wall_seconds=20)
# One picture is decoded at a time, one more may wait for it; whoever comes then is asked to come again, so that
# most threads of a server go on serving shoppers.
MOST_WAITING = 2
RETRY_SECONDS = 3

_work = threading.Lock()
_room = threading.BoundedSemaphore(MOST_WAITING)


@dataclass(frozen=True)
class Picture:
    """A picture made anew: its size, and the bytes of each width and format in the order of `files`."""

    width: int
    height: int
    files: tuple[bytes, ...]


def make_anew(wanted: bytes, content: bytes) -> Picture:
    """Have a picture decoded and encoded; `wanted` is b"p" for a photo in all widths, b"d" for one legible page.

    Refuses with TooManyUploads, TooManyPixels, NotAPhoto.
    """
    try:
        with _a_turn():
            answer = run_in_child("shop.photo_files.encoding", wanted + content, LIMITS)
    except ChildFailed as failed:
        raise NotAPhoto from failed
    line, _, rest = answer.partition(b"\n")
    told = json.loads(line)
    if told.get("refused") == "too_many_pixels":
        raise TooManyPixels(told["limit"])
    if "refused" in told:
        raise NotAPhoto
    return Picture(told["width"], told["height"], tuple(_cut(rest, told["lengths"])))


@contextmanager
def _a_turn() -> Iterator[None]:
    if not _room.acquire(blocking=False):
        raise TooManyUploads(RETRY_SECONDS)
    try:
        with _work:
            yield
    finally:
        _room.release()


def _cut(content: bytes, lengths: list[int]) -> Iterator[bytes]:
    start = 0
    for length in lengths:
        yield content[start : start + length]
        start += length
