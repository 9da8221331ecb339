"""The kiosk's scripts that need no browser, tested by node itself: `node --test tests/js/*.test.mjs`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = sorted((ROOT / "tests" / "js").glob("*.test.mjs"))
SECONDS = 120


def run_node(*files: Path) -> subprocess.CompletedProcess[str]:
    """Node's verdict on some files of tests; skipped where node is not installed, unless CI=true."""
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI") == "true":
            pytest.fail("node is not installed")
        pytest.skip("node is not installed")
    command = [node, "--test", "--test-reporter=tap", *map(str, files)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)


def test_the_scripts_do_what_their_tests_say() -> None:
    result = run_node(*TESTS)
    assert result.returncode == 0, "\n".join(faults(result.stdout)) or result.stdout[-4000:]
    counted = re.search(r"^# pass (\d+)", result.stdout, re.MULTILINE)
    assert counted is not None
    assert int(counted[1]) >= 2 * len(TESTS)


def test_a_broken_script_is_noticed(tmp_path: Path) -> None:
    """The control: node's no is heard."""
    broken = tmp_path / "broken.test.mjs"
    broken.write_text('import test from "node:test";\ntest("two", () => { throw new Error("three"); });\n')
    result = run_node(broken)
    assert result.returncode != 0
    assert "three" in "\n".join(faults(result.stdout))


def faults(report: str) -> list[str]:
    """The parts of node's report that tell of what failed."""
    return [part for part in re.split(r"\n(?=\s*# Subtest)", report) if "not ok" in part]
