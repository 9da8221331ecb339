"""What a stall does with its own goods, and that it reaches nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Event
from time import sleep

import pytest
from flask import Flask
from sqlalchemy import select

from shop.catalogue import (
    AlreadyOffered,
    BadGtin,
    BadPrice,
    ClaimsOcop,
    ClaimsStars,
    GoodState,
    Label,
    LastPack,
    Mark,
    NewPack,
    NoGoodChosen,
    NoPacks,
    NoSuchPack,
    NoSuchProduct,
    NotCertified,
    NotYourGood,
    Product,
    ProductMark,
    ProductWords,
    StaleEdition,
    TooManyMarks,
    TooManyPacks,
    Variant,
    WhyHidden,
    add_pack_of,
    change_pack,
    change_stock_of,
    choose_good,
    draft_product,
    duplicate_product,
    find_product_of,
    find_product_page,
    label_product,
    list_goods_to_offer,
    list_moves_of,
    list_offers,
    list_stall_goods,
    on_hand_of,
    photos,
    publish_product_of,
    replace_marks,
    restore_pack,
    retire_pack,
    retire_product_of,
    rewrite_product,
)
from shop.certification import CertifiedGood, RevocationGround
from shop.database import db, transaction
from shop.photo_files import StoredPhoto
from shop.stock import NotEnoughStock, NothingToMove, StockReason, read_reason
from tests.factories.acts import revoke_certificate
from tests.factories.products import A_PACK, make_product
from tests.factories.register import make_certificate, make_good, make_producer
from tests.racing import all_at_once

DAY = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
HONEY = ProductWords(kind="honey", name_vi="Mật ong rừng", name_en="Wild honey")


def make_draft(*, decided_on: str | None = "2025-03-12", words: ProductWords = HONEY, packs: int = 1) -> Product:
    """A draft of Lan's for a good of her own that holds a certificate since `decided_on`, if ever."""
    lan = make_producer()
    good = make_good(words.name_vi, producer=lan)
    if decided_on:
        make_certificate(good, decided_on=decided_on, stars=4)
    with transaction():
        return draft_product(lan.id, words, good_id=good.id, packs=(A_PACK,) * packs, at=DAY)


def test_a_draft_is_seen_by_nobody_until_it_is_published(app: Flask) -> None:
    product = make_draft()
    assert find_product_page(product.slug, DAY) is None
    with transaction():
        publish_product_of(product.producer_id, product.id, DAY)
    page = find_product_page(product.slug, DAY)
    assert page is not None and (page.certificate.stars, page.packs[0].price_vnd) == (4, 125_000)
    with transaction():
        retire_product_of(product.producer_id, product.id, DAY)
    assert find_product_page(product.slug, DAY) is None
    found = find_product_of(product.producer_id, product.id)
    assert (found.published_at, found.retired_at) == (None, DAY)
    with transaction():
        publish_product_of(product.producer_id, product.id, DAY + timedelta(hours=1))
    assert find_product_page(product.slug, DAY + timedelta(hours=1)) is not None


def test_retiring_a_draft_leaves_it_one(app: Flask) -> None:
    product = make_draft()
    with transaction():
        retire_product_of(product.producer_id, product.id, DAY)
    assert find_product_of(product.producer_id, product.id).retired_at is None


@pytest.mark.parametrize("decided_on", [None, "2023-11-20", "2027-01-01"])
def test_nothing_is_published_without_a_certificate_in_force(app: Flask, decided_on: str | None) -> None:
    product = make_draft(decided_on=decided_on)
    why = {None: "awaiting_officer", "2023-11-20": "lapsed", "2027-01-01": "not_yet"}[decided_on]
    with pytest.raises(NotCertified) as refused, transaction():
        publish_product_of(product.producer_id, product.id, DAY)
    assert refused.value.why == why
    assert find_product_of(product.producer_id, product.id).published_at is None


