"""Static files under an address that names their content, so that browsers may keep them for ever.

The release is the hash of the static folder. Its files are copied once to `STATIC_DIR/<release>/`, the style sheets'
imports flattened into one file each, everything compressible compressed beforehand; WhiteNoise serves them.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
import tempfile
from pathlib import Path

import brotli
from flask import Flask
from whitenoise import WhiteNoise

from shop.config import ROOT, Config

SOURCE = ROOT / "static"
KEPT_RELEASES = 3
COMPRESSIBLE = {".css", ".js", ".svg", ".json", ".txt", ".webmanifest", ".html", ".ico"}
IMPORT = re.compile(r'@import\s+url\("([^"]+)"\)(?:\s+layer\(([\w.-]+)\))?\s*;')
# Raised when this module builds releases differently, so that old builds of the same files are not taken for new.
BUILD = b"2"


def prepare(app: Flask, config: Config) -> None:
    """Build the release if it is not there and serve it below /static/<release>/."""
    release = ensure_release(config.static_dir)
    app.config["STATIC_RELEASE"] = release
    served = WhiteNoise(
        app.wsgi_app,
        root=config.static_dir,
        prefix="/static/",
        max_age=60,
        immutable_file_test=lambda path, url: True,
        allow_all_origins=False,
        add_headers_function=_add_headers,
    )
    app.wsgi_app = served  # type: ignore[method-assign]


def ensure_release(target: Path, source: Path = SOURCE) -> str:
    """The name of the present release, built below `target` when it is missing; older releases beyond three go."""
    release = name_release(source)
    if not (target / release).is_dir():
        _build(source, target, release)
    releases = sorted((path for path in target.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for old in releases[:-KEPT_RELEASES]:
        if old.name != release:
            shutil.rmtree(old, ignore_errors=True)
    return release


def name_release(source: Path) -> str:
    """Twelve hexadecimal digits that change when any static file changes."""
    digest = hashlib.sha256(BUILD)
    for path in _files(source):
        digest.update(path.relative_to(source).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def flatten_style_sheet(path: Path) -> str:
    """A style sheet with its imports put in place, each inside the layer that its import names."""

    def put_in_place(match: re.Match[str]) -> str:
        content = flatten_style_sheet((path.parent / match[1]).resolve())
        return f"@layer {match[2]} {{\n{content}\n}}" if match[2] else content

    return IMPORT.sub(put_in_place, path.read_text(encoding="utf-8"))


def _files(source: Path) -> list[Path]:
    return sorted(path for path in source.rglob("*") if path.is_file() and not path.name.startswith("."))


def _build(source: Path, target: Path, release: str) -> None:
    target.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=target.parent, prefix="static-"))
    shutil.copytree(source, scratch, dirs_exist_ok=True)
    scratch.chmod(0o755)
    for bundle in (scratch / "css").glob("*.css"):
        bundle.write_text(flatten_style_sheet(source / "css" / bundle.name), encoding="utf-8")
    for path in _files(scratch):
        if path.suffix in COMPRESSIBLE:
            _compress(path)
    try:
        scratch.rename(target / release)
    except OSError:
        # Another worker was first; its build is the same.
        shutil.rmtree(scratch, ignore_errors=True)


def _compress(path: Path) -> None:
    content = path.read_bytes()
    for suffix, packed in ((".br", brotli.compress(content)), (".gz", gzip.compress(content, 9, mtime=0))):
        if len(packed) < len(content):
            path.with_name(path.name + suffix).write_bytes(packed)


def _add_headers(headers: object, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"  # type: ignore[index]
    if path.endswith(".svg"):
        headers["Content-Security-Policy"] = "default-src 'none'; sandbox"  # type: ignore[index]
