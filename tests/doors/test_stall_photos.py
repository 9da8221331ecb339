"""The photos of a good in its stall: sent, put in order, described, taken off, put back; strangers see none of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.catalogue import Photo, Product, TooManyPhotos, photos
from shop.database import db, transaction
from shop.photo_files import MOST_BYTES, StoredPhoto, TooManyUploads
from tests.doors.stall_visiting import act, content, entries, form_key, make_stall, owner, staff, stall_path
from tests.doors.visiting import someone
from tests.factories.people import make_person
from tests.factories.pictures import bomb, form_with_files, photo
from tests.factories.products import make_product

PAGE = {"Sec-Fetch-Site": "same-origin"}
SCRIPT = {**PAGE, "Accept": "application/json"}
SMALL = photo((64, 48))


@dataclass
class Scene:
    """A stall with one good, a browser of its staff, and where its photos lie."""

    product: Product
    client: FlaskClient
    media: Path

    @property
    def path(self) -> str:
        """The page of the good's photos."""
        return stall_path(make_stall(), f"/hang-hoa/{self.product.id}/anh")

    def send(self, *files: bytes, key: str | None = None, script: bool = False, path: str = "") -> TestResponse:
        """Send files as the form does, or one by one as the script does."""
        sent = [(content, f"{number}.jpg") for number, content in enumerate(files, 1)]
        form = form_with_files("photo", *sent, form_key=key or form_key())
        return self.client.post(path or self.path, headers=SCRIPT if script else PAGE, **form)

    def stems(self) -> list[str]:
        """What the good shows now, in order."""
        db.session.rollback()
        return [each.stem for each in photos.find_album(self.product.producer_id, self.product.id).photos]

    def ids(self) -> list[int]:
        """The photos by number, in order."""
        db.session.rollback()
        return [each.id for each in photos.find_album(self.product.producer_id, self.product.id).photos]

    def files(self) -> set[str]:
        """The stems of all files on disk."""
        return {path.name.partition("-")[0] for path in self.media.rglob("*") if path.is_file()}


@pytest.fixture
def scene(sqlite_app: Flask) -> Scene:
    product = make_product()
    return Scene(product, staff(sqlite_app, make_stall()), sqlite_app.config["SHOP"].media_dir)


def with_photos(scene: Scene, count: int) -> list[int]:
    """Photos without files; their numbers."""
    with transaction():
        for number in range(count):
            stored = StoredPhoto(f"{number:032}", 64, 48)
            photos.add_photo(scene.product.producer_id, scene.product.id, stored)
    return scene.ids()


def test_a_good_without_photos_says_which_to_take(scene: Scene) -> None:
    page = scene.client.get(scene.path)
    assert page.status_code == 200
    assert "Chưa có ảnh" in page.text
    assert 'capture="environment"' in page.text
    assert "Mật ong rừng" in page.text


def test_a_form_brings_several_photos_at_once(scene: Scene) -> None:
    answer = scene.send(SMALL, photo((90, 60)))
    assert (answer.status_code, answer.location) == (303, scene.path)
    page = scene.client.get(scene.path).text
    assert "Đã thêm 2 ảnh." in page
    assert len(scene.stems()) == 2
    assert set(scene.stems()) == scene.files()
    assert page.count("data-photo=") == 2
    assert 'alt="Mật ong rừng"' in page
    assert [entry.facts["count"] for entry in entries("photos_added")] == [2]


def test_what_cannot_be_taken_is_named_and_the_rest_is_taken(scene: Scene) -> None:
    scene.send(b"no photo", SMALL, bytes(MOST_BYTES + 1), bomb(5000, 5000))
    page = scene.client.get(scene.path).text
    assert "“1.jpg”: Tệp này không phải ảnh" in page
    assert "“3.jpg”: Ảnh nặng hơn 8 MB" in page
    assert "“4.jpg”: Ảnh có hơn 24 triệu điểm ảnh" in page
    assert "Đã thêm 1 ảnh." in page
    assert set(scene.stems()) == scene.files()
    assert len(scene.stems()) == 1


