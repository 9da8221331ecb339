"""Install or name what the tests need beyond Python: PostgreSQL with its extensions, Chromium, node.

On Debian as root missing packages are installed. Elsewhere what is missing is named, with the way to get it, and the
tests that need it are skipped, unless CI=true: then nothing may be missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def missing_packages() -> list[str]:
    """Debian's names of what is not here."""
    missing = []
    if not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) and not shutil.which("initdb"):
        missing += ["postgresql", "postgresql-contrib"]
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        missing.append("chromium")
    if not shutil.which("node"):
        missing.append("nodejs")
    return missing


def install(packages: list[str]) -> None:
    """Install with apt, quietly; its own words are shown only when it fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {', '.join(packages)} ...", flush=True)
    for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", *packages]):
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if result.returncode:
            print(result.stdout[-2000:], result.stderr[-2000:], sep="\n", file=sys.stderr)


def main() -> None:
    """Exit 1 only where CI=true and something stays missing."""
    missing = missing_packages()
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        install(missing)
        missing = missing_packages()
    if missing:
        print(f"Not here: {', '.join(missing)}. The tests that need it are skipped. On Debian or Ubuntu:")
        print(f"  sudo apt-get install {' '.join(missing)}")
        if os.environ.get("CI") == "true":
            sys.exit("With CI=true nothing may be skipped.")


if __name__ == "__main__":
    main()