def test_a_good_must_be_chosen_and_be_ones_own(app: Flask) -> None:
    lan, minh = make_producer(), make_producer("HTX Minh")
    others = make_good("Chè", producer=minh)
    make_certificate(others, decided_on="2025-03-12")
    with transaction():
        product = draft_product(lan.id, HONEY, packs=(A_PACK,), at=DAY)
    with pytest.raises(NoGoodChosen), transaction():
        publish_product_of(lan.id, product.id, DAY)
    with pytest.raises(NotYourGood), transaction():
        choose_good(lan.id, product.id, others.id, DAY)
    with pytest.raises(NotYourGood), transaction():
        draft_product(lan.id, HONEY, good_id=others.id, at=DAY)
    own = make_good("Mật ong rừng", producer=lan)
    make_certificate(own, decided_on="2025-03-12")
    with transaction():
        choose_good(lan.id, product.id, own.id, DAY)
        publish_product_of(lan.id, product.id, DAY)
    with pytest.raises(AlreadyOffered), transaction():
        draft_product(lan.id, HONEY, good_id=own.id, at=DAY)
    with pytest.raises(NotYourGood), transaction():
        choose_good(lan.id, product.id, own.id, DAY)


def test_a_good_that_went_to_another_producer_is_offered_anew_by_them(app: Flask) -> None:
    product = make_product()
    minh = make_producer("HTX Minh")
    with transaction() as session:
        session.get_one(CertifiedGood, product.good_id).producer_id = minh.id
    with transaction():
        theirs = draft_product(minh.id, HONEY, good_id=product.good_id, packs=(A_PACK,), at=DAY)
        publish_product_of(minh.id, theirs.id, DAY)
    assert find_product_page(theirs.slug, DAY) is not None
    assert find_product_page(product.slug, DAY) is None
    [hidden] = list_stall_goods(product.producer_id, DAY)
    assert (hidden.why_hidden, hidden.stars) == (WhyHidden.OTHER_PRODUCER, None)
    with pytest.raises(NotYourGood), transaction():
        retire_product_of(product.producer_id, product.id, DAY)
        publish_product_of(product.producer_id, product.id, DAY)


def test_a_good_without_packs_is_not_published(app: Flask) -> None:
    product = make_draft(packs=0)
    with pytest.raises(NoPacks), transaction():
        publish_product_of(product.producer_id, product.id, DAY)


def test_nothing_of_another_producer_is_reached(app: Flask) -> None:
    product, minh = make_product(), make_producer("HTX Minh")
    number, pack = product.id, product.variants[0].id
    before = db.session.execute(select(Product.__table__, Variant.__table__).join(Variant.__table__)).all()
    for act in (
        lambda: find_product_of(minh.id, number),
        lambda: rewrite_product(minh.id, number, HONEY, at=DAY),
        lambda: label_product(minh.id, number, Label("L1"), at=DAY),
        lambda: replace_marks(minh.id, number, [Mark("VietGAP")], DAY),
        lambda: choose_good(minh.id, number, 1, DAY),
        lambda: duplicate_product(minh.id, number),
        lambda: publish_product_of(minh.id, number, DAY),
        lambda: retire_product_of(minh.id, number, DAY),
        lambda: add_pack_of(minh.id, number, A_PACK, DAY),
    ):
        with pytest.raises(NoSuchProduct), transaction():
            act()
    for act in (
        lambda: change_pack(minh.id, pack, A_PACK, DAY),
        lambda: retire_pack(minh.id, pack, DAY),
        lambda: restore_pack(minh.id, pack, DAY),
        lambda: change_stock_of(minh.id, pack, 1, StockReason.MADE, "", at=DAY),
    ):
        with pytest.raises(NoSuchPack), transaction():
            act()
    assert list_stall_goods(minh.id, DAY) == []
    assert (list_moves_of(minh.id, number, 9), on_hand_of(minh.id, number)) == ([], {})
    assert db.session.execute(select(Product.__table__, Variant.__table__).join(Variant.__table__)).all() == before


def test_words_are_tidied_and_paragraphs_kept(app: Flask) -> None:
    product = make_draft()
    words = replace(
        HONEY, name_vi="  Mật   ong ", texts={"description_vi": " Một \n\n hai\u200b\r\n"}, shelf_life_months=12
    )
    with transaction():
        rewrite_product(product.producer_id, product.id, words, edition=1, at=DAY)
    found = find_product_of(product.producer_id, product.id)
    assert (found.name_vi, found.description_vi, found.shelf_life_months, found.edition) == (
        "Mật ong",
        "Một\n\nhai",
        12,
        2,
    )
    assert found.slug == product.slug


