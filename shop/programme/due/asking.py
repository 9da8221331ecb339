"""What an address of the due list asks for, within the officer's scope; what lies outside does not exist."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import abort

from shop.places import Commune, Province, find_commune
from shop.producers import Producer, find_producer_by_slug
from shop.programme.scope import present_scope
from shop.renewals import DUE_PHASES, PRESSING, DueAsk, Filed, GroupBy, Phase
from shop.web.parameters import Parameters

# In addresses: Vietnamese without marks. An absent choice of phase means what presses.
PHASES: dict[str, Collection[Phase]] = {
    "gia-han": (Phase.EXTENDED,),
    "tre": (Phase.LATE,),
    "den-ky": (Phase.OPEN,),
    "het-han": (Phase.LAPSED,),
    "chua-den": (Phase.FAR,),
    "tat-ca": DUE_PHASES,
}
FILED = {"chua": Filed.NOT_YET, "da-nop": Filed.FILED, "da-quyet-dinh": Filed.DECIDED}
YES_NO = {"co": True, "khong": False}
TOLD = {"da": True, "chua": False}
GROUPS = {"xa": GroupBy.COMMUNE, "chu-the": GroupBy.PRODUCER, "co-quan": GroupBy.ISSUER}
# Stands for what states no commune, no producer or no issuer.
NONE = "khong-ro"
LONGEST_ISSUER = 300
LONGEST_CODE = 11
MOST_CODES = 200


@dataclass(frozen=True)
class Asked:
    """The filters as they were understood, with what they chose by name; `by` is None for a list of goods."""

    ask: DueAsk
    province: Province | None
    commune: Commune | None
    producer: Producer | None
    by: GroupBy | None

    @property
    def sender_code(self) -> str:
        """In whose name letters go out: the province's that is asked for, else the country's."""
        return self.ask.province_code or ""


def due_asked(asked: Parameters) -> Asked:
    """Read all filters; refuses BadParameters, answers 404 for what lies outside of the scope or is not there."""
    province = asked.province("tinh")
    phase, filed = asked.choice("giai-doan", PHASES), asked.choice("nop", FILED)
    stall, told = asked.choice("gian-hang", YES_NO), asked.choice("thong-bao", TOLD)
    by = asked.choice("theo", GROUPS)
    issuer, words = asked.text("co-quan", LONGEST_ISSUER), asked.text("q")
    commune_code, slug = asked.text("xa", len(NONE)), asked.text("chu-the", 120)
    asked.check()
    scope = present_scope().province_code
    if scope is not None and province is not None and province.code != scope:
        abort(404)
    code = scope or (province.code if province else None)
    commune, producer = _commune(commune_code, code), _producer(slug)
    ask = DueAsk(
        province_code=code,
        phases=PHASES[phase] if phase else PRESSING,
        commune_code="" if commune_code == NONE else commune_code or None,
        producer_id=_producer_id(slug, producer),
        issuer="" if issuer == NONE else issuer or None,
        filed=_of(FILED, filed),
        has_stall=_of(YES_NO, stall),
        is_told=_of(TOLD, told),
        words=words,
        codes=_codes(asked),
    )
    return Asked(ask, province, commune, producer, _of(GROUPS, by))


Chosen = TypeVar("Chosen")


def _of(choices: dict[str, Chosen], word: str | None) -> Chosen | None:
    return choices[word] if word else None


def _commune(code: str, province_code: str | None) -> Commune | None:
    if not code or code == NONE:
        return None
    commune = find_commune(code)
    if commune is None or (province_code is not None and commune.province_code != province_code):
        abort(404)
    return commune


def _producer(slug: str) -> Producer | None:
    if not slug or slug == NONE:
        return None
    return find_producer_by_slug(slug) or abort(404)


def _producer_id(slug: str, producer: Producer | None) -> int | None:
    """Of goods without a producer the number that no producer has."""
    return producer.id if producer else (0 if slug == NONE else None)


def _codes(asked: Parameters) -> Sequence[str] | None:
    """The certificates that were ticked; None where no row was."""
    codes = [code for code in asked.values.getlist("c") if 0 < len(code) <= LONGEST_CODE][:MOST_CODES]
    return tuple(dict.fromkeys(codes)) or None
