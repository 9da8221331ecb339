"""How somebody comes into a stall and out of it: invitations, applications, members, the last owner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop import clock
from shop.accounts import Role, find_person_by_email, list_members
from shop.database import db, transaction
from shop.joining import Invitee, invite_to_stall, list_open_invitations, list_waiting_applications
from shop.notifications import list_messages
from shop.producers import Producer
from shop.storefront.account.kept_of_person import export_everything, forget_everything
from shop.web.mails import render_mail
from tests.doors.office_visiting import operator
from tests.doors.programme_visiting import officer
from tests.doors.stall_visiting import LAN, STAFF, act, content, entries, form_key, make_stall, owner, staff, stall_path
from tests.doors.visiting import log_in, mailed_token, post, someone
from tests.factories.people import PASSWORD, make_person

NEW = "moi@example.vn"
NEWCOMER = {"name": "Mới", "password": PASSWORD, "terms": "yes"}


def invite(producer: Producer, email: str = NEW, *, is_owner: bool = True) -> str:
    """The address of the page that an invitation's mail leads to."""
    with transaction():
        invite_to_stall(producer, Invitee(email, is_owner, "vi"), clock.now())
    return "/loi-moi/" + mailed_token("stall_invitation")


def people(producer: Producer) -> list[tuple[str, bool]]:
    db.session.rollback()
    return [(member.email, member.is_owner) for member in list_members(producer.id)]


def test_a_newcomer_comes_in_by_the_link_alone(sqlite_app: Flask) -> None:
    lan, client = make_stall(), sqlite_app.test_client()
    path = invite(lan)
    before = content()
    assert "HTX Vĩnh Yên" in client.get(path).text
    assert post(client, path, **{**NEWCOMER, "password": "kurz"}).status_code == 422
    assert content() == before
    assert post(client, path, **NEWCOMER).location == stall_path(lan)
    assert people(lan) == [(NEW, True)]
    # An owner needs a second step before the stall opens, and is not asked for the address again.
    assert client.get(stall_path(lan)).location == "/tai-khoan/xac-thuc-hai-buoc"
    assert sqlite_app.test_client().get(path).status_code == 410
    assert post(sqlite_app.test_client(), path, **NEWCOMER).status_code == 410


def test_staff_come_in_at_once(sqlite_app: Flask) -> None:
    lan, client = make_stall(), sqlite_app.test_client()
    post(client, invite(lan, is_owner=False), **NEWCOMER)
    assert client.get(stall_path(lan)).status_code == 200
    assert client.get(stall_path(lan, "/thanh-vien")).status_code == 404


def test_who_has_an_account_logs_in_and_says_yes(sqlite_app: Flask) -> None:
    lan = make_stall()
    make_person(NEW)
    path, client = invite(lan, is_owner=False), sqlite_app.test_client()
    assert "dang-nhap" in client.get(path).text
    assert post(client, path, **NEWCOMER).location.startswith("/dang-nhap?next=/loi-moi/")
    log_in(client, NEW)
    assert "Bạn đang đăng nhập" in client.get(path).text
    assert post(client, path).location == stall_path(lan)
    assert client.get(stall_path(lan)).status_code == 200


def test_an_invitation_is_for_one_address_only(sqlite_app: Flask) -> None:
    lan = make_stall()
    make_person("khac@example.vn")
    path, client = invite(lan), someone(sqlite_app, "khac@example.vn")
    assert "địa chỉ khác" in client.get(path).text
    assert post(client, path).status_code == 409
    assert people(lan) == []


def test_an_invitation_ends(sqlite_app: Flask, set_clock: object) -> None:
    lan, client = make_stall(), sqlite_app.test_client()
    first = invite(lan)
    second = invite(lan)
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    set_clock(clock.now() + timedelta(days=14))  # type: ignore[operator]
    assert client.get(second).status_code == 410
    assert client.get("/loi-moi/x").status_code == 410