def test_what_has_no_english_name_bears_its_own_in_both_languages(app: Flask) -> None:
    """Lists, orders and mails print one name in the reader's language, and never none."""
    product = make_draft()
    with transaction():
        rewrite_product(product.producer_id, product.id, ProductWords(kind="honey", name_vi="Mật ong"), at=DAY)
        change_pack(product.producer_id, product.variants[0].id, replace(A_PACK, label_en=""), DAY)
        pack = add_pack_of(product.producer_id, product.id, replace(A_PACK, label_vi="Lọ", label_en=""), DAY)
    found = find_product_of(product.producer_id, product.id)
    assert (found.name_en, found.variants[0].label_en, pack.label_en) == ("Mật ong", "Hộp 500 g", "Lọ")


def test_two_who_change_one_good_do_not_undo_each_other(app: Flask) -> None:
    product = make_draft()
    with transaction():
        rewrite_product(product.producer_id, product.id, HONEY, edition=1, at=DAY)
    with pytest.raises(StaleEdition), transaction():
        rewrite_product(product.producer_id, product.id, replace(HONEY, name_vi="Khác"), edition=1, at=DAY)
    with pytest.raises(StaleEdition), transaction():
        label_product(product.producer_id, product.id, Label("L1"), edition=1, at=DAY)
    assert find_product_of(product.producer_id, product.id).name_vi == "Mật ong rừng"


def test_an_unknown_kind_or_text_is_a_mistake_of_the_program(sqlite_app: Flask) -> None:
    lan = make_producer()
    with pytest.raises(ValueError, match="unknown kind"), transaction():
        draft_product(lan.id, replace(HONEY, kind="weapons"), at=DAY)


FIELDS = [
    f"{name}_{code}"
    for name in ("summary", "description", "ingredients", "storage", "warnings")
    for code in ("vi", "en")
]


@pytest.mark.parametrize("field", ["name_vi", "name_en", *FIELDS])
def test_no_text_of_an_uncovered_good_claims_the_programme(sqlite_app: Flask, field: str) -> None:
    product = make_draft(decided_on="2023-11-20")
    claim = "Đạt chuẩn OCOP 4 sao"
    words = replace(HONEY, **{field: claim}) if field.startswith("name") else replace(HONEY, texts={field: claim})
    with pytest.raises(ClaimsOcop) as refused, transaction():
        rewrite_product(product.producer_id, product.id, words, at=DAY)
    assert refused.value.field == field
    assert getattr(find_product_of(product.producer_id, product.id), field) != claim


def test_a_covered_good_names_its_own_stars_and_no_others(app: Flask) -> None:
    product = make_draft()
    with transaction():
        rewrite_product(product.producer_id, product.id, replace(HONEY, texts={"summary_vi": "OCOP 4 sao"}), at=DAY)
    with pytest.raises(ClaimsStars) as refused, transaction():
        rewrite_product(product.producer_id, product.id, replace(HONEY, texts={"summary_vi": "OCOP 5 sao"}), at=DAY)
    assert refused.value == ClaimsStars("summary_vi", "5 sao", 5, 4)


def test_packs_marks_and_labels_claim_nothing_either(app: Flask) -> None:
    product = make_draft(decided_on=None)
    ids = (product.producer_id, product.id)
    starred = replace(A_PACK, label_vi="Hộp ★★★★")
    for act in (
        lambda: add_pack_of(*ids, starred, DAY),
        lambda: change_pack(ids[0], product.variants[0].id, starred, DAY),
        lambda: replace_marks(*ids, [Mark("OCOP")], DAY),
        lambda: replace_marks(*ids, [Mark("VietGAP", issuer="Chương trình OCOP")], DAY),
        lambda: label_product(*ids, Label(batch="OCOP-1"), at=DAY),
        lambda: draft_product(ids[0], HONEY, packs=(starred,), at=DAY),
    ):
        with pytest.raises(ClaimsOcop), transaction():
            act()
    assert len(list_stall_goods(ids[0], DAY)) == 1


