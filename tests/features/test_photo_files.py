"""What people send: only pixels come through, in three widths; what is no photo is refused; documents stay private."""

from __future__ import annotations

import io
import json
import stat
import struct
import threading
import time
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from shop.child_process import ChildFailed, Limits, run_in_child
from shop.photo_files import (
    MOST_BYTES,
    MOST_DOCUMENT_BYTES,
    DocumentTooLarge,
    NotADocument,
    NotAPhoto,
    PhotoTooLarge,
    TooManyPixels,
    TooManyUploads,
    document_path,
    open_photo,
    remove_document,
    remove_files,
    store_document,
    store_photo,
    stored_document,
    stored_photo,
    write_photo,
)
from shop.photo_files.decoding import MOST_SCANS, plain_pixels
from shop.photo_files.encoding import PHOTO_SIDE, work
from tests.factories.pictures import bomb, pdf, photo, photo_with_exif


def names(folder: Path) -> list[str]:
    return sorted(path.name.partition("-")[2] for path in folder.rglob("*") if path.is_file())


def left_on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def pixels(content: bytes) -> Image.Image:
    return plain_pixels(content, PHOTO_SIDE)


def test_a_photo_is_written_in_three_widths_and_two_formats(tmp_path: Path) -> None:
    stored = store_photo(photo(), tmp_path)
    assert names(tmp_path) == [f"{width}.{form}" for width in (1280, 320, 640) for form in ("avif", "webp")]
    assert (stored.width, stored.height) == (1280, 960)
    for path in left_on_disk(tmp_path):
        with Image.open(path) as again:
            assert again.width == int(path.stem.rpartition("-")[2])
            assert again.format == path.suffix[1:].upper()
            assert not again.getexif()
    remove_files(stored.stem, stored.width, tmp_path)
    assert left_on_disk(tmp_path) == []


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((100, 200), (100,)),
        ((320, 200), (320,)),
        ((500, 200), (320, 500)),
        ((1300, 200), (320, 640, 1280)),
        # A strip is brought to the height that a page can use, and keeps at least one pixel of width.
        ((60, 6000), (26,)),
        ((1, 16_000), (1,)),
    ],
)
def test_a_small_photo_is_never_enlarged(tmp_path: Path, size: tuple[int, int], widths: tuple[int, ...]) -> None:
    write_photo(open_photo(photo(size)), tmp_path)
    assert {int(name.partition(".")[0]) for name in names(tmp_path)} == set(widths)


