"""Today's units, those until 2025, and the way from printed words to today."""

import csv
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.places import (
    PlaceResolution,
    ResolutionKind,
    find_commune,
    find_place,
    find_place_by_id,
    find_places,
    find_province,
    list_communes,
    list_provinces,
    origin_words,
    place_ids_of,
    resolve_printed,
)
from shop.places.former import former_places
from shop.places.units import communes, former_provinces
from shop.values.folding import fold

ROOT = Path(__file__).parents[2]
ONE, SPLIT = ResolutionKind.ONE_COMMUNE, ResolutionKind.SPLIT
DISTRICT, PROVINCE = ResolutionKind.DISTRICT_ONLY, ResolutionKind.PROVINCE_ONLY


def rows(path: str) -> Iterator[dict[str, str]]:
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


MAP = list(rows("shop/places/data/admin_map.csv"))


def place_of(row: dict[str, str]) -> tuple[str, str, str]:
    return row["commune_in_register"], row["district_in_register"], row["province_in_register"]


def codes(resolution: PlaceResolution) -> set[str]:
    return {commune.code for commune in resolution.candidates}


# --- today ------------------------------------------------------------------------------------


def test_thirty_four_provinces_nine_of_them_cities() -> None:
    assert len(list_provinces()) == 34
    assert len({province.code for province in list_provinces()}) == 34
    assert len({province.slug for province in list_provinces()}) == 34
    cities = {province.slug for province in list_provinces() if province.unit_type == "thành phố"}
    assert cities == {
        "ha-noi",
        "quang-ninh",
        "bac-ninh",
        "hai-phong",
        "hue",
        "da-nang",
        "dong-nai",
        "ho-chi-minh",
        "can-tho",
    }
    assert len({province.region for province in list_provinces()}) == 8


def test_all_communes_have_a_code_a_province_and_a_slug_of_their_own() -> None:
    assert len(communes()) == 3321
    assert len({(c.province_code, c.slug) for c in communes().values()}) == 3321
    assert sum(len(list_communes(province.code)) for province in list_provinces()) == 3321
    assert all(len(code) == 5 and code.isdecimal() for code in communes())
    kinds = [commune.unit_type for commune in communes().values()]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "phường": 709,
        "xã": 2599,
        "đặc khu": 13,
    }


def test_every_region_has_its_ground_drawn() -> None:
    drawn = {path.stem for path in (ROOT / "static/img/grounds").glob("*.svg")}
    assert {province.region for province in list_provinces()} == drawn


def test_wards_of_2026() -> None:
    commune = find_commune("07444")
    assert commune is not None
    assert commune.words == "phường Lục Nam"


def test_former_provinces_went_into_those_of_today_as_the_resolution_says() -> None:
    assert len(former_provinces()) == 63
    assert len({old.slug for old in former_provinces().values()}) == 63
    by_slug = {p.slug: {old.slug for old in p.former} for p in list_provinces()}
    assert by_slug["lao-cai"] == {"lao-cai", "yen-bai"}
    assert by_slug["phu-tho"] == {"phu-tho", "vinh-phuc", "hoa-binh"}
    assert by_slug["ho-chi-minh"] == {"ho-chi-minh", "binh-duong", "ba-ria-vung-tau"}
    assert by_slug["lam-dong"] == {"lam-dong", "dak-nong", "binh-thuan"}
    alone = {slug for slug, old in by_slug.items() if len(old) == 1}
    assert alone == {
        "ha-noi",
        "hue",
        "lai-chau",
        "dien-bien",
        "son-la",
        "lang-son",
        "quang-ninh",
        "thanh-hoa",
        "nghe-an",
        "ha-tinh",
        "cao-bang",
    }


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("lao-cai", "lao-cai"),
        ("15", "lao-cai"),
        ("yen-bai", "lao-cai"),
        ("Tỉnh Yên Bái", "lao-cai"),
        ("YÊN BÁI", "lao-cai"),
        ("bac-giang", "bac-ninh"),
        ("thua-thien-hue", "hue"),
        ("TP. Hồ Chí Minh", "ho-chi-minh"),
        ("tp hcm", "ho-chi-minh"),
        ("Hoà Bình", "phu-tho"),
        ("Đăk Lăk", "dak-lak"),
    ],
)
def test_provinces_are_found_by_old_and_new_names(words: str, slug: str) -> None:
    province = find_province(words)
    assert province is not None
    assert province.slug == slug


@pytest.mark.parametrize("words", ["", " ", "99", "10", "Sài", "x", "lao", "Quý Lộc"])
def test_what_is_no_province_is_not_found(words: str) -> None:
    assert find_province(words) is None


# --- printed words ----------------------------------------------------------------------------