def test_what_was_written_under_one_certificate_is_read_again_before_it_is_sold_under_another(app: Flask) -> None:
    product = make_draft()
    ids, pack = (product.producer_id, product.id), product.variants[0].id
    other = make_good("Mật ong ba sao", producer=make_producer())
    make_certificate(other, decided_on="2025-03-12", stars=3)
    starred = replace(A_PACK, label_vi="Hộp OCOP 4 sao")
    with transaction():
        photo = photos.add_photo(*ids, StoredPhoto("f" * 32, 400, 300)).id
    writes: list[tuple[Callable[[], object], Callable[[], object]]] = [
        (lambda: change_pack(ids[0], pack, starred, DAY), lambda: change_pack(ids[0], pack, A_PACK, DAY)),
        (lambda: replace_marks(*ids, [Mark("OCOP 4 sao")], DAY), lambda: replace_marks(*ids, [], DAY)),
        (lambda: label_product(*ids, Label(batch="4 sao OCOP"), at=DAY), lambda: label_product(*ids, Label(), at=DAY)),
        (
            lambda: photos.describe_photo(*ids, photo, alt_vi="Hộp OCOP 4 sao", alt_en="", at=DAY),
            lambda: photos.describe_photo(*ids, photo, alt_vi="", alt_en="", at=DAY),
        ),
    ]
    with transaction():
        own = find_product_of(*ids).good_id
    assert own is not None
    for write, take_back in writes:
        with transaction():
            choose_good(*ids, own, DAY)
            write()
        with transaction():
            choose_good(*ids, other.id, DAY)
        with pytest.raises(ClaimsStars), transaction():
            publish_product_of(*ids, DAY)
        with transaction():
            take_back()
    with transaction():
        publish_product_of(*ids, DAY)


def test_a_pack_that_was_retired_under_another_certificate_is_read_again(app: Flask) -> None:
    product = make_draft(packs=2)
    ids, pack = (product.producer_id, product.id), product.variants[1].id
    other = make_good("Mật ong ba sao", producer=make_producer())
    make_certificate(other, decided_on="2025-03-12", stars=3)
    with transaction():
        change_pack(ids[0], pack, replace(A_PACK, label_vi="Hộp OCOP 4 sao"), DAY)
        retire_pack(ids[0], pack, DAY)
    with transaction():
        choose_good(*ids, other.id, DAY)
        publish_product_of(*ids, DAY)
    with pytest.raises(ClaimsStars), transaction():
        restore_pack(ids[0], pack, DAY)


def test_alcohol_by_its_kind_or_name_cannot_be_switched_off(app: Flask) -> None:
    product = make_draft(words=ProductWords(kind="other", name_vi="Rượu nhung hươu"))
    with transaction():
        rewrite_product(product.producer_id, product.id, ProductWords(kind="other", name_vi="Nhung hươu"), at=DAY)
        publish_product_of(product.producer_id, product.id, DAY)
    found = find_product_of(product.producer_id, product.id)
    assert (found.kind, found.name_vi, found.is_alcohol) == ("other", "Nhung hươu", True)
    [offer] = list_offers([found.variants[0].id], DAY).values()
    assert offer.is_alcohol


def test_the_switch_says_alcohol_where_nothing_else_does(app: Flask) -> None:
    product = make_draft(words=replace(HONEY, says_alcohol=True))
    with transaction():
        publish_product_of(product.producer_id, product.id, DAY)
    [offer] = list_offers([product.variants[0].id], DAY).values()
    assert (offer.kind, offer.is_alcohol) == ("honey", True)
    with transaction():
        rewrite_product(product.producer_id, product.id, HONEY, at=DAY)
    assert not find_product_of(product.producer_id, product.id).is_alcohol


def test_the_label_and_the_marks(app: Flask) -> None:
    product = make_draft()
    ids = (product.producer_id, product.id)
    label = Label(" L 01 ", date(2026, 10, 1), date(2027, 10, 1), "VN-LCOR-0123")
    with transaction():
        label_product(*ids, label, at=DAY)
        replace_marks(*ids, [Mark("VietGAP", "VG-1", "Vinacert", date(2027, 1, 1)), Mark("HACCP")], DAY)
    with transaction():
        replace_marks(*ids, [Mark("HACCP"), Mark("Hữu cơ")], DAY)
    found = find_product_of(*ids)
    assert (found.batch, found.made_on, found.best_before_on, found.planting_area_code) == (
        "L 01",
        date(2026, 10, 1),
        date(2027, 10, 1),
        "VN-LCOR-0123",
    )
    assert [(mark.position, mark.name) for mark in found.marks] == [(1, "HACCP"), (2, "Hữu cơ")]
    assert len(db.session.scalars(select(ProductMark)).all()) == 2
    with pytest.raises(TooManyMarks), transaction():
        replace_marks(*ids, [Mark("HACCP")] * 11, DAY)


