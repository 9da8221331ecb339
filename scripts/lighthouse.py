"""Lighthouse on a running shop, as a phone sees it: `make run` in one window, `make lighthouse` in another.

Prints the four scores, the largest paint and the layout shift of each page; exit 1 where a score is below the floor.
Needs node and Chromium; the tool itself comes from npm at this pinned version and is not part of the shop.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOOL = "lighthouse@12.8.2"
FLOOR = 95
PAGES = ("/", "/san-pham", "/en/san-pham", "/nha-san-xuat", "/xuat-xu", "/chung-nhan", "/sao-ocop")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROMIUM_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
)


def look_at(address: str) -> dict[str, float]:
    """The scores of one page out of 100, its largest paint in seconds and its layout shift."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = ["npx", "--yes", TOOL, address, "--quiet", "--output=json", f"--output-path={report}"]
        command += [f"--chrome-flags={CHROMIUM_FLAGS}", f"--only-categories={','.join(CATEGORIES)}"]
        chromium = shutil.which("chromium") or shutil.which("google-chrome") or ""
        subprocess.run(command, check=True, timeout=180, env={**os.environ, "CHROME_PATH": chromium})
        found = json.loads(report.read_text(encoding="utf-8"))
    figures = {name: round(found["categories"][name]["score"] * 100) for name in CATEGORIES}
    figures["LCP s"] = round(found["audits"]["largest-contentful-paint"]["numericValue"] / 1000, 2)
    figures["CLS"] = round(found["audits"]["cumulative-layout-shift"]["numericValue"], 3)
    faults = [
        audit["title"]
        for audit in found["audits"].values()
        if audit.get("score") is not None and audit["score"] < 1 and audit["scoreDisplayMode"] == "binary"
    ]
    if faults:
        print("  ", "; ".join(faults))
    return figures


def main() -> None:
    """One line a page."""
    base = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    low = False
    print("page".ljust(28), *(name.rjust(14) for name in (*CATEGORIES, "LCP s", "CLS")))
    for path in (*PAGES, *sys.argv[2:]):
        figures = look_at(base + path)
        low = low or any(figures[name] < FLOOR for name in CATEGORIES)
        print(path.ljust(28), *(str(value).rjust(14) for value in figures.values()), flush=True)
    sys.exit(1 if low else 0)


if __name__ == "__main__":
    main()
