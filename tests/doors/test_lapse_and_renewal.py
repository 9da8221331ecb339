"""A certificate ends: the good is gone everywhere at once and its stall says so. A new one brings it back as it was.

Nobody does anything to the good in between: no job runs, nothing is entered again.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.catalogue import Photo, Product, Variant
from shop.clock import stopped_at
from shop.database import db, transaction
from shop.producers import Producer
from tests.doors.stall_visiting import act, make_stall, owner, stall_path
from tests.doors.visiting import post
from tests.factories.acts import award_certificate
from tests.factories.register import make_certificate, make_good

LAST_MOMENT = datetime.fromisoformat("2026-11-20T23:59:59.999+07:00")
MIDNIGHT = LAST_MOMENT + timedelta(milliseconds=1)
RENEWED_AT = datetime.fromisoformat("2026-12-01T09:00:00+07:00")
WORDS = {"name_vi": "Mật ong bạc hà", "kind": "honey", "summary_vi": "Thơm mát, đạt chuẩn OCOP.", "edition": "1"}


def publish(client: FlaskClient, lan: Producer, good_id: int) -> Product:
    """A good put on sale through the pages of the stall, with words, a label, a mark and two packs."""
    new = {"name_vi": "Mật ong", "kind": "honey", "price": "125000", "amount": "500", "unit": "g", "on_hand": "9"}
    assert act(client, stall_path(lan, "/hang-hoa/moi/them"), good=good_id, **new).status_code == 303
    found = product()
    here = stall_path(lan, f"/hang-hoa/{found.id}")
    act(client, here + "/sua", **WORDS)
    act(client, here + "/nhan", ingredients_vi="Mật ong 100 %", batch="L01", edition="2")
    act(client, here + "/dau-khac", **{"mark0-name": "VietGAP", "mark0-ends_on": "2027-01-01"})
    act(client, here + "/quy-cach/them", amount="1", unit="kg", price="230000")
    assert act(client, here + "/dang-ban").status_code == 303
    return product()


def product() -> Product:
    db.session.rollback()
    return db.session.scalars(select(Product)).one()


def stored() -> list[tuple[object, ...]]:
    """Everything that is kept of the good."""
    db.session.rollback()
    tables = (Product.__table__, Variant.__table__, Photo.__table__)
    return [tuple(row) for table in tables for row in db.session.execute(select(table)).all()]


def surfaces(app: Flask, lan: Producer, slug: str) -> dict[str, bool]:
    """Where shoppers look, and whether they find the good there."""
    shopper = app.test_client()
    places = {
        "list": "/san-pham",
        "search": "/san-pham?q=bac+ha",
        "stars": "/san-pham?stars=4&stars=5",
        "suggestions": "/san-pham/goi-y?q=mat",
        "producer": f"/nha-san-xuat/{lan.slug}",
        "sitemap": "/sitemap.xml",
        "api": "/api/v1/products",
        "home": "/",
    }
    found = {name: slug in shopper.get(path).text for name, path in places.items()}
    found["page"] = shopper.get(f"/san-pham/{slug}").status_code == 200
    bought = post(shopper, "/gio-hang/them", variant_id=product().variants[0].id, quantity=1)
    found["cart"] = bought.status_code == 303 and "Mật ong bạc hà" in shopper.get("/gio-hang").text
    return found


def test_a_lapse_hides_the_good_at_once_and_a_renewal_brings_it_back_with_the_new_stars(app: Flask) -> None:
    lan = make_stall()
    good = make_good("Mật ong", producer=lan)
    make_certificate(good, decided_on="2023-11-20", stars=4)
    good_id = good.id
    with stopped_at(LAST_MOMENT):
        client = owner(app, lan)
        slug = publish(client, lan, good_id).slug
        before = stored()
        assert set(surfaces(app, lan, slug).values()) == {True}
        assert "Đang bán" in client.get(stall_path(lan, "/hang-hoa")).text

    with stopped_at(MIDNIGHT):
        assert {name for name, is_there in surfaces(app, lan, slug).items() if is_there} == set()
        gone = app.test_client().get(f"/san-pham/{slug}")
        assert gone.status_code == 404 and "20/11/2026" in gone.text and "125.000" not in gone.text
        page = client.get(stall_path(lan, "/hang-hoa")).text
        assert "Đang ẩn: chứng nhận hết hạn" in page
        assert "Giấy chứng nhận hết hạn ngày 20/11/2026. Có giấy mới thì hàng tự hiện lại." in page
        assert act(client, stall_path(lan, f"/hang-hoa/{product().id}/dang-ban")).status_code == 303
        assert stored() == before

    with stopped_at(RENEWED_AT):
        client = owner(app, lan, "lan.sau@example.vn")
        with transaction():
            award_certificate(
                good_id,
                stars=5,
                decided_on=date(2026, 12, 1),
                decision_number="901/QĐ-UBND",
                issuer="UBND tỉnh Lào Cai",
                evidence="QĐ 901",
                by="officer:1",
                at=RENEWED_AT,
            )
        assert set(surfaces(app, lan, slug).values()) == {True}
        back = app.test_client().get(f"/san-pham/{slug}").text
        for words in ('data-stars="5"', 'data-certified-until="2029-12-01"', "125.000", "230.000", "Mật ong 100 %"):
            assert words in back, words
        assert "VietGAP" in back and "Thơm mát" in back
        page = client.get(stall_path(lan, "/hang-hoa")).text
        assert "Đang bán" in page and "Đang ẩn" not in page
        assert stored() == before


def test_words_with_the_old_stars_are_told_to_the_stall_after_the_renewal(app: Flask) -> None:
    lan = make_stall()
    good = make_good("Mật ong", producer=lan)
    make_certificate(good, decided_on="2023-11-20", stars=4)
    with stopped_at(LAST_MOMENT):
        client = owner(app, lan)
        found = publish(client, lan, good.id)
        here = stall_path(lan, f"/hang-hoa/{found.id}/sua")
        said = WORDS | {"summary_vi": "Ngon, OCOP 4 sao.", "edition": str(found.edition)}
        assert act(client, here, **said).status_code == 303
    make_certificate(good, decided_on="2026-11-01", stars=5)
    with stopped_at(LAST_MOMENT):
        page = client.get(stall_path(lan, "/hang-hoa")).text
        assert "Bài viết còn ghi “4 sao”, nhưng chứng nhận hiện nay là 5 sao." in page
        shown = app.test_client().get(f"/san-pham/{found.slug}").text
        assert "4 sao" not in shown and 'data-stars="5"' in shown