def test_packs_are_offered_changed_and_retired(app: Flask) -> None:
    product = make_draft()
    ids = (product.producer_id, product.id)
    small = NewPack("Lọ nhỏ", "", 60_000, 250, "g", 300, gtin="8938505974194")
    with transaction():
        publish_product_of(*ids, DAY)
        pack = add_pack_of(*ids, small, DAY)
    number = pack.id
    assert find_product_of(*ids).price_from_vnd == 60_000
    with transaction():
        change_pack(ids[0], number, replace(small, price_vnd=70_000, gtin=None), DAY)
    found = find_product_of(*ids)
    assert (found.price_from_vnd, found.variants[1].gtin, found.variants[1].price_vnd) == (70_000, None, 70_000)
    with transaction():
        retire_pack(ids[0], number, DAY)
    assert (find_product_of(*ids).price_from_vnd, list_offers([number], DAY)) == (125_000, {})
    with pytest.raises(LastPack), transaction():
        retire_pack(ids[0], product.variants[0].id, DAY)
    with transaction():
        restore_pack(ids[0], number, DAY)
    assert list_offers([number], DAY)[number].price_vnd == 70_000


def test_bad_packs_are_refused(app: Flask) -> None:
    product = make_draft()
    ids = (product.producer_id, product.id)
    with pytest.raises(BadPrice), transaction():
        add_pack_of(*ids, replace(A_PACK, price_vnd=0), DAY)
    with pytest.raises(BadGtin), transaction():
        change_pack(ids[0], product.variants[0].id, replace(A_PACK, gtin="4006381333932"), DAY)
    with transaction():
        packs = [add_pack_of(*ids, A_PACK, DAY) for _ in range(19)]
    last = packs[-1].id
    with pytest.raises(TooManyPacks), transaction():
        add_pack_of(*ids, A_PACK, DAY)
    with transaction():
        retire_pack(ids[0], last, DAY)
        add_pack_of(*ids, A_PACK, DAY)
    with pytest.raises(TooManyPacks), transaction():
        restore_pack(ids[0], last, DAY)


def test_the_last_pack_of_a_draft_may_go(app: Flask) -> None:
    product = make_draft()
    with transaction():
        retire_pack(product.producer_id, product.variants[0].id, DAY)
    assert find_product_of(product.producer_id, product.id).price_from_vnd == 0


def test_stock_changes_by_pieces_with_a_reason_and_never_below_nothing(app: Flask) -> None:
    product = make_draft()
    ids, pack = (product.producer_id, product.id), product.variants[0].id
    with transaction():
        change_stock_of(ids[0], pack, 10, StockReason.MADE, "mẻ tháng 11", at=DAY)
        change_stock_of(ids[0], pack, -3, StockReason.SPOILED, "", at=DAY)
    for quantity, refusal in ((-8, NotEnoughStock), (0, NothingToMove)):
        with pytest.raises(refusal), transaction():
            change_stock_of(ids[0], pack, quantity, StockReason.RECOUNTED, "", at=DAY)
    assert on_hand_of(*ids) == {pack: 7}
    moves = [(move.delta, read_reason(move.reason)) for move, _ in list_moves_of(*ids, 10)]
    assert moves == [(-3, (StockReason.SPOILED, "")), (10, (StockReason.MADE, "mẻ tháng 11"))]


def test_what_other_hands_wrote_as_a_reason_is_left_as_it_is(sqlite_app: Flask) -> None:
    assert read_reason("demonstration") == (None, "demonstration")


def test_a_copy_is_a_draft_of_the_same_words_and_packs(app: Flask) -> None:
    product = make_draft()
    ids = (product.producer_id, product.id)
    with transaction():
        rewrite_product(*ids, replace(HONEY, texts={"summary_vi": "Ngon"}), at=DAY)
        change_pack(ids[0], product.variants[0].id, replace(A_PACK, gtin="4006381333931"), DAY)
        change_stock_of(ids[0], product.variants[0].id, 5, StockReason.MADE, "", at=DAY)
        replace_marks(*ids, [Mark("VietGAP")], DAY)
        copy = duplicate_product(*ids)
    found = find_product_of(ids[0], copy.id)
    assert (found.name_vi, found.summary_vi, found.good_id, found.marks) == ("Mật ong rừng", "Ngon", None, [])
    assert [(pack.price_vnd, pack.gtin) for pack in found.packs] == [(125_000, None)]
    assert (found.price_from_vnd, found.slug, on_hand_of(*ids[:1], copy.id)) == (
        125_000,
        f"{product.slug}-2",
        {found.packs[0].id: 0},
    )