@pytest.mark.parametrize("size", [(400, 300), (4000, 3000)])
@pytest.mark.parametrize(
    ("orientation", "red"),
    [(1, "top"), (2, "top"), (3, "bottom"), (4, "bottom"), (5, "left"), (6, "right"), (7, "right"), (8, "left")],
)
def test_photos_stand_upright_and_lose_where_they_were_taken(orientation: int, red: str, size: tuple[int, int]) -> None:
    picture = pixels(photo_with_exif(orientation, size))
    width, height = picture.size
    assert (width > height) == (orientation < 5)
    spots = {
        "top": (width // 2, 5),
        "bottom": (width // 2, height - 5),
        "left": (5, height // 2),
        "right": (width - 5, height // 2),
    }
    seen = picture.getpixel(spots[red])
    assert isinstance(seen, tuple)
    assert seen[0] > 200 > seen[2]
    assert not picture.getexif()
    assert picture.info == {}


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_photo_with_broken_notes_is_taken_as_it_lies() -> None:
    broken = photo((40, 30), exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff" + b"\xff" * 40)
    assert pixels(broken).size == (40, 30)


def test_of_an_animation_the_first_frame_is_taken() -> None:
    frames = [Image.new("P", (50, 40), colour) for colour in (1, 2, 3)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    assert pixels(buffer.getvalue()).size == (50, 40)


@pytest.mark.parametrize("size", [(30, 20), (3000, 2000)])
@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
def test_every_kind_of_colours_becomes_plain(mode: str, size: tuple[int, int]) -> None:
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, "PNG")
    picture = pixels(buffer.getvalue())
    assert picture.mode in ("RGB", "RGBA")
    assert picture.width == min(size[0], 1280)


def test_printers_colours_become_plain() -> None:
    assert pixels(photo((40, 30), mode="CMYK")).mode == "RGB"


def test_sixteen_bits_keep_their_shades() -> None:
    buffer = io.BytesIO()
    Image.new("I;16", (20, 20), 0x8000).save(buffer, "PNG")
    assert pixels(buffer.getvalue()).getpixel((5, 5)) == (128, 128, 128)


NO_PHOTOS = {
    "nothing": b"",
    "text": b"hello",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "svg in xml": b"<?xml version='1.0'?><svg/>",
    "pdf": b"%PDF-1.7",
    "a page that begins as a GIF": b"GIF89a<script>alert(1)</script>",
    "half a JPEG": photo()[:2000],
    "half a PNG": photo(form="PNG")[:-3000],
    "bitmap": photo((64, 64), form="BMP"),
    "tiff": photo((64, 64), form="TIFF"),
    "a JPEG of many scans": photo((64, 64)) + b"\xff\xda" * MOST_SCANS,
}


@pytest.mark.parametrize("kind", NO_PHOTOS)
def test_what_is_no_photo_is_refused(kind: str) -> None:
    with pytest.raises(NotAPhoto):
        pixels(NO_PHOTOS[kind])


def test_the_child_says_why_it_refuses(tmp_path: Path) -> None:
    with pytest.raises(NotAPhoto):
        store_photo(b"hello", tmp_path)
    with pytest.raises(TooManyPixels) as refused:
        store_photo(bomb(5000, 5000), tmp_path)
    assert refused.value.limit == 24_000_000
    assert left_on_disk(tmp_path) == []
    assert json.loads(work(b"pnonsense"))["refused"] == "not_a_photo"
    assert json.loads(work(b"d" + bomb(5000, 5000)))["refused"] == "too_many_pixels"


def test_what_hides_behind_a_photo_is_gone(tmp_path: Path) -> None:
    polyglot = photo((64, 64)) + b"<script>alert(1)</script>PK\x03\x04"
    store_photo(polyglot, tmp_path)
    assert all(b"script" not in path.read_bytes() for path in left_on_disk(tmp_path))


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(PhotoTooLarge):
        open_photo(bytes(MOST_BYTES + 1))


@pytest.mark.parametrize("side", [5_000, 13_000, 40_000])
def test_a_bomb_is_refused_before_it_is_decoded(side: int) -> None:
    content = (
        bomb(side, side) if side < 40_000 else bomb(side, 1)[:16] + struct.pack(">II", side, side) + bomb(8, 8)[24:]
    )
    start = time.monotonic()
    with pytest.raises((TooManyPixels, NotAPhoto)):
        pixels(content)
    assert time.monotonic() - start < 1


def test_a_child_that_takes_too_much_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shop.photo_files.workshop.LIMITS", Limits(1024 * 1024, 4, 20))
    with pytest.raises(NotAPhoto):
        open_photo(photo())
    with pytest.raises(ChildFailed):
        run_in_child("shop.photo_files.encoding", b"p" + photo(), Limits(250_000_000, 0.01, 20))
    with pytest.raises(ChildFailed):
        run_in_child("shop.photo_files.encoding", b"p" + photo(), Limits(250_000_000, 4, 0.01))
    with pytest.raises(ChildFailed):
        run_in_child("shop.no_such_module", b"", Limits(250_000_000, 4, 20))


def test_only_few_are_decoded_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Semaphore(0), threading.Event()

    def slow(module: str, given: bytes, limits: Limits) -> bytes:
        begun.release()
        assert go_on.wait(60)
        return work(given)

    monkeypatch.setattr("shop.photo_files.workshop.run_in_child", slow)
    small = photo((64, 64))
    threads = [threading.Thread(target=open_photo, args=(small,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert begun.acquire(timeout=60)
    deadline = time.monotonic() + 10
    refused = None
    while refused is None and time.monotonic() < deadline:
        # The second thread may not wait for its turn yet: then this one would, so ask in a thread of its own.
        refused = _refusal_of(small)
    assert isinstance(refused, TooManyUploads)
    assert refused.seconds > 0
    go_on.set()
    for thread in threads:
        thread.join(60)
    assert open_photo(small).width == 64


def _refusal_of(content: bytes) -> Exception | None:
    seen: list[Exception] = []

    def ask() -> None:
        try:
            open_photo(content)
        except TooManyUploads as refusal:
            seen.append(refusal)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(1)
    return seen[0] if seen else None


def test_nothing_is_left_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = open_photo(photo())
    written = []

    def fail_at_the_third(handle: int) -> None:
        written.append(handle)
        if len(written) == 3:
            raise OSError("disk full")

    monkeypatch.setattr("shop.photo_files.files.os.fsync", fail_at_the_third)
    with pytest.raises(OSError, match="disk full"):
        write_photo(picture, tmp_path)
    assert left_on_disk(tmp_path) == []


def test_files_go_when_the_transaction_fails(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), stored_photo(photo((64, 64)), tmp_path):
        assert len(left_on_disk(tmp_path)) == 2
        raise RuntimeError
    with pytest.raises(RuntimeError), stored_document(pdf(), tmp_path):
        assert len(left_on_disk(tmp_path)) == 1
        raise RuntimeError
    assert left_on_disk(tmp_path) == []
    with stored_photo(photo((64, 64)), tmp_path), stored_document(pdf(), tmp_path):
        pass
    assert len(left_on_disk(tmp_path)) == 3


def test_a_pdf_is_kept_as_it_is_where_no_address_leads(tmp_path: Path) -> None:
    stored = store_document(pdf(), tmp_path)
    path = document_path(stored.stem, stored.form, tmp_path)
    assert (stored.form, stored.size, path.read_bytes()) == ("pdf", len(pdf()), pdf())
    assert path.relative_to(tmp_path).parts[0] == "private"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    remove_document(stored.stem, stored.form, tmp_path)
    assert left_on_disk(tmp_path) == []


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_photographed_document_is_made_anew(tmp_path: Path, form: str) -> None:
    sent = photo((3000, 4000), form=form) + (b"<script>" if form == "JPEG" else b"")
    stored = store_document(sent, tmp_path)
    content = document_path(stored.stem, "jpg", tmp_path).read_bytes()
    assert stored.form == "jpg"
    assert stored.size == len(content)
    assert b"script" not in content
    with Image.open(io.BytesIO(content)) as again:
        assert again.size == (1800, 2400)
        assert not again.getexif()


def test_a_see_through_document_stands_on_white(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(buffer, "PNG")
    stored = store_document(buffer.getvalue(), tmp_path)
    with Image.open(document_path(stored.stem, "jpg", tmp_path)) as again:
        assert again.getpixel((5, 5)) == (255, 255, 255)


def pdf_and_zip() -> bytes:
    buffer = io.BytesIO(pdf())
    with zipfile.ZipFile(buffer, "a") as packed:
        packed.writestr("script.html", "<script>alert(1)</script>")
    return buffer.getvalue()


NO_DOCUMENTS = {
    "nothing": b"",
    "a page": b"<!doctype html><script>alert(1)</script>%PDF-1.7 %%EOF",
    "a PDF cut off": b"%PDF-1.7\n1 0 obj",
    "a PDF with a page behind it": pdf() + b"<script>alert(1)</script>" * 60,
    "a PDF that is a ZIP": pdf_and_zip(),
    "a drawing with scripts": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "an animation": photo((20, 20), form="GIF"),
    "half a photo": photo()[:2000],
    "a program": b"MZ" + bytes(200),
}


@pytest.mark.parametrize("kind", NO_DOCUMENTS)
def test_what_is_no_document_is_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(NotADocument):
        store_document(NO_DOCUMENTS[kind], tmp_path)
    assert left_on_disk(tmp_path) == []


def test_documents_too_are_bounded(tmp_path: Path) -> None:
    with pytest.raises(DocumentTooLarge):
        store_document(pdf() + bytes(MOST_DOCUMENT_BYTES), tmp_path)
    with pytest.raises(TooManyPixels):
        store_document(bomb(13_000, 13_000), tmp_path)
    assert left_on_disk(tmp_path) == []


def test_photos_are_served_so_that_they_cannot_act(sqlite_app: Flask, client: FlaskClient) -> None:
    media = sqlite_app.config["SHOP"].media_dir
    stored = store_photo(photo((64, 64)), media)
    answer = client.get(f"/media/{stored.stem[:2]}/{stored.stem}-64.avif")
    assert answer.status_code == 200
    assert answer.mimetype == "image/avif"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    answer.close()


def test_no_address_leads_to_a_document(sqlite_app: Flask, client: FlaskClient) -> None:
    stored = store_document(pdf(), sqlite_app.config["SHOP"].media_dir)
    for address in (
        f"/media/private/{stored.stem[:2]}/{stored.stem}.pdf",
        f"/media/{stored.stem[:2]}/{stored.stem}.pdf",
        f"/media/{stored.stem[:2]}/../private/{stored.stem[:2]}/{stored.stem}.pdf",
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "name", ["../shop.db", "aa/../../shop.db", "aa/" + "a" * 32 + "-64.svg", "aa/" + "a" * 32 + "-64.webp", "%00"]
)
def test_nothing_else_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/media/{name}").status_code == 404