def test_owners_invite_and_take_back(sqlite_app: Flask) -> None:
    lan = make_stall()
    client, key = owner(sqlite_app, lan), form_key()
    path = stall_path(lan, "/thanh-vien")
    for _ in range(2):
        assert act(client, f"{path}/loi-moi", key=key, email=NEW, **{"as": "staff"}).status_code == 303
    (message,) = [one for one in list_messages() if one.kind == "stall_invitation"]
    mail = render_mail("stall_invitation", "vi", {**message.facts, **message.secrets})
    assert "HTX Vĩnh Yên" in mail.subject
    assert "/loi-moi/" in mail.text
    assert [entry.facts for entry in entries("stall_invited")] == [{"producer_id": lan.id, "is_owner": False}]
    (invitation,) = list_open_invitations(clock.now(), lan.id)
    assert NEW in client.get(path).text
    assert act(client, f"{path}/loi-moi/{invitation.id}/bo").status_code == 303
    assert list_open_invitations(clock.now(), lan.id) == []
    assert act(client, f"{path}/loi-moi/{invitation.id}/bo").status_code == 404
    for wrong in ("x", LAN):
        answer = act(client, f"{path}/loi-moi", email=wrong)
        assert answer.status_code == 422
        assert wrong in answer.text


def test_who_finds_a_telephone_invites_no_owner(sqlite_app: Flask) -> None:
    lan = make_stall()
    client, path = owner(sqlite_app, lan), stall_path(lan, "/thanh-vien")
    for wrong in ("", "ein anderes Wort"):
        answer = act(client, f"{path}/loi-moi", email=NEW, password=wrong, **{"as": "owner"})
        assert (answer.status_code, "Mật khẩu này không đúng" in answer.text) == (422, True)
    assert list_open_invitations(clock.now(), lan.id) == []
    assert act(client, f"{path}/loi-moi", email=NEW, password=PASSWORD, **{"as": "owner"}).status_code == 303
    assert [one.is_owner for one in list_open_invitations(clock.now(), lan.id)] == [True]


def test_owners_are_made_and_unmade_but_for_the_last(sqlite_app: Flask) -> None:
    lan = make_stall()
    client = owner(sqlite_app, lan)
    helper = staff(sqlite_app, lan)
    me, other = (find_person_by_email(email) for email in (LAN, STAFF))
    assert me and other
    path, mine, theirs = stall_path(lan, "/thanh-vien"), me.id, other.id
    assert act(client, f"{path}/{mine}/vai-tro", **{"as": "staff"}).status_code == 303
    assert act(client, f"{path}/{mine}/bo").status_code == 303
    assert act(client, stall_path(lan, "/roi-gian-hang")).status_code == 303
    assert "chủ gian hàng cuối cùng" in client.get(path).text
    assert people(lan) == [(LAN, True), (STAFF, False)]
    for wrong in ("", "ein anderes Wort"):
        act(client, f"{path}/{theirs}/vai-tro", **{"as": "owner", f"password-{theirs}": wrong})
        assert "Mật khẩu này không đúng" in client.get(path).text
        assert people(lan) == [(LAN, True), (STAFF, False)]
    right = {"as": "owner", f"password-{theirs}": PASSWORD}
    assert act(client, f"{path}/{theirs}/vai-tro", **right).status_code == 303
    assert people(lan) == [(LAN, True), (STAFF, True)]
    # Whoever got more rights logs in anew; whoever gave their own away goes on with what is left.
    assert helper.get(stall_path(lan)).status_code == 303
    assert act(client, f"{path}/{mine}/vai-tro", **{"as": "staff"}).location == "/gian-hang"
    assert client.get(stall_path(lan)).status_code == 200
    assert client.get(path).status_code == 404
    assert act(client, stall_path(lan, "/roi-gian-hang")).location == "/gian-hang"
    assert client.get(stall_path(lan)).status_code == 404
    assert people(lan) == [(STAFF, True)]


