"""Forms with files: how much they may carry, how many at once, which names are shown, how documents are handed out."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.photo_files import MOST_BYTES, store_document
from shop.web.documents import send_document
from shop.web.uploads import MOST_AT_ONCE, sent_files, shown_name, uploads
from tests.factories.pictures import form_with_files, pdf, photo

PAGE = {"Sec-Fetch-Site": "same-origin"}
HELD = threading.Event()
# Each sender that is held says so, so that nobody else takes a place before.
IS_IN = threading.Semaphore(0)


@pytest.fixture
def visitor(sqlite_app: Flask) -> Iterator[FlaskClient]:
    """A shop with a form for two photos, which says what came, a form like any other, and a shelf of documents."""

    @uploads(photos=2)
    def photos() -> str:
        return ",".join(f"{file.name}:{len(file.content(MOST_BYTES))}" for file in sent_files("photo"))

    @uploads(photos=1)
    def slow() -> str:
        IS_IN.release()
        HELD.wait(60)
        return "done"

    @uploads(documents=1)
    def full() -> str:
        raise OSError(int(request.form["errno"]), "no luck")

    def plain() -> str:
        return request.form.get("photo", "nothing")

    for view in (photos, slow, full, plain):
        sqlite_app.add_url_rule(f"/try/{view.__name__}", view_func=view, methods=["GET", "POST"])
    sqlite_app.add_url_rule("/try/document/<stem>/<form>/<name>", "document", send_document)
    HELD.clear()
    yield sqlite_app.test_client()
    HELD.set()


def send(visitor: FlaskClient, path: str, *files: tuple[bytes, str], **fields: str) -> TestResponse:
    return visitor.post(path, headers=PAGE, **form_with_files("photo", *files, **fields))


def test_only_a_form_for_files_may_be_large(visitor: FlaskClient) -> None:
    large = bytes(1024 * 1024)
    assert send(visitor, "/try/photos", (large, "a.jpg"), (large, "b.jpg")).text == "a.jpg:1048576,b.jpg:1048576"
    assert send(visitor, "/try/plain", (large, "a.jpg")).status_code == 413
    assert visitor.get("/try/photos").status_code == 200


@pytest.mark.parametrize(("language", "words"), [("", "Chúng tôi chưa lưu gì cả"), ("/en", "Nothing of it was kept")])
def test_too_much_is_told_in_the_visitors_language(visitor: FlaskClient, language: str, words: str) -> None:
    answer = send(visitor, f"{language}/try/photos", (bytes(3 * MOST_BYTES), "a.jpg"))
    assert answer.status_code == 413
    assert words in answer.text


def test_a_file_is_read_no_further_than_it_may_be_long(visitor: FlaskClient) -> None:
    assert send(visitor, "/try/photos", (bytes(MOST_BYTES + 500), "a.jpg")).text == f"a.jpg:{MOST_BYTES + 1}"


def test_an_empty_field_sends_no_file(visitor: FlaskClient) -> None:
    assert send(visitor, "/try/photos", (b"", "")).text == ""
    assert visitor.post("/try/photos", data={"other": "1"}, headers=PAGE).text == ""


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("mật ong.jpg", "mật ong.jpg"),
        ("../../etc/passwd", "passwd"),
        ("..%2f..%2fshop.db", "..%2f..%2fshop.db"),
        ("C:\\Users\\Hoa\\anh.jpg", "anh.jpg"),
        ("anh.php.jpg", "anh.php.jpg"),
        ("anh\u202egpj.exe", "anhgpj.exe"),
        ("anh\x00.jpg", "anh.jpg"),
        ("a\nb\r.jpg", "a b .jpg"),
        ("x" * 300 + ".jpg", "x" * 88 + "…" + "x" * 7 + ".jpg"),
    ],
)
def test_names_are_shown_without_tricks(sent: str, shown: str) -> None:
    assert shown_name(sent) == shown


def test_few_may_send_files_at_once_and_others_come_again(sqlite_app: Flask, visitor: FlaskClient) -> None:
    def hold() -> None:
        sqlite_app.test_client().post("/try/slow", data={}, headers=PAGE)

    threads = [threading.Thread(target=hold) for _ in range(MOST_AT_ONCE)]
    for thread in threads:
        thread.start()
        assert IS_IN.acquire(timeout=60)
    refused = send(visitor, "/try/photos", (photo((8, 8)), "a.jpg"))
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    HELD.set()
    for thread in threads:
        thread.join(60)
    assert send(visitor, "/try/photos", (photo((8, 8)), "a.jpg")).status_code == 200


def test_a_full_disk_is_told_and_other_faults_are_not_called_so(sqlite_app: Flask, visitor: FlaskClient) -> None:
    sqlite_app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = visitor.post("/en/try/full", data={"errno": str(errno.ENOSPC)}, headers=PAGE)
    assert answer.status_code == 507
    assert "no room for files" in answer.text
    assert visitor.post("/try/full", data={"errno": str(errno.EACCES)}, headers=PAGE).status_code == 500


def test_a_document_is_only_to_be_saved(sqlite_app: Flask, visitor: FlaskClient) -> None:
    stored = store_document(pdf(), sqlite_app.config["SHOP"].media_dir)
    with visitor.get(f"/try/document/{stored.stem}/pdf/Quyết định 12.PDF") as answer:
        assert answer.data == pdf()
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
    with visitor.get(f"/try/document/{stored.stem}/pdf/a.html") as answer:
        assert "a.html.pdf" in answer.headers["Content-Disposition"]
    for elsewhere in (f"{stored.stem}/jpg/a", f"{'0' * 32}/pdf/a", f"{stored.stem}/html/a"):
        assert visitor.get(f"/try/document/{elsewhere}").status_code == 404