@pytest.mark.parametrize("row", MAP, ids=lambda row: " / ".join(filter(None, place_of(row))))
def test_every_place_of_the_register_resolves_as_the_map_says(row: dict[str, str]) -> None:
    resolution = resolve_printed(*place_of(row))
    assert resolution.province is not None
    assert resolution.province.name == row["new_province"]
    assert codes(resolution) == set(filter(None, row["new_commune_codes"].split("|")))
    wanted = {"one": ONE, "split": SPLIT, "district": DISTRICT, "province": PROVINCE}
    assert resolution.kind is wanted[row["result"].split()[0]]
    assert (resolution.commune is not None) == (resolution.kind is ONE)


def test_the_map_covers_every_place_of_the_register() -> None:
    known = {place_of(row) for row in MAP}
    register = {(r["commune"], r["district"], r["province"]) for r in rows("data/ocop_register.csv")}
    assert {place for place in register if place[2]} <= known


def test_every_former_commune_of_the_country_resolves() -> None:
    started = time.process_time()
    count = 0
    for row in rows("shop/places/data/former_communes.csv"):
        province = former_provinces()[row["former_province"]]
        resolution = resolve_printed(row["commune"], row["district"], province.name)
        assert resolution.province is not None
        assert resolution.province.code == province.province_code
        assert resolution.kind in (ONE, SPLIT)
        count += 1
    assert count == 10040
    assert time.process_time() - started < 10  # thousands a second


@pytest.mark.parametrize("row", MAP[::7], ids=lambda row: "/".join(place_of(row)))
@pytest.mark.parametrize("form", [str.upper, fold, lambda text: unicodedata.normalize("NFD", text)])
def test_case_marks_and_normal_form_do_not_matter(row: dict[str, str], form) -> None:  # type: ignore[no-untyped-def]
    plain = resolve_printed(*place_of(row))
    other = resolve_printed(*(form(words) for words in place_of(row)))
    assert codes(other) == codes(plain)
    assert (other.kind, other.province, other.commune) == (plain.kind, plain.province, plain.commune)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        (("xã Vĩnh Yên", "huyện Bảo Yên", "Lào Cai"), "02953"),
        (("X. Vinh Yen", "H. Bao Yen", "T. Lao Cai"), "02953"),
        (("Vĩnh Yên", "Bảo Yên", "Lào Cai"), "02953"),
        (("tt. Phố Ràng", "Bảo Yên", "tỉnh Lào Cai"), "02947"),
        (("T.T Phố Ràng", "huyện Bảo Yên", "Lào Cai"), "02947"),
        (("xã Nghĩa Đô", "", "Lào Cai"), "02953"),
        (("nghia do", "", "lao cai"), "02953"),
        (("P.01", "Q.3", "TP. HCM"), "27154"),
        (("Phường 1", "Quận 3", "TP Hồ Chí Minh"), "27154"),
        (("xã Văn Lăng", "", "Thái Nguyên"), "05665"),
        (("xã Văn Lang", "", "Thái Nguyên"), "02143"),
        (("xã Lục Nam", "", "Bắc Ninh"), "07444"),  # printed before it became a ward
        (("", "huyện Côn Đảo", "Bà Rịa - Vũng Tàu"), "26732"),
        (("", "huyện Hoàng Sa", "Đà Nẵng"), "20333"),
        (("xã Báo Đáp", "huyện Trấn Yên", "Lào Cai"), "04498"),  # the old district with today's name
        (("Mỹ Trà", "Cao Lãnh", "Đồng Tháp"), "29888"),  # a city and a district Cao Lãnh
    ],
)
def test_one_commune(printed: tuple[str, str, str], code: str) -> None:
    resolution = resolve_printed(*printed)
    assert resolution.kind is ONE
    assert resolution.commune == find_commune(code)


@pytest.mark.parametrize(
    ("printed", "kind", "candidates"),
    [
        (("van lang", "", "Thái Nguyên"), SPLIT, 2),
        (("xã Không Có", "huyện Bảo Yên", "Lào Cai"), DISTRICT, 6),
        (("", "huyện Lục Nam", "Bắc Giang"), DISTRICT, 8),
        (("", "huyện Đông Sơn", "Thanh Hóa"), DISTRICT, 0),
        (("xã A", "huyện Quý Lộc", "Thanh Hóa"), PROVINCE, 0),
        (("xã Không Có", "", "Yên Bái"), PROVINCE, 0),
        (("", "Cao Lãnh", "Đồng Tháp"), PROVINCE, 0),
        (("", "", "Bắc Kạn"), PROVINCE, 0),
        (("xã Vĩnh Yên", "huyện Bảo Yên", "Atlantis"), ResolutionKind.UNKNOWN, 0),
        (("xã Vĩnh Yên", "huyện Bảo Yên", ""), ResolutionKind.UNKNOWN, 0),
        (("", "", ""), ResolutionKind.UNKNOWN, 0),
    ],
)
def test_what_is_not_certain_is_not_guessed(
    printed: tuple[str, str, str], kind: ResolutionKind, candidates: int
) -> None:
    resolution = resolve_printed(*printed)
    assert resolution.kind is kind
    assert resolution.commune is None
    assert len(resolution.candidates) == candidates