def test_people_of_another_stall_are_nobody(sqlite_app: Flask) -> None:
    lan, minh = make_stall(), make_stall("HTX Mường Lò")
    client = owner(sqlite_app, lan)
    stranger = make_person("minh@example.vn", role=Role.PRODUCER, producer_id=minh.id).id
    invite(minh, "ai@example.vn")
    (invitation,) = list_open_invitations(clock.now(), minh.id)
    number, before = invitation.id, content()
    path = stall_path(lan, "/thanh-vien")
    for page in (f"{path}/{stranger}/vai-tro", f"{path}/{stranger}/bo", f"{path}/loi-moi/{number}/bo"):
        assert act(client, page, **{"as": "staff"}).status_code == 404
    assert "minh@example.vn" not in client.get(path).text
    assert content() == before


def test_a_stall_is_asked_for_and_given(sqlite_app: Flask) -> None:
    lan = make_stall()
    make_person(NEW)
    client = someone(sqlite_app, NEW)
    found = client.get("/mo-gian-hang/xin", query_string={"q": "htx vinh yen"}).text
    assert f"?producer={lan.slug}" in found
    assert "không thấy" in client.get("/mo-gian-hang/xin?q=khongcoai").text.lower()
    form = {"producer": lan.slug, "position": "Giám đốc", "phone": "0912345678", "note": "Chị Lan, xã Vĩnh Yên"}
    assert post(client, "/mo-gian-hang/xin", **{**form, "phone": "1"}).status_code == 422
    assert post(client, "/mo-gian-hang/xin", **{**form, "producer": "khong-co"}).status_code == 422
    assert post(client, "/mo-gian-hang/xin", **form).status_code == 303
    assert post(client, "/mo-gian-hang/xin", **form).status_code == 422
    assert "chúng tôi đang xem" in client.get("/gian-hang").text
    (waiting,) = list_waiting_applications()
    assert (waiting.row.position, waiting.row.phone, waiting.owners) == ("Giám đốc", "+84912345678", ())
    number, door = waiting.row.id, operator(sqlite_app)
    assert "Chị Lan" in door.get("/van-hanh/gian-hang").text
    assert act(door, f"/van-hanh/gian-hang/don/{number}/tu-choi").status_code == 422
    assert act(door, f"/van-hanh/gian-hang/don/{number}/dong-y", **{"as": "staff"}).status_code == 303
    assert people(lan) == [(NEW, False)]
    act(door, f"/van-hanh/gian-hang/don/{number}/tu-choi", reason="Nhầm")
    assert people(lan) == [(NEW, False)]
    assert [one.kind for one in list_messages() if one.kind.startswith("stall_")] == ["stall_approved"]
    assert act(door, "/van-hanh/gian-hang/don/99/dong-y").status_code == 404


def test_an_officer_answers_and_invites_too(sqlite_app: Flask) -> None:
    lan = make_stall()
    make_person(NEW)
    form = {"producer": lan.slug, "position": "Giám đốc", "phone": "0912345678"}
    post(someone(sqlite_app, NEW), "/mo-gian-hang/xin", **form)
    (waiting,) = list_waiting_applications()
    number, client = waiting.row.id, officer(sqlite_app)
    assert 'href="/chuong-trinh/gian-hang"><' in client.get("/chuong-trinh").text.replace(' class="task"', "")
    assert (
        act(client, f"/chuong-trinh/gian-hang/don/{number}/tu-choi", reason="Không phải người của HTX").status_code
        == 303
    )
    (message,) = [one for one in list_messages() if one.kind == "stall_rejected"]
    assert "Không phải người của HTX" in render_mail("stall_rejected", "vi", message.facts).text
    assert people(lan) == []
    assert lan.slug in client.get("/chuong-trinh/gian-hang?q=vinh+yen").text
    page = client.get(f"/chuong-trinh/gian-hang?producer={lan.slug}")
    assert "HTX Vĩnh Yên" in page.text
    assert act(client, "/chuong-trinh/gian-hang/loi-moi", producer=lan.slug, email="x").status_code == 422
    assert act(client, "/chuong-trinh/gian-hang/loi-moi", producer=lan.slug, email=NEW).status_code == 303
    (invitation,) = list_open_invitations(clock.now())
    assert invitation.is_owner
    number = invitation.id
    assert act(client, f"/chuong-trinh/gian-hang/loi-moi/{number}/bo").status_code == 303
    assert act(client, f"/chuong-trinh/gian-hang/loi-moi/{number}/bo").status_code == 404
    assert [entry.actor_name for entry in entries("stall_invited")] == ["person"]


