"""What a page of coverage is asked for: a place of today or of before, a group, stars; and how places are named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import abort, request, url_for

from shop.certification import RegisterEntry
from shop.places import Place, find_place_by_id, find_places, find_province
from shop.programme.scope import present_scope
from shop.reports import STARS, CoveredGood, Level, levels_of
from shop.targets import COUNTRY
from shop.values.ocop import GROUPS
from shop.web.certificate_words import group_words
from shop.web.parameters import Parameters
from shop.web.words import _

MOST_FOUND = 8
FORMER = ("former_province", "former_district", "former_commune")


@dataclass(frozen=True)
class View:
    """A place (None: the country), and of its goods one group or those with so many stars, or all."""

    place: Place | None
    group: str | None = None
    stars: int | None = None
    level: Level | None = None

    @property
    def place_id(self) -> str:
        """As targets and months know it."""
        return self.place.id if self.place else COUNTRY

    @property
    def is_whole(self) -> bool:
        """Whether it speaks of all goods of the place."""
        return self.group is None and self.stars is None

    def has(self, entry: RegisterEntry) -> bool:
        """Whether a good is of the group that was asked for."""
        return self.group is None or entry.group == self.group

    def chooses(self, good: CoveredGood) -> bool:
        """Whether a certified good is of the group and has the stars."""
        return self.has(good.entry) and (self.stars is None or good.entry.stars == self.stars)

    def url(self, endpoint: str, **changes: object) -> str:
        """The address of a page for the same view, or one changed a little; None takes away."""
        own: dict[str, Any] = {"place": self.place.id if self.place else None, "group": self.group, "stars": self.stars}
        return url_for(endpoint, **{name: value for name, value in (own | changes).items() if value})

    def of_place(self, place_id: str) -> View:
        """The same of another place."""
        return replace(self, place=find_place_by_id(place_id), level=None)


def asked_view(asked: Parameters) -> View:
    """The view in the address; an officer of a province begins there. What lies outside their scope is 404."""
    place_id = asked.text("place", 120)
    group, stars = asked.choice("group", GROUPS), asked.choice("stars", [str(number) for number in STARS])
    level = asked.choice("level", list(Level))
    asked.check()
    place = asked_place(place_id)
    wanted = Level(level) if level else None
    levels = levels_of(place)
    if wanted is not None and wanted not in levels:
        abort(404)
    return View(place, group, int(stars) if stars else None, wanted or (levels[0] if levels else None))


def asked_place(place_id: str) -> Place | None:
    """The place of an id; "" gives the widest that an officer sees. Unknown or outside their scope: 404."""
    scope = present_scope()
    if place_id in ("", COUNTRY):
        if place_id == COUNTRY and scope.province_code is not None:
            abort(404)
        return find_place_by_id(f"p:{scope.province_code}") if scope.province_code else None
    place = find_place_by_id(place_id)
    if place is None or not scope.covers(place.province_code):
        abort(404)
    return place


def found_places(words: str) -> list[Place]:
    """Places by a part of their name, of today and of before, within the officer's scope."""
    scope = present_scope()
    found = [place for place in find_places(words, 60) if scope.covers(place.province_code)] if words else []
    return found[:MOST_FOUND]


def place_words(place: Place | None) -> str:
    """The name of a place by itself: "Huyện Bảo Yên (cũ)"."""
    if place is None:
        return _("The whole country")
    words = place.words[:1].upper() + place.words[1:]
    return _("%(place)s (until 2025)", place=words) if place.kind in FORMER else words


def where_words(place: Place) -> str:
    """Where a place lies, or lay."""
    province = find_province(place.province_code)
    within = list(place.within) or ([province.short_name] if province and place.kind != "province" else [])
    return ", ".join(within)


def trail(view: View) -> list[tuple[str, str | None]]:
    """The way from the widest place that an officer sees to the present one: words, and where they lead."""
    place, scope = view.place, present_scope()
    steps: list[tuple[str, str | None]] = []
    if scope.province_code is None:
        steps.append((place_words(None), replace(view, place=None).url("programme.coverage.index")))
    if place is not None:
        province = find_place_by_id(f"p:{place.province_code}")
        if province is not None and province.id != place.id:
            steps.append((place_words(province), view.of_place(province.id).url("programme.coverage.index")))
        steps.append((place_words(place), None))
    return [*steps[:-1], (steps[-1][0], None)]


def asked_here() -> Parameters:
    """The parameters of the present address."""
    return Parameters(request.args)


def group_choices() -> list[tuple[str, str]]:
    """The six groups for a choice."""
    return [(group, group_words(group)) for group in GROUPS]