def test_the_list_says_why_each_good_is_hidden(app: Flask) -> None:
    lan = make_producer()
    make_product("Mật ong")
    make_product("Nấm hương", on_hand=0)
    make_product("Chè dây", decided_on="2023-11-20")
    revoked = make_product("Miến dong")
    draft = make_draft(words=replace(HONEY, name_vi="Tinh dầu"))
    retired = make_product("Gạo nếp")
    with transaction():
        retire_product_of(lan.id, retired.id, DAY)
    certificate = revoked.good.certificates[0] if revoked.good else None
    assert certificate is not None
    with transaction():
        revoke_certificate(certificate.code, ground=RevocationGround.LAW_BROKEN, evidence="QĐ 1", at=DAY, by="tests")
    goods = list_stall_goods(lan.id, DAY)
    assert [(good.product.name_vi, good.why_hidden) for good in goods] == [
        ("Chè dây", WhyHidden.LAPSED),
        ("Miến dong", WhyHidden.REVOKED),
        ("Nấm hương", WhyHidden.SOLD_OUT),
        ("Mật ong", None),
        ("Tinh dầu", WhyHidden.DRAFT),
        ("Gạo nếp", WhyHidden.RETIRED),
    ]
    lapsed = goods[0]
    assert (lapsed.stars, lapsed.last_day, lapsed.state, lapsed.lacks) == (
        None,
        date(2026, 11, 20),
        GoodState.PUBLISHED,
        None,
    )
    assert (goods[3].stars, goods[3].on_hand, goods[3].packs, goods[3].sold_out_packs) == (3, 5, 1, 0)
    assert goods[4].product.id == draft.id and goods[4].lacks is None
    assert {good.why_hidden for good in list_stall_goods(lan.id, DAY, is_away=True)[:2]} == {
        WhyHidden.LAPSED,
        WhyHidden.REVOKED,
    }


def test_a_text_that_names_the_stars_of_an_earlier_certificate_is_told(app: Flask) -> None:
    product = make_draft()
    with transaction():
        rewrite_product(product.producer_id, product.id, replace(HONEY, texts={"summary_vi": "OCOP 4 sao"}), at=DAY)
        publish_product_of(product.producer_id, product.id, DAY)
    assert list_stall_goods(product.producer_id, DAY)[0].wrong_claim is None
    good = db.session.get_one(CertifiedGood, product.good_id)
    make_certificate(good, decided_on="2026-11-01", stars=5)
    [found] = list_stall_goods(product.producer_id, DAY)
    assert found.stars == 5 and found.wrong_claim is not None and found.wrong_claim.words == "4 sao"


def test_what_can_still_be_offered_of_the_register(app: Flask) -> None:
    lan = make_producer()
    make_product("Mật ong")
    make_good("Chè của người khác", producer=make_producer("HTX Minh"))
    lapsed, certified = make_good("Chè", producer=lan), make_good("Nấm", producer=lan)
    make_certificate(lapsed, decided_on="2023-11-20")
    make_certificate(certified, decided_on="2025-03-12", stars=5)
    found = list_goods_to_offer(lan.id, DAY)
    assert [(one.good.name, one.is_certified, one.stars, one.last_day) for one in found] == [
        ("Nấm", True, 5, date(2028, 3, 12)),
        ("Chè", False, None, date(2026, 11, 20)),
    ]


def test_a_good_that_is_being_put_on_sale_keeps_its_certificate(app: Flask) -> None:
    product = make_draft()
    ids, own = (product.producer_id, product.id), product.good_id
    other = make_good("Mật ong ba sao", producer=make_producer())
    make_certificate(other, decided_on="2025-03-12", stars=3)
    wanted, at_work = other.id, Event()

    def race(racer: int) -> None:
        if racer == 1:
            at_work.wait(60)
        with transaction():
            if racer == 0:
                publish_product_of(*ids, DAY)
                db.session.flush()
                at_work.set()
                sleep(0.3)
            else:
                choose_good(*ids, wanted, DAY)

    published, chosen = all_at_once(app, race, 2)
    assert (published, type(chosen)) == (None, NotYourGood)
    assert find_product_of(*ids).good_id == own
