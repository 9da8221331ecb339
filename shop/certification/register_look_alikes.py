"""Producers and goods of the register that a new one may be: a slip of the pen, marks left out, another legal form.

Pure. Nothing is joined here: an officer is asked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from shop.certification.register_known import Goods, KnownGood, KnownProducer

MOST_CANDIDATES = 5
# Names shorter than this differ by a letter all too often; longer ones may differ by two.
SHORTEST_WITH_SLIP, SHORTEST_WITH_TWO = 8, 16
_KEY = 3
_FORM = re.compile(
    r"^(lien hiep hop tac xa|hop tac xa|to hop tac|cong ty|chi nhanh|doanh nghiep tu nhan|doanh nghiep|ho kinh doanh|"
    r"ho san xuat|ho gia dinh|ho|co so san xuat|co so)\b|"
    r"\b(co phan|trach nhiem huu han|mot thanh vien|hai thanh vien|tu nhan|san xuat|kinh doanh|dich vu|thuong mai|va)\b"
)
_DIGITS = re.compile(r"\d+")


def core_of(plain_name: str) -> str:
    """What is a producer's own in its name: without the legal form and the usual words of a trade."""
    bare = " ".join(_FORM.sub(" ", plain_name).split())
    return bare or plain_name


def are_near(one: str, other: str) -> bool:
    """Whether two folded names may be one with a slip of the pen: never where their numbers differ."""
    if one == other:
        return True
    allowed = (min(len(one), len(other)) >= SHORTEST_WITH_SLIP) + (min(len(one), len(other)) >= SHORTEST_WITH_TWO)
    if not allowed or _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    return distance(one, other, allowed) <= allowed


def distance(one: str, other: str, most: int) -> int:
    """How many letters must be added, dropped or changed; more than `most` is all the same."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, row = row, [place]
        for column, beside in enumerate(other, 1):
            row.append(min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != beside)))
        if min(row) > most:
            return most + 1
    return row[-1]


class LookAlikes:
    """The register as far as it is asked for what resembles a name."""

    def __init__(self, producers: Mapping[int, KnownProducer], goods: Goods) -> None:
        self._goods = goods
        self._cores: dict[tuple[str | None, str], dict[KnownProducer, set[str]]] = defaultdict(dict)
        for producer in producers.values():
            for core in {core_of(spelling.plain_key) for spelling in producer.spellings}:
                for key in _keys(core):
                    self._cores[producer.province_code, key].setdefault(producer, set()).add(core)
        self._of_producer: dict[KnownProducer, list[KnownGood]] = defaultdict(list)
        self._of_name: dict[tuple[str, str | None], list[KnownGood]] = defaultdict(list)
        for good in goods.all.values():
            if good.producer is not None:
                self._of_producer[good.producer].append(good)
            self._of_name[good.plain_name, good.province_code].append(good)

    def producers_like(self, new: KnownProducer) -> list[int]:
        """Producers of the same province that may be meant by a new one, the nearest first."""
        core = core_of(new.spellings[0].plain_key)
        near: dict[KnownProducer, int] = {}
        for key in _keys(core):
            for known, cores in self._cores.get((new.province_code, key), {}).items():
                if known is not new and any(are_near(core, other) for other in cores):
                    near[known] = min(distance(core, other, 2) for other in cores)
        found = sorted(near, key=lambda known: (near[known], known.id or 0))
        return _numbers(found)

    def goods_like(self, new: KnownGood) -> list[int]:
        """Goods of the same producer that may be meant by a new one."""
        if new.producer is None or new.producer.id is None:
            return []
        return self._offered(
            good for good in self._of_producer.get(new.producer, ()) if are_near(new.plain_name, good.plain_name)
        )

    def goods_of_others(self, new: KnownGood) -> list[int]:
        """Goods of the same name at the same printed place, or by the same decision, under another producer."""
        named = self._of_name.get((new.plain_name, new.province_code))
        if not named:
            return []
        numbers = {certificate.number_key for certificate in new.certificates if certificate.number_key}
        return self._offered(
            good
            for good in named
            if good is not new
            and good.producer is not new.producer
            and (numbers & {certificate.number_key for certificate in good.certificates} or _same_place(good, new))
        )

    def _offered(self, found: Iterable[KnownGood]) -> list[int]:
        """What can be chosen of these: where merged entries lead, and none that counts no more."""
        return _numbers(good for good in dict.fromkeys(map(self._goods.meant_by, found)) if good.counts)


def _same_place(one: KnownGood, other: KnownGood) -> bool:
    return bool(one.printed_place[0]) and one.place_key == other.place_key


def _keys(core: str) -> set[str]:
    """A slip of the pen leaves the beginning or the end as it is."""
    return {core[:_KEY] + "~", "~" + core[-_KEY:]}


def _numbers(found: Iterable[KnownProducer | KnownGood]) -> list[int]:
    return [known.id for known in found if known.id is not None][:MOST_CANDIDATES]
