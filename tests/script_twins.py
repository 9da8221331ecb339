"""The shop with scripts of the tablets made wrong: what a proof in the browser must find, or it proves nothing.

`ServedShop(..., twin=OTHER_SCRIPT, **other_script(("kiosk/queue.js", "words of it", "what stands there instead")))`.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

from shop.web import static_release

OTHER_SCRIPT = "other-script"
_CHANGES = "TWIN_SCRIPTS"


def other_script(*changes: tuple[str, str, str]) -> dict[str, str]:
    """The environment of a shop whose static files say something else in these places: file, words, what instead."""
    return {_CHANGES: json.dumps(changes)}


def serve_other_scripts() -> None:
    """Take the static files from a changed copy; to be called before the application is made."""
    copy = Path(tempfile.mkdtemp(prefix="scripts-"))
    shutil.copytree(static_release.SOURCE, copy, dirs_exist_ok=True)
    for file, words, instead in json.loads(os.environ[_CHANGES]):
        honest = (copy / file).read_text(encoding="utf-8")
        if honest.count(words) != 1:
            raise RuntimeError(f"{file} says {words!r} {honest.count(words)} times: this twin would be honest")
        (copy / file).write_text(honest.replace(words, instead), encoding="utf-8")
    # Compressing takes seconds and makes no script wronger.
    static_release._compress = lambda path: None
    honestly = static_release.ensure_release
    static_release.ensure_release = lambda target, source=copy: honestly(target, copy)  # type: ignore[misc]
