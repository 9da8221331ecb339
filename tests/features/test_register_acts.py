"""Acts on the register: shown beforehand, done, taken back, put back; everything is still there afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop.catalogue import find_product_page
from shop.certification import (
    WHOLE_COUNTRY,
    ActKind,
    ActState,
    AlreadyUndone,
    Award,
    Certificate,
    CertifiedGood,
    CorrectCertificate,
    CorrectGood,
    Extend,
    LaterActs,
    Merge,
    NotTheirs,
    NotWaiting,
    OutOfScope,
    ProducerElsewhere,
    ProductsCannotBeJoined,
    RegisterAct,
    Request,
    RevocationGround,
    Revoke,
    SamePerson,
    Scope,
    Split,
    TakenMeanwhile,
    Undo,
    confirm_act,
    do_act,
    find_act,
    find_certificate,
    find_good_by_slug,
    find_kept_good,
    find_withdrawn_certificate,
    how_goods_stand,
    list_acts,
    list_acts_of_good,
    list_waiting_acts,
    preview_act,
    refuse_act,
    take_back_act,
)
from shop.database import db, read_public_version, transaction
from tests.factories.products import make_product
from tests.factories.register import make_certificate, make_good, make_producer

NOW = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
LAN, MINH = "officer:1", "officer:2"
BAC_HA = ("xã Bắc Hà", "huyện Bắc Hà", "Lào Cai")
DONG_VAN = ("", "huyện Đồng Văn", "Hà Giang")


def do(request: Request, *, by: str = LAN, at: datetime = NOW, scope: Scope = WHOLE_COUNTRY) -> RegisterAct:
    with transaction():
        return do_act(request, evidence="9/QĐ-UBND", by=by, at=at, scope=scope)


def stars(good: CertifiedGood, at: datetime = NOW) -> int | None:
    return how_goods_stand([good.id], at)[good.id].stars


def award_of(good: CertifiedGood, *, stars: int = 4, day: date = date(2026, 1, 5)) -> Award:
    return Award(good.id, stars, day, "9/QĐ-UBND", "UBND tỉnh Lào Cai")


def test_an_award_is_shown_done_undone_and_put_back(app: Flask) -> None:
    good = make_good()
    version = read_public_version()
    preview = preview_act(award_of(good), at=NOW)
    assert [(one.name, one.stars_before, one.stars_after) for one in preview.appears] == [(good.name, None, 4)]
    assert (stars(good), read_public_version()) == (None, version)
    act = do(award_of(good))
    assert (act.kind, act.state, act.shows, act.province_code, act.good_ids) == ("award", "done", 1, "15", [good.id])
    assert stars(good) == 4
    undo = do(Undo(act.id), by=MINH)
    assert (stars(good), undo.hides, undo.undoes_id) == (None, 1, act.id)
    with pytest.raises(AlreadyUndone):
        do(Undo(act.id))
    again = do(Undo(undo.id))
    assert (stars(good), again.shows) == (4, 1)
    assert read_public_version() > version
    assert [one.id for one in list_acts_of_good(good.id)] == [act.id, undo.id, again.id]


@pytest.mark.parametrize(("given", "kind"), [(3, "downgrade"), (4, "renew"), (5, "upgrade")])
def test_what_an_award_is_follows_from_the_stars_before(app: Flask, given: int, kind: str) -> None:
    good = make_good()
    make_certificate(good, decided_on="2023-01-05", stars=4)
    assert do(award_of(good, stars=given)).kind == kind


def test_a_withdrawn_certificate_is_found_as_such_and_nowhere_else(app: Flask) -> None:
    good = make_good()
    act = do(award_of(good))
    code = db.session.scalars(select(Certificate.code)).one()
    do(Undo(act.id))
    assert find_certificate(code) is None
    found = find_withdrawn_certificate(code)
    assert found is not None
    assert (found.act.kind, found.replaced_by) == (ActKind.UNDO, None)
    assert good.certificates == []
    do(award_of(good))
    assert find_certificate(code) is not None


def test_what_stands_on_an_act_is_undone_before_it(app: Flask) -> None:
    good = make_good()
    act = do(award_of(good, day=date(2023, 11, 30)))
    code = db.session.scalars(select(Certificate.code)).one()
    extension = do(Extend((code,), date(2027, 1, 31)))
    with pytest.raises(LaterActs) as refused:
        do(Undo(act.id))
    assert ([one.id for one in refused.value.acts], refused.value.total) == ([extension.id], 1)
    undo = do(Undo(extension.id))
    assert find_certificate(code).last_valid_day == date(2026, 11, 30)  # type: ignore[union-attr]
    away = do(Undo(act.id))
    with pytest.raises(LaterActs) as refused:
        do(Undo(undo.id))
    assert [one.id for one in refused.value.acts] == [away.id]


def test_the_undoing_of_a_revocation_brings_the_certificate_back(app: Flask) -> None:
    good = make_good()
    certificate = make_certificate(good, decided_on="2025-01-05")
    act = do(Revoke((certificate.code,), RevocationGround.LAW_BROKEN))
    assert (stars(good), act.hides) == (None, 1)
    do(Undo(act.id), at=NOW + timedelta(days=1))
    assert stars(good, NOW + timedelta(days=2)) == 4
    do(Revoke((certificate.code,), RevocationGround.MARK_MISUSED), at=NOW + timedelta(days=3))
    assert stars(good, NOW + timedelta(days=4)) is None


def test_a_correction_takes_the_place_of_what_was_wrong(app: Flask) -> None:
    good = make_good()
    wrong = make_certificate(good, decided_on="2025-01-05", stars=4, issuer="UBND tỉnh Lào Cai")
    do(Extend((wrong.code,), date(2028, 3, 1)))
    same: dict[str, Any] = {"decision_number": wrong.decision_number, "issuer": wrong.issuer}
    act = do(CorrectCertificate(wrong.code, 3, date(2025, 1, 5), **same))
    right = find_certificate(wrong.code)
    assert right is not None
    assert (right.stars, right.last_valid_day, right.id != wrong.id) == (3, date(2028, 3, 1), True)
    other = do(CorrectCertificate(wrong.code, 3, date(2025, 2, 5), **same))
    gone = find_withdrawn_certificate(wrong.code)
    assert gone is not None and gone.replaced_by is not None
    assert gone.replaced_by.first_day == date(2025, 2, 5)
    do(Undo(other.id))
    do(Undo(act.id))
    back = find_certificate(wrong.code)
    assert back is not None
    assert (back.id, back.stars, back.last_valid_day) == (wrong.id, 4, date(2028, 3, 1))


def test_a_good_is_corrected_with_its_places_and_back(app: Flask) -> None:
    good = make_good()
    make_certificate(good, decided_on="2025-01-05")
    act = do(CorrectGood(good.id, "Tinh dầu quế Bảo Yên", "herbal", good.producer_id, "15", None))
    assert (good.name, good.name_key, good.group, good.commune_code) == (
        "Tinh dầu quế Bảo Yên",
        "tinh dau que bao yen",
        "herbal",
        None,
    )
    do(Undo(act.id))
    assert (good.name, good.group, good.commune_code is not None) == ("Tinh dầu quế", "food", True)


def test_two_entries_become_one_and_part_again(app: Flask) -> None:
    kept, gone = make_good(), make_good("Tinh dau que", slug="tinh-dau-que-2")
    make_certificate(kept, decided_on="2023-01-05", stars=3, decision_number="1/QĐ")
    make_certificate(gone, decided_on="2023-01-05", stars=3, decision_number="1/QĐ")
    make_certificate(gone, decided_on="2026-01-05", stars=4, decision_number="2/QĐ")
    act = do(Merge(kept.id, gone.id))
    assert (stars(kept), [one.stars for one in kept.certificates]) == (4, [3, 4])
    assert find_good_by_slug(gone.slug) is None
    assert find_kept_good(gone.slug) == kept
    undo = do(Undo(act.id))
    assert (stars(kept), stars(gone)) == (None, 4)
    assert (find_good_by_slug(gone.slug), find_kept_good(gone.slug)) == (gone, None)
    do(Undo(undo.id))
    assert (stars(kept), find_kept_good(gone.slug)) == (4, kept)


def test_an_entry_is_split(app: Flask) -> None:
    good = make_good()
    first = make_certificate(good, decided_on="2025-01-05", stars=3)
    second = make_certificate(good, decided_on="2026-01-05", stars=4)
    act = do(Split(good.id, (second.code,), "Tinh dầu quế hữu cơ", good.producer_id))
    new = db.session.scalars(select(CertifiedGood).where(CertifiedGood.id != good.id)).one()
    assert (stars(good), stars(new), new.slug) == (3, 4, "tinh-dau-que-huu-co")
    assert [one.id for one in good.certificates] == [first.id]
    do(Undo(act.id))
    assert (stars(good), stars(new), new.counts) == (4, None, False)


def many(count: int, place: tuple[str, str, str]) -> Iterable[str]:
    for number in range(count):
        yield make_certificate(make_good(f"Chè {number} {place[1]}", place=place), decided_on="2025-01-05").code


def test_an_act_that_hides_many_goods_wants_a_second_person(app: Flask) -> None:
    codes = tuple(many(21, BAC_HA))
    few = Revoke(codes[:20], RevocationGround.LAW_BROKEN)
    assert preview_act(few, at=NOW).needs_second_person is False
    request = Revoke(codes, RevocationGround.LAW_BROKEN)
    act = do(request)
    assert (act.state, act.hides, act.kind, len(act.good_ids)) == (ActState.WAITING, 21, "revoke", 21)
    assert all(find_certificate(code).revocation is None for code in codes)  # type: ignore[union-attr]
    later: dict[str, Any] = {"at": NOW + timedelta(hours=1)}
    with pytest.raises(SamePerson), transaction():
        confirm_act(act.id, by=LAN, **later)
    with transaction():
        confirm_act(act.id, by=MINH, **later)
    assert (act.state, act.decided_by) == (ActState.DONE, MINH)
    assert {find_certificate(code).revocation.revoked_at for code in codes} == {later["at"]}  # type: ignore[union-attr]
    with pytest.raises(NotWaiting), transaction():
        confirm_act(act.id, by=MINH, **later)


def test_an_act_that_shortens_many_certificates_wants_a_second_person(app: Flask) -> None:
    extension = do(Extend(tuple(many(21, BAC_HA)), date(2028, 3, 1)))
    assert extension.state == ActState.DONE
    preview = preview_act(Undo(extension.id), at=NOW)
    assert (preview.hides, preview.shortens, preview.needs_second_person) == (0, 21, True)
    undo = do(Undo(extension.id))
    assert (undo.state, undo.hides, undo.shortens) == (ActState.WAITING, 0, 21)
    with transaction():
        confirm_act(undo.id, by=MINH, at=NOW)
    assert (undo.state, undo.hides, undo.shortens) == (ActState.DONE, 0, 21)


def test_a_waiting_act_is_refused_or_taken_back(app: Flask) -> None:
    request = Revoke(tuple(many(21, BAC_HA)), RevocationGround.LAW_BROKEN)
    first, second = do(request), do(request)
    with transaction():
        refuse_act(first.id, reason="Chưa có kết luận", by=MINH, at=NOW)
    with pytest.raises(NotTheirs), transaction():
        take_back_act(second.id, by=MINH, at=NOW)
    with transaction():
        take_back_act(second.id, by=LAN, at=NOW)
    assert [(one.state, one.reason) for one in (first, second)] == [("refused", "Chưa có kết luận"), ("refused", "")]
    assert list_waiting_acts(WHOLE_COUNTRY) == []


def test_another_provinces_goods_are_not_there(app: Flask) -> None:
    good, other = make_good(), make_good("Mật ong", place=DONG_VAN, producer=None)
    theirs, mine = Scope("08"), Scope("15")
    act = do(award_of(good), scope=mine)
    for request in (award_of(good, day=date(2026, 2, 5)), Undo(act.id), Merge(other.id, good.id)):
        with pytest.raises(OutOfScope):
            do(request, scope=theirs)
    moved = CorrectGood(good.id, good.name, good.group, good.producer_id, "08", None)
    with pytest.raises(OutOfScope):
        do(moved, scope=mine)
    assert (find_act(act.id, mine), find_act(act.id, theirs)) == (act, None)
    assert (list_acts(mine)[1], list_acts(theirs)[1]) == (1, 0)


def test_an_officer_moves_no_good_out_of_another_province_or_into_it_by_undoing(app: Flask) -> None:
    good, there = make_good(place=DONG_VAN), Scope("15")
    moved = do(CorrectGood(good.id, good.name, good.group, good.producer_id, "15", None))
    with pytest.raises(OutOfScope):
        do(Undo(moved.id), scope=there)
    back = do(Undo(moved.id))
    for scope in (there, Scope("08")):
        with pytest.raises(OutOfScope):
            do(Undo(back.id), scope=scope)
    assert good.province_code == "08"


def test_an_officer_of_a_province_names_no_producer_of_another(app: Flask) -> None:
    good, here = make_good(), Scope("15")
    codes = [make_certificate(good, decided_on=day).code for day in ("2025-01-05", "2026-01-05")]
    near, away, nowhere = (
        make_producer(name, place)
        for name, place in (("HTX Gần", BAC_HA), ("HTX Xa", DONG_VAN), ("HTX Không rõ", ("", "", "")))
    )

    def made_by(producer_id: int | None) -> CorrectGood:
        return CorrectGood(good.id, good.name, good.group, producer_id, "15", good.commune_code)

    for request in (made_by(away.id), Split(good.id, (codes[0],), "Chè khác", away.id)):
        with pytest.raises(ProducerElsewhere):
            preview_act(request, at=NOW, scope=here)
        with pytest.raises(ProducerElsewhere):
            do(request, scope=here)
    for chosen in (near, nowhere):
        assert do(made_by(chosen.id), scope=here).kind == "correct"
    do(made_by(away.id))
    renamed = CorrectGood(good.id, "Chè đen", good.group, away.id, "15", good.commune_code)
    assert do(renamed, scope=here).kind == "correct"  # the good's own stays its own


def test_what_took_the_place_of_a_wrong_certificate_keeps_it_away(app: Flask) -> None:
    good = make_good()
    do(award_of(good))
    code = db.session.scalars(select(Certificate.code)).one()
    correction = do(CorrectCertificate(code, 4, date(2026, 1, 5), "10/QĐ-UBND", "UBND tỉnh Lào Cai"))
    do(award_of(good))
    with pytest.raises(TakenMeanwhile) as refused:
        do(Undo(correction.id))
    assert refused.value.what == [code]


def test_products_go_along_and_come_back(app: Flask) -> None:
    kept, product = make_good(), make_product("Tinh dau que", slug="tinh-dau-que-2")
    gone = product.good
    assert gone is not None
    act = do(Merge(kept.id, gone.id))
    assert product.good_id == kept.id
    assert find_product_page(product.slug, NOW) is not None
    undo = do(Undo(act.id))
    assert product.good_id == gone.id
    do(Undo(undo.id))
    assert product.good_id == kept.id


def test_a_good_on_sale_is_given_to_no_other_producer(app: Flask) -> None:
    product, other = make_product(), make_producer("HTX Khác")
    good = product.good
    assert good is not None
    request = CorrectGood(good.id, good.name, good.group, other.id, good.province_code, good.commune_code)
    with pytest.raises(ProductsCannotBeJoined) as refused:
        preview_act(request, at=NOW)
    assert refused.value.slugs == [product.slug]
    with transaction():
        product.published_at = None
    assert do(request).kind == "correct"


def test_an_act_is_not_opened_once_its_good_lies_elsewhere(app: Flask) -> None:
    good, here = make_good(), Scope("15")
    act = do(award_of(good), scope=here)
    assert (find_act(act.id, here), list_acts(here)[1]) == (act, 1)
    do(CorrectGood(good.id, good.name, good.group, good.producer_id, "08", None))
    assert (find_act(act.id, here), list_acts(here)[1]) == (None, 0)


def test_goods_that_are_both_offered_are_not_joined(app: Flask) -> None:
    first, second = make_product(), make_product("Mat ong rung", slug="mat-ong-2")
    assert first.good_id and second.good_id
    with pytest.raises(ProductsCannotBeJoined) as refused:
        preview_act(Merge(first.good_id, second.good_id), at=NOW)
    assert refused.value.slugs == [second.slug]
