"""Are the interface's texts complete? Collects every `_("...")` and compares with the Vietnamese catalogue.

With --update new texts are written into the catalogue, to be translated there.
"""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "shop" / "translations" / "vi" / "LC_MESSAGES" / "messages.po"
METHODS = [("shop/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
# Templates use a tag of the shop's own.
sys.path.insert(0, str(ROOT))
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "pgettext": ((1, "c"), 2)}
# Always the same: a date of each collecting would set any two branches against each other.
COLLECTED = datetime(2026, 11, 21, tzinfo=UTC)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def collect() -> Catalog:
    """All texts of the program and its templates."""
    found = Catalog(charset="utf-8")
    options = {"templates/**.html": {"trimmed": "true", "extensions": "shop.web.fragments.KeptTag", "silent": "false"}}
    for folder in ("shop", "templates"):
        methods = [
            (pattern.removeprefix(folder + "/"), method) for pattern, method in METHODS if pattern.startswith(folder)
        ]
        for name, line, message, comments, context in extract_from_dir(
            ROOT / folder,
            methods,
            {pattern.removeprefix("templates/"): value for pattern, value in options.items()},
            keywords=KEYWORDS,
        ):
            found.add(message, None, [(f"{folder}/{name}", line)], auto_comments=comments, context=context)
    return found


def faults_of(catalogue: Catalog, wanted: Catalog) -> list[str]:
    """What is untranslated, doubtful, no longer used, or loses a placeholder."""
    faults = []
    for message in wanted:
        if not message.id:
            continue
        kept = catalogue.get(message.id, message.context)
        texts = kept.string if kept and isinstance(kept.string, tuple) else (kept.string if kept else "",)
        if kept is None or not all(texts):
            faults.append(f"no Vietnamese for {message.id!r}")
        elif kept.fuzzy:
            faults.append(f"doubtful Vietnamese for {message.id!r}")
        else:
            faults += _lost_placeholders(message.id, texts)
    return faults


def _lost_placeholders(identity: object, texts: tuple[str, ...]) -> list[str]:
    source = identity[-1] if isinstance(identity, (tuple, list)) else identity
    names = set(PLACEHOLDER.findall(str(source)))
    return [f"placeholders differ in {text!r}" for text in texts if set(PLACEHOLDER.findall(text)) != names]


def main() -> None:
    """Exit 1 with a line per fault."""
    wanted = collect()
    if CATALOGUE.exists():
        with CATALOGUE.open("rb") as file:
            catalogue = read_po(file, locale="vi", abort_invalid=True)
    else:
        catalogue = Catalog(locale="vi", project="OCOP shop", charset="utf-8", fuzzy=False)
    if "--update" in sys.argv:
        catalogue.update(wanted, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.creation_date = COLLECTED
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        with CATALOGUE.open("wb") as file:
            write_po(file, catalogue, width=120, omit_header=False, no_location=True, sort_output=True)
    faults = faults_of(catalogue, wanted)
    if faults:
        sys.exit("\n".join(faults) + f"\n{len(faults)} texts to mend in {CATALOGUE.relative_to(ROOT)}")
    print(f"{len(wanted)} texts, all in Vietnamese")


if __name__ == "__main__":
    main()
