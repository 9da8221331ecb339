"""Photos: only pixels come through, in three widths; what is no photo is refused at once."""

from __future__ import annotations

import io
import resource
import struct
import time
import zlib
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from shop.catalogue import (
    NoSuchPhoto,
    NoSuchProduct,
    NotAPhoto,
    Photo,
    PhotoTooLarge,
    TooManyPhotos,
    TooManyPixels,
    add_photo,
    find_product_page,
    open_photo,
    remove_photo,
)
from shop.catalogue.photos import MOST_BYTES, MOST_PHOTOS
from shop.database import db, transaction
from tests.conftest import DEMONSTRATION_DAY
from tests.factories.products import make_product

ORIENTATION, GPS = 0x0112, 0x8825


def photo(size: tuple[int, int] = (1600, 1200), form: str = "JPEG", mode: str = "RGB", **how: object) -> bytes:
    """A picture whose upper half is red and whose lower half is blue."""
    picture = Image.new(mode, size, "blue")
    picture.paste("red", (0, 0, size[0], size[1] // 2))
    buffer = io.BytesIO()
    picture.save(buffer, form, **how)
    return buffer.getvalue()


def with_exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS)[2] = (22.0, 20.0, 7.0)
    exif[0x010F] = "a camera's name"
    return photo((400, 300), exif=exif)


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is enormous, and whose rows pack well."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = zlib.compress(bytes(width // 8 + 1) * 2000)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def stored(folder: Path) -> list[str]:
    return sorted(path.name.partition("-")[2] for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def media(tmp_path: Path) -> Path:
    return tmp_path / "media"


def test_a_photo_is_written_in_three_widths_and_two_formats(sqlite_app: Flask, media: Path) -> None:
    product = make_product()
    with transaction():
        added = add_photo(product.id, photo(), media_dir=media, alt_vi="Hũ mật", alt_en="A jar of honey")
    assert stored(media) == [f"{width}.{form}" for width in (1280, 320, 640) for form in ("avif", "webp")]
    assert (added.width, added.height, added.position) == (1280, 960, 1)
    for path in media.rglob("*"):
        if path.is_file():
            with Image.open(path) as again:
                assert again.width == int(path.stem.rpartition("-")[2])
                assert not again.getexif()
    page = find_product_page(product.slug, DEMONSTRATION_DAY)
    assert page is not None
    sources = page.photos[0]
    assert sources.alt_en == "A jar of honey"
    assert sources.widths == (320, 640, 1280)
    assert sources.srcset("webp").count("/media/") == 3
    assert (media / sources.url(640, "avif").removeprefix("/media/")).is_file()


@pytest.mark.parametrize(
    ("width", "widths"), [(100, (100,)), (320, (320,)), (500, (320, 500)), (1300, (320, 640, 1280))]
)
def test_a_small_photo_is_never_enlarged(sqlite_app: Flask, media: Path, width: int, widths: tuple[int, ...]) -> None:
    product = make_product()
    with transaction():
        add_photo(product.id, photo((width, 200)), media_dir=media)
    assert {int(name.partition(".")[0]) for name in stored(media)} == set(widths)


@pytest.mark.parametrize(("orientation", "red"), [(1, "top"), (3, "bottom"), (6, "right"), (8, "left")])
def test_photos_stand_upright_and_lose_where_they_were_taken(orientation: int, red: str) -> None:
    picture = open_photo(with_exif(orientation))
    width, height = picture.size
    assert (width > height) == (orientation in (1, 3))
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


def test_of_an_animation_the_first_frame_is_taken(media: Path) -> None:
    frames = [Image.new("P", (50, 40), colour) for colour in (1, 2, 3)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    assert open_photo(buffer.getvalue()).size == (50, 40)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1"])
def test_every_kind_of_colours_becomes_plain(mode: str) -> None:
    buffer = io.BytesIO()
    Image.new(mode, (30, 20)).save(buffer, "PNG")
    assert open_photo(buffer.getvalue()).mode in ("RGB", "RGBA")


def test_printers_colours_become_plain() -> None:
    assert open_photo(photo((40, 30), mode="CMYK")).mode == "RGB"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"%PDF-1.7",
        b"GIF89a<script>alert(1)</script>",
        photo()[:2000],
        photo(form="PNG")[:-3000],
        photo((64, 64), form="BMP"),
        photo((64, 64), form="TIFF"),
    ],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPhoto):
        open_photo(content)


def test_what_hides_behind_a_photo_is_gone(sqlite_app: Flask, media: Path) -> None:
    product = make_product()
    polyglot = photo((64, 64)) + b"<script>alert(1)</script>PK\x03\x04"
    with transaction():
        add_photo(product.id, polyglot, media_dir=media)
    assert all(b"script" not in path.read_bytes() for path in media.rglob("*") if path.is_file())


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(PhotoTooLarge):
        open_photo(bytes(MOST_BYTES + 1))


@pytest.mark.parametrize("side", [5_000, 13_000, 40_000])
def test_a_bomb_is_refused_before_it_is_decoded(side: int) -> None:
    content = bomb(side, side)
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(TooManyPixels):
        open_photo(content)
    assert time.monotonic() - start < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_nothing_is_left_when_writing_fails(sqlite_app: Flask, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    product = make_product()
    written = []

    def fail_at_the_third(path: Path, content: bytes) -> None:
        written.append(path)
        if len(written) == 3:
            raise OSError("disk full")
        path.write_bytes(content)

    monkeypatch.setattr("shop.catalogue.photos._write_whole", fail_at_the_third)
    with pytest.raises(OSError, match="disk full"), transaction():
        add_photo(product.id, photo(), media_dir=media)
    assert stored(media) == []
    assert db.session.scalars(select(Photo)).all() == []


def test_removing_closes_the_gap_and_deletes_the_files(app: Flask, media: Path) -> None:
    product = make_product()
    with transaction():
        first, second, third = (add_photo(product.id, photo((64, 64)), media_dir=media).id for _ in range(3))
    with transaction():
        remove_photo(first, media_dir=media)
    assert [(p.id, p.position) for p in db.session.scalars(select(Photo).order_by(Photo.position))] == [
        (second, 1),
        (third, 2),
    ]
    assert len(stored(media)) == 4
    with pytest.raises(NoSuchPhoto), transaction():
        remove_photo(first, media_dir=media)


def test_a_product_has_only_so_many_photos(sqlite_app: Flask, media: Path) -> None:
    product = make_product()
    with transaction():
        for number in range(MOST_PHOTOS):
            db.session.add(Photo(product_id=product.id, position=number + 1, stem=f"{number:032}", width=64, height=64))
    with pytest.raises(TooManyPhotos), transaction():
        add_photo(product.id, photo((64, 64)), media_dir=media)
    with pytest.raises(NoSuchProduct), transaction():
        add_photo(999, photo((64, 64)), media_dir=media)
    assert stored(media) == []


def test_photos_are_served_so_that_they_cannot_act(sqlite_app: Flask, client: FlaskClient) -> None:
    product = make_product()
    media = sqlite_app.config["SHOP"].media_dir
    with transaction():
        added = add_photo(product.id, photo((64, 64)), media_dir=media)
    answer = client.get(f"/media/{added.stem[:2]}/{added.stem}-64.avif")
    assert answer.status_code == 200
    assert answer.mimetype == "image/avif"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    answer.close()


@pytest.mark.parametrize(
    "name", ["../shop.db", "aa/../../shop.db", "aa/" + "a" * 32 + "-64.svg", "aa/" + "a" * 32 + "-64.webp", "%00"]
)
def test_nothing_else_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/media/{name}").status_code == 404