@settings(deadline=None)  # the first question reads the tables
@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_any_text_gets_an_answer(commune: str, district: str, province: str) -> None:
    resolution = resolve_printed(commune, district, province)
    assert (resolution.commune is None) == (resolution.kind is not ONE)
    assert origin_words(resolution, "vi") == origin_words(resolution, "vi").strip()
    assert origin_words(resolution, "en") is not None
    for place_id in place_ids_of(resolution):
        assert find_place_by_id(place_id) is not None


@settings(deadline=None)  # the first question reads the tables
@given(st.sampled_from(sorted(communes())))
def test_every_commune_of_today_resolves_to_itself(code: str) -> None:
    commune = communes()[code]
    province = next(p for p in list_provinces() if p.code == commune.province_code)
    resolution = resolve_printed(commune.name, "", province.name)
    assert code in codes(resolution)
    if resolution.kind is ONE:
        assert resolution.commune == commune
        assert origin_words(resolution, "vi") == f"{commune.words}, {province.short_name}"


# --- places of a good -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "ids"),
    [
        (
            ("xã Vĩnh Yên", "huyện Bảo Yên", "Lào Cai"),
            "p:15 c:02953 fp:lao-cai fd:lao-cai/bao-yen fc:lao-cai/bao-yen/vinh-yen",
        ),
        (("xã Nghĩa Đô", "", "Lào Cai"), "p:15 c:02953 fp:lao-cai fd:lao-cai/bao-yen"),
        (("", "huyện Lục Nam", "Bắc Giang"), "p:24 fp:bac-giang fd:bac-giang/luc-nam"),
        (("", "", "Bắc Kạn"), "p:19 fp:bac-kan"),
        (("", "", "Lào Cai"), "p:15"),  # old or new Lào Cai: not certain
        (("", "", "Hà Tĩnh"), "p:42 fp:ha-tinh"),  # unchanged
        (("xã", "huyện", "Atlantis"), ""),
    ],
)
def test_place_ids(printed: tuple[str, str, str], ids: str) -> None:
    assert place_ids_of(resolve_printed(*printed)) == set(ids.split())


def test_a_good_is_on_the_pages_of_its_former_district_and_its_commune_of_today() -> None:
    ids = place_ids_of(resolve_printed("xã Vĩnh Yên", "huyện Bảo Yên", "Lào Cai"))
    for slug in ("bao-yen", "nghia-do", "vinh-yen"):
        page = find_place("lao-cai", slug)
        assert page is not None
        assert page.member_ids & ids


def test_one_page_joins_the_former_district_and_the_commune_of_its_name() -> None:
    page = find_place("lao-cai", "bao-yen")
    assert page is not None
    assert [part.words for part in page.parts] == ["huyện Bảo Yên", "xã Bảo Yên"]
    assert page.member_ids == {"fd:lao-cai/bao-yen", "c:02947"}
    assert set(page.today) == {"02947", "02953", "02962", "02968", "02989", "02998"}
    by_former_province = find_place("bac-giang", "luc-nam")
    assert by_former_province is not None
    assert by_former_province.province_slug == "bac-ninh"


def test_communes_that_only_marks_tell_apart_have_pages_of_their_own() -> None:
    page = find_place("thai-nguyen", "xa-van-lang-02143")
    assert page is not None
    assert page.member_ids == {"c:02143"}
    both = find_place("thai-nguyen", "van-lang")
    assert both is not None
    assert both.member_ids >= {"c:02143", "c:05665"}


@pytest.mark.parametrize(("province", "place"), [("lao-cai", "khong-co"), ("khong", "bao-yen"), ("lao-cai", "")])
def test_no_page_without_a_place(province: str, place: str) -> None:
    assert find_place(province, place) is None


def test_every_place_has_a_page_that_holds_its_own_goods() -> None:
    for place_id in [commune.id for commune in communes().values()] + list(former_places().by_id):
        place = find_place_by_id(place_id)
        assert place is not None
        page = find_place(place.province_slug, place.slug)
        assert page is not None
        assert place.member_ids <= page.member_ids