def test_an_officer_of_another_province_finds_none_of_it(sqlite_app: Flask) -> None:
    lan = make_stall()
    make_person(NEW)
    asked = {"producer": lan.slug, "position": "Giám đốc", "phone": "0912345678"}
    post(someone(sqlite_app, NEW), "/mo-gian-hang/xin", **asked)
    (waiting,) = list_waiting_applications()
    with transaction():
        invite_to_stall(lan, Invitee("khac@example.vn", True, "vi"), clock.now())
    (invitation,) = list_open_invitations(clock.now())
    stranger = officer(sqlite_app, "xa@example.vn", province="08")
    before = content()
    for path in ("", "?q=vinh+yen", f"?producer={lan.slug}"):
        assert "Vĩnh Yên" not in stranger.get(f"/chuong-trinh/gian-hang{path}").text
    for path in (f"don/{waiting.row.id}/dong-y", f"don/{waiting.row.id}/tu-choi", f"loi-moi/{invitation.id}/bo"):
        assert act(stranger, f"/chuong-trinh/gian-hang/{path}", reason="Nhầm").status_code == 404
    assert act(stranger, "/chuong-trinh/gian-hang/loi-moi", producer=lan.slug, email=NEW).status_code == 422
    assert content() == before
    # Nor does the menu count what waits elsewhere.
    assert "waiting-count" not in stranger.get("/chuong-trinh").text
    own = officer(sqlite_app, "gan@example.vn", province="15")
    assert 'class="waiting-count">1' in own.get("/chuong-trinh").text
    assert "khac@example.vn" in own.get("/chuong-trinh/gian-hang").text
    assert act(own, f"/chuong-trinh/gian-hang/don/{waiting.row.id}/dong-y").status_code == 303


@pytest.mark.parametrize("role", [None, Role.PRODUCER, Role.OPERATOR])
def test_the_programme_office_is_for_officers(sqlite_app: Flask, role: Role | None) -> None:
    lan = make_stall()
    client = operator(sqlite_app) if role is Role.OPERATOR else owner(sqlite_app, lan) if role else None
    if client is None:
        make_person()
        client = someone(sqlite_app)
    before = content()
    for path in ("/chuong-trinh", "/chuong-trinh/gian-hang", "/en/chuong-trinh/gian-hang"):
        assert client.get(path).status_code == 404
    assert act(client, "/chuong-trinh/gian-hang/loi-moi", producer=lan.slug, email=NEW).status_code == 404
    assert content() == before


def test_nobody_asks_for_many_stalls_at_once(sqlite_app: Flask) -> None:
    make_person(NEW)
    client = someone(sqlite_app, NEW)
    form = {"position": "Giám đốc", "phone": "0912345678"}
    answers = [
        post(client, "/mo-gian-hang/xin", producer=make_stall(f"HTX Số {number}").slug, **form).status_code
        for number in range(6)
    ]
    assert answers == [303] * 5 + [422]


def test_a_closed_account_leaves_no_application(sqlite_app: Flask) -> None:
    lan = make_stall()
    make_person(NEW)
    client = someone(sqlite_app, NEW)
    post(client, "/mo-gian-hang/xin", producer=lan.slug, position="Giám đốc", phone="0912345678", note="ký")
    person = find_person_by_email(NEW)
    assert person
    assert export_everything(person.id, clock.now())["stall_applications"][0]["position"] == "Giám đốc"
    with transaction():
        forget_everything(person.id, clock.now())
    assert list_waiting_applications() == []


def test_strangers_read_what_a_stall_is_and_how_to_get_one(client: FlaskClient) -> None:
    page = client.get("/mo-gian-hang")
    assert page.status_code == 200
    assert "10 %" in page.text
    assert 'href="/mo-gian-hang/xin"' in page.text
    assert client.get("/mo-gian-hang/xin").location == "/dang-nhap?next=/mo-gian-hang/xin"
    assert 'href="/en/mo-gian-hang"' in client.get("/en/").text