def test_a_script_is_told_in_short(scene: Scene) -> None:
    answer = scene.send(SMALL, script=True)
    assert (answer.status_code, answer.json) == (200, {"message": ""})
    answer = scene.send(b"no photo", script=True)
    assert answer.status_code == 422
    assert answer.json is not None
    assert "không phải ảnh" in answer.json["message"]
    assert len(scene.files()) == 1


def test_a_photo_sent_again_is_taken_once(scene: Scene) -> None:
    key = form_key()
    assert [scene.send(SMALL, key=key, script=True).status_code for _ in range(3)] == [200, 200, 200]
    assert len(scene.stems()) == 1
    assert set(scene.stems()) == scene.files()


def test_two_sendings_of_a_photo_that_overlap_leave_one(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    key = form_key()
    scene.send(SMALL, key=key, script=True)
    monkeypatch.setattr("shop.dashboard.photos.form_is_used", lambda key: False)
    assert scene.send(SMALL, key=key, script=True).status_code == 200
    assert len(scene.stems()) == 1
    assert set(scene.stems()) == scene.files()


def test_nothing_chosen_is_said(scene: Scene) -> None:
    assert scene.send().status_code == 303
    assert "Hãy chọn ảnh trước đã." in scene.client.get(scene.path).text


def test_only_so_many_photos_are_taken(scene: Scene) -> None:
    with_photos(scene, photos.MOST_PHOTOS - 1)
    scene.send(SMALL, SMALL)
    page = scene.client.get(scene.path).text
    assert "“2.jpg”: Mỗi mặt hàng có tối đa 12 ảnh." in page
    assert "Đã đủ 12 ảnh" in page
    assert "photo-upload" not in page
    assert len(scene.files()) == 1


def test_a_refused_transaction_leaves_no_files(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **values: object) -> None:
        raise TooManyPhotos(12)

    monkeypatch.setattr("shop.catalogue.photos.add_photo", full)
    assert scene.send(SMALL).status_code == 303
    assert (scene.files(), scene.stems()) == (set(), [])


def test_photos_move_by_buttons_and_by_a_whole_order(scene: Scene) -> None:
    first, second, third = with_photos(scene, 3)
    assert act(scene.client, f"{scene.path}/{third}/doi-cho", move="first").status_code == 303
    assert scene.ids() == [third, first, second]
    act(scene.client, f"{scene.path}/{third}/doi-cho", move="down")
    act(scene.client, f"{scene.path}/{second}/doi-cho", move="up")
    assert scene.ids() == [first, second, third]
    act(scene.client, f"{scene.path}/thu-tu", order=f"{second},{third},{first}")
    assert scene.ids() == [second, third, first]
    act(scene.client, f"{scene.path}/thu-tu", order=f"{second},{third}")
    assert "Vừa có người khác sửa ảnh" in scene.client.get(scene.path).text
    assert scene.ids() == [second, third, first]


@pytest.mark.parametrize("order", ["", "a,b", "1;2", "-1", "1," * 150, "²"])
def test_an_order_that_is_none_is_refused(scene: Scene, order: str) -> None:
    with_photos(scene, 2)
    before = scene.ids()
    assert act(scene.client, f"{scene.path}/thu-tu", order=order).status_code == 400
    assert act(scene.client, f"{scene.path}/{before[0]}/doi-cho", move=order).status_code == 400
    assert scene.ids() == before


def test_words_of_a_photo_are_kept(scene: Scene) -> None:
    (number,) = with_photos(scene, 1)
    act(scene.client, f"{scene.path}/{number}/mo-ta", alt_vi="Hũ mật trên bàn tre", alt_en="A jar on a table")
    page = scene.client.get(scene.path).text
    assert "Đã lưu lời mô tả." in page
    assert 'alt="Hũ mật trên bàn tre"' in page
    assert 'alt="A jar on a table"' in scene.client.get("/en" + scene.path).text
    act(scene.client, f"{scene.path}/{number}/mo-ta", alt_vi="Mật ong OCOP 5 sao", alt_en="")
    assert "5 sao" not in scene.client.get(scene.path).text.partition('class="album"')[2]


def test_a_photo_taken_off_can_be_put_back(scene: Scene) -> None:
    scene.send(SMALL, SMALL)
    first, second = scene.ids()
    stems = scene.stems()
    answer = act(scene.client, f"{scene.path}/{first}/bo")
    assert scene.ids() == [second]
    page = scene.client.get(answer.location).text
    restore = page.partition('class="album-undo"')[2].partition('action="')[2].partition('"')[0]
    act(scene.client, restore)
    assert scene.stems() == stems
    assert set(stems) == scene.files()
    assert act(scene.client, restore).status_code == 404


def test_what_is_not_there_is_not_found(scene: Scene) -> None:
    with_photos(scene, 1)
    for page in ("999/mo-ta", "999/bo", "bo/999/tra-lai"):
        assert act(scene.client, f"{scene.path}/{page}", alt_vi="x", alt_en="").status_code == 404
    assert act(scene.client, f"{scene.path}/999/doi-cho", move="up").status_code == 404
    assert scene.client.get(stall_path(make_stall(), "/hang-hoa/999/anh")).status_code == 404


def another_producer(app: Flask) -> FlaskClient:
    return owner(app, make_stall("HTX Khác"), "khac@example.vn")


def a_shopper(app: Flask) -> FlaskClient:
    make_person("hoa@example.vn")
    return someone(app, "hoa@example.vn")


STRANGERS: dict[str, tuple[Callable[[Flask], FlaskClient], int]] = {
    "another producer": (another_producer, 404),
    "a shopper": (a_shopper, 404),
    "nobody": (lambda app: app.test_client(), 303),
}


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_change_nothing(sqlite_app: Flask, scene: Scene, who: str) -> None:
    make, status = STRANGERS[who]
    first, _second = with_photos(scene, 2)
    with transaction():
        at = photos.find_album(scene.product.producer_id, scene.product.id).product.published_at
        assert at is not None
        removed = photos.remove_photo(scene.product.producer_id, scene.product.id, first, at=at).id
    left = scene.ids()[0]
    stranger = Scene(scene.product, make(sqlite_app), scene.media)
    before = content()
    assert stranger.client.get(scene.path).status_code == status
    assert stranger.send(SMALL).status_code == status
    for page, fields in {
        "thu-tu": {"order": str(left)},
        f"{left}/doi-cho": {"move": "up"},
        f"{left}/mo-ta": {"alt_vi": "x", "alt_en": "x"},
        f"{left}/bo": {},
        f"bo/{removed}/tra-lai": {},
    }.items():
        assert act(stranger.client, f"{scene.path}/{page}", **fields).status_code == status
    if who == "another producer":
        # In a stall of their own the numbers of another's things lead nowhere either.
        own = stall_path(make_stall("HTX Khác"), f"/hang-hoa/{scene.product.id}/anh")
        assert stranger.client.get(own).status_code == 404
        assert stranger.send(SMALL, path=own).status_code == 404
        assert act(stranger.client, f"{own}/{left}/bo").status_code == 404
    assert content() == before
    assert scene.files() == set()


def test_a_photo_belongs_to_one_good(scene: Scene) -> None:
    (number,) = with_photos(scene, 1)
    other = make_product("Chè Shan tuyết", producer="HTX Vĩnh Yên")
    path = stall_path(make_stall(), f"/hang-hoa/{other.id}/anh")
    assert act(scene.client, f"{path}/{number}/bo").status_code == 404
    assert db.session.get(Photo, number) is not None


def test_a_script_that_comes_too_early_is_told_when_to_come_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*args: object) -> None:
        raise TooManyUploads(7)

    monkeypatch.setattr("shop.dashboard.photos.stored_photo", busy)
    answer = scene.send(SMALL, script=True)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")
    assert (scene.files(), scene.stems()) == (set(), [])