# --- search -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Bảo Yên", ["fd:lao-cai/bao-yen", "c:02947"]),
        ("bao yen", ["fd:lao-cai/bao-yen", "c:02947"]),
        ("bao yen lao cai", ["fd:lao-cai/bao-yen", "c:02947"]),
        ("huyện Bảo Yên", ["fd:lao-cai/bao-yen"]),
        ("xã Bảo Yên", ["c:02947"]),
        ("yen bai", ["fp:yen-bai"]),
        ("lào", ["p:15"]),
        ("lao", ["p:15"]),
        ("Vĩnh Yên, Bảo Yên", ["fc:lao-cai/bao-yen/vinh-yen"]),
        ("m’drak", ["fd:dak-lak/mdrak", "c:24412"]),
        ("TP. Hồ Chí Minh", ["p:79"]),
        ("", []),
        ("qwerty", []),
    ],
)
def test_search(text: str, first: list[str]) -> None:
    found = [place.id for place in find_places(text)]
    assert found[: len(first)] == first
    assert bool(found) == bool(first)


def test_endless_text_is_no_burden() -> None:
    assert find_places("bao yen " * 50_000) == ()
    assert resolve_printed("9" * 10_000, "0" * 10_000, "Lào Cai").kind is PROVINCE


def test_search_is_limited() -> None:
    assert len(find_places("a", limit=5)) == 5


@settings(deadline=None)  # the first question reads the tables
@given(st.text(max_size=20))
def test_search_takes_any_text(text: str) -> None:
    assert len(find_places(text, limit=3)) <= 3


# --- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "vietnamese", "english"),
    [
        (
            ("xã Vĩnh Yên", "huyện Bảo Yên", "Lào Cai"),
            "xã Vĩnh Yên, huyện Bảo Yên, nay là xã Nghĩa Đô, Lào Cai",
            "Vĩnh Yên commune, Bảo Yên district, today Nghĩa Đô commune, Lào Cai",
        ),
        (
            ("TT. PHỐ RÀNG", "bảo yên", "Lào Cai"),
            "thị trấn Phố Ràng, huyện Bảo Yên, nay là xã Bảo Yên, Lào Cai",
            "Phố Ràng township, Bảo Yên district, today Bảo Yên commune, Lào Cai",
        ),
        (("xã Nghĩa Đô", "", "Lào Cai"), "xã Nghĩa Đô, Lào Cai", "Nghĩa Đô commune, Lào Cai"),
        (("xã Bảo Hà", "huyện Bảo Yên", "Lào Cai"), "xã Bảo Hà, Lào Cai", "Bảo Hà commune, Lào Cai"),
        (
            ("P.01", "Q.3", "TP HCM"),
            "phường 1, quận 3, nay là phường Bàn Cờ, Hồ Chí Minh",
            "Ward 1, District 3, today Bàn Cờ ward, Hồ Chí Minh",
        ),
        (
            ("xã Phong Hiền", "huyện Phong Điền", "Thừa Thiên Huế"),
            "xã Phong Hiền, huyện Phong Điền, nay là phường Phong Thái, Huế",
            "Phong Hiền commune, Phong Điền district, today Phong Thái ward, Huế",
        ),
        (
            ("phường Tứ Minh", "thành phố Hải Dương", "Hải Dương"),
            "phường Tứ Minh, thành phố Hải Dương, Hải Dương, nay thuộc phường Việt Hòa hoặc phường Tứ Minh, Hải Phòng",
            "Tứ Minh ward, Hải Dương city, Hải Dương, today part of Việt Hòa ward or Tứ Minh ward, Hải Phòng",
        ),
        (
            ("", "huyện Lục Nam", "Bắc Giang"),
            "huyện Lục Nam, Bắc Giang, nay thuộc Bắc Ninh",
            "Lục Nam district, Bắc Giang, today part of Bắc Ninh",
        ),
        (
            ("", "huyện Bảo Yên", "Lào Cai"),
            "huyện Bảo Yên (cũ), Lào Cai",
            "Bảo Yên district (former), Lào Cai",
        ),
        (
            ("xã Lạ", "huyện Trấn Yên", "Lào Cai"),
            "xã Lạ, huyện Trấn Yên (cũ), Lào Cai",
            "Lạ commune, Trấn Yên district (former), Lào Cai",
        ),
        (("", "huyện Quý Lộc", "Thanh Hóa"), "huyện Quý Lộc, Thanh Hóa", "Quý Lộc district, Thanh Hóa"),
        (("", "", "Bắc Kạn"), "Bắc Kạn, nay thuộc Thái Nguyên", "Bắc Kạn, today part of Thái Nguyên"),
        (("", "", "tỉnh Lào Cai"), "Lào Cai", "Lào Cai"),
        (("xã A", "", "Atlantis"), "xã A, Atlantis", "A commune, Atlantis"),
        (("tỉnh A", "", "Atlantis"), "tỉnh A, Atlantis", "A province, Atlantis"),  # a level too high
        (("", "", ""), "", ""),
    ],
)
def test_origin_words(printed: tuple[str, str, str], vietnamese: str, english: str) -> None:
    resolution = resolve_printed(*printed)
    assert origin_words(resolution, "vi") == vietnamese
    assert origin_words(resolution, "en") == english
