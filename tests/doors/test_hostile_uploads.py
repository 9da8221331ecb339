"""Every place where the shop takes files, and every file that means harm: refused whole, or made anew."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop.certification import Certificate
from shop.database import db, stem_columns
from shop.photo_files import PHOTO_FORMATS
from shop.photo_files.sweeping import STORED
from shop.renewals import DossierFile
from shop.web.uploads import MARK
from tests.doors.programme_visiting import officer
from tests.doors.stall_visiting import form_key, make_stall, staff, stall_path
from tests.doors.visiting import post
from tests.factories.buying import NOON
from tests.factories.hostile_files import BOMBS, CANARIES, NAMES, OTHERS, PICTURES
from tests.factories.pictures import form_with_files, pdf, photo
from tests.factories.products import make_product
from tests.factories.register import make_certificate, make_good
from tests.factories.reviewing import deliver

PAGE = {"Sec-Fetch-Site": "same-origin"}
# Where only a table is taken: its reader has a test of its own, here it must keep nothing...
TABLE = "file"
# ...but the register's source, kept as it came: a process of its own reads it, and officers alone are handed it.
# Documents and sheets are one file each, photos several.
WRITTEN_ONCE = ("files", "paper", TABLE)


@dataclass
class Place:
    """Where files are sent: by whom, to which address, in which field, with what else."""

    client: FlaskClient
    path: str
    field: str
    fields: dict[str, str]
    media: Path
    keeps_as_sent: bool = False

    def send(self, content: bytes, name: str = "anh.jpg") -> TestResponse:
        """Send one file as a browser does."""
        form = form_with_files(self.field, (content, name), **{"form_key": form_key(), **self.fields})
        return self.client.post(self.path, headers=PAGE, **form)

    def files(self) -> dict[Path, bytes]:
        """All that lies on disk."""
        return {path: path.read_bytes() for path in self.media.rglob("*") if path.is_file()}


def _in_stall(page: str, field: str = "photo", **fields: str) -> Callable[[Flask], Place]:
    def make(app: Flask) -> Place:
        product = make_product(decided_on="2024-04-20")
        code = db.session.scalars(select(Certificate.code)).one()
        path = stall_path(make_stall(), page.format(product=product.id, code=code))
        return Place(staff(app, make_stall()), path, field, fields, app.config["SHOP"].media_dir)

    return make


def _of_a_buyer(app: Flask) -> Place:
    bought, client = deliver(), app.test_client()
    assert post(client, "/tra-cuu-don-hang", code=bought.code, phone="0912345678").status_code == 303
    fields = {"rating": "5", "text": "Thơm, đặc.", "shown_as": "Hoa N."}
    path = f"/don-hang/{bought.code}/danh-gia/{bought.line_id}"
    return Place(client, path, "photos", fields, app.config["SHOP"].media_dir)


def _of_an_officer(page: str, field: str, **fields: str) -> Callable[[Flask], Place]:
    def make(app: Flask) -> Place:
        good = make_good("Chè Shan")
        code = make_certificate(good, decided_on="2025-03-05").code
        values = {name: value.format(code=code) for name, value in fields.items()}
        path = f"/chuong-trinh{page.format(slug=good.slug)}"
        return Place(officer(app), path, field, values, app.config["SHOP"].media_dir, keeps_as_sent=field == TABLE)

    return make


REVOKE = {"step": "do", "ground": "production_stopped", "evidence": "Quyết định 9/QĐ-UBND"}
PLACES: dict[str, Callable[[Flask], Place]] = {
    "dashboard.photos.add": _in_stall("/hang-hoa/{product}/anh"),
    "dashboard.cover.index": _in_stall("/gioi-thieu/anh-bia"),
    "dashboard.portraits.index": _in_stall("/gioi-thieu/nguoi-lam", name="Chị Hoa", consent="1"),
    "dashboard.certificates.add": _in_stall("/chung-nhan/{code}/giay-to", "files", item="registration"),
    "dashboard.goods_file.upload": _in_stall("/hang-hoa/tep", "file"),
    "storefront.orders.review": _of_a_buyer,
    "programme.making.make": _of_an_officer("/dang-ky/{slug}/thu-hoi", "paper", code="{code}", **REVOKE),
    "programme.bulk.make": _of_an_officer("/hang-loat/thu-hoi", "paper", codes="{code}", **REVOKE),
    "programme.imports.take_file": _of_an_officer("/nhap", "file"),
}


# Keeps no file: a tablet's log is text under its own seal, see test_office_fair_tasks.py.
LOGS = {"office.fairs.queue_file.take_in"}

# Photos are taken in one way and documents in another: all files go to one place of each, these to the others too.
WHOLE = ("dashboard.photos.add", "dashboard.certificates.add")
FEW = (
    "a GIF that is a program",
    "a photo that tells where it was taken",
    "a page",
    "a drawing with a script",
    "a PDF that is a ZIP",
    "20 KB that are 13,000 dots square",
)


def tried(all_of_them: Iterable[str], few: Collection[str]) -> list[tuple[str, str]]:
    """Each place with what it is tried with."""
    return [(place, one) for one in all_of_them for place in PLACES if place in WHOLE or one in few]


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, sqlite_app: Flask, set_clock: Callable[..., None]) -> Place:
    """Each place in turn."""
    set_clock(NOON)
    return PLACES[request.param](sqlite_app)


def test_every_place_that_takes_files_is_known(sqlite_app: Flask) -> None:
    """A new one belongs into PLACES: then it is tried with everything below."""
    found = {name for name, view in sqlite_app.view_functions.items() if hasattr(view, MARK)}
    assert found == set(PLACES) | LOGS


def test_what_is_sound_is_taken(place: Place) -> None:
    """The control: the places do take files."""
    answer = place.send(photo((300, 200)))
    if place.field == TABLE and not place.keeps_as_sent:
        assert (answer.status_code, place.files()) == (422, {})
        return
    assert answer.status_code == 303
    assert place.files()


@pytest.mark.parametrize(("place", "kind"), tried([*PICTURES, *OTHERS, *BOMBS], FEW), indirect=["place"])
def test_a_file_that_means_harm_is_refused_whole_or_made_anew(place: Place, kind: str) -> None:
    sent = {**PICTURES, **OTHERS, **BOMBS}[kind]()
    answer = place.send(sent)
    assert answer.status_code in (303, 413, 422)
    kept = place.files()
    if place.keeps_as_sent:
        assert list(kept.values()) == ([sent] if sent else [])
        assert all(STORED.fullmatch(path.name) and path.is_relative_to(place.media / "private") for path in kept)
        return
    if kind in OTHERS:
        assert kept == {}
    assert sent not in kept.values()
    for path, content in kept.items():
        _check_made_anew(path, content)
    assert len({path.name[:32] for path in kept}) == _rows_with_files()


@pytest.mark.parametrize(("place", "name"), tried(NAMES, NAMES[2:3]), indirect=["place"])
def test_no_name_of_a_file_becomes_a_name_on_disk(place: Place, name: str, tmp_path: Path) -> None:
    before = {path for path in tmp_path.rglob("*") if place.media not in path.parents}
    answer = place.send(photo((64, 48)), name)
    assert answer.status_code in (303, 422)
    assert {path for path in tmp_path.rglob("*") if place.media not in path.parents} - before <= {place.media}
    assert all(STORED.fullmatch(path.name) for path in place.files())
    page = place.client.get(answer.location or place.path).text
    assert "<script>alert(" not in page
    assert "\u202e" not in page
    assert "x" * 150 not in page


def test_a_document_with_a_program_is_only_handed_out(sqlite_app: Flask, set_clock: Callable[..., None]) -> None:
    set_clock(NOON)
    place = PLACES["dashboard.certificates.add"](sqlite_app)
    sent = pdf("1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert('canary'))>>>>endobj")
    assert place.send(sent, "quyet-dinh.html").status_code == 303
    (number,) = db.session.scalars(select(DossierFile.id))
    with place.client.get(f"{place.path}/{number}") as answer:
        assert answer.data == sent
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_sheet_that_is_a_page_is_only_handed_out(sqlite_app: Flask, set_clock: Callable[..., None]) -> None:
    set_clock(NOON)
    place = PLACES["programme.imports.take_file"](sqlite_app)
    sent = OTHERS["a page"]()
    shown = place.client.get(place.send(sent, "qd.html").location)
    assert shown.status_code == 200
    with place.client.get(f"{shown.request.path}/tep") as answer:
        assert answer.data == sent
        assert answer.mimetype == "text/csv"
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_full_disk_leaves_no_half_file(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    if place.field == TABLE and not place.keeps_as_sent:
        return
    written: list[int] = []

    def full_at_the_third(handle: int) -> None:
        written.append(handle)
        if len(written) == (1 if place.field in WRITTEN_ONCE else 3):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("shop.photo_files.files.os.fsync", full_at_the_third)
    answer = place.send(photo((1500, 1000)))
    assert answer.status_code == 507
    assert "Hiện chưa còn chỗ để lưu tệp" in answer.text
    assert (place.files(), _rows_with_files()) == ({}, 0)
    monkeypatch.undo()
    assert place.send(photo((64, 48))).status_code == 303


def _check_made_anew(path: Path, content: bytes) -> None:
    assert STORED.fullmatch(path.name)
    assert not any(canary in content for canary in CANARIES)
    with Image.open(io.BytesIO(content)) as again:
        again.load()
        assert (again.format or "").lower() in (*PHOTO_FORMATS, "jpeg")
        assert dict(again.getexif()) == {}
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(again.info)
        assert max(again.size) <= 2560
        assert getattr(again, "n_frames", 1) == 1


def _rows_with_files() -> int:
    db.session.rollback()
    return sum(len(db.session.scalars(select(column).where(column.is_not(None))).all()) for column in stem_columns())
