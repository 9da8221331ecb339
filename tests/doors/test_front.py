"""What every answer shares: language, headers, static files, health."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from shop.app import create_app
from shop.database import db
from shop.web.static_release import ensure_release, flatten_style_sheet, name_release
from tests.conftest import settings


def test_alive_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"alive": True}
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"ready": True, "checks": {"database": True, "schema": True, "jobs": True}}


def test_not_ready_on_an_older_schema(sqlite_app: Flask, client: FlaskClient) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"ready": False, "checks": {"database": True, "schema": False, "jobs": False}}


@pytest.mark.parametrize("path", ["/healthz", "/khong-co", "/en/khong-co", "/api/v1/nothing"])
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "Cache-Control" in headers
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("host", ["evil.test", "evil.test:80", "localhost.evil.test", "127.0.0.1.evil.test"])
def test_a_foreign_host_is_answered_with_nothing(client: FlaskClient, host: str) -> None:
    answer = client.get("/healthz", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "203.0.113.5")])
def test_as_many_proxies_are_believed_as_are_said_to_be_there(
    sqlite_url: str, tmp_path: Path, proxies: int, seen: str
) -> None:
    app = create_app(settings(sqlite_url, tmp_path, trusted_proxies=proxies))
    app.add_url_rule("/who", view_func=lambda: str(request.remote_addr))
    answer = app.test_client().get("/who", headers={"X-Forwarded-For": "203.0.113.1, 203.0.113.5, 203.0.113.9"})
    assert answer.text == seen


def test_an_unknown_address_is_404_in_the_visitors_language(client: FlaskClient) -> None:
    for path, language in (("/khong-co", "vi"), ("/en/khong-co", "en")):
        answer = client.get(path)
        assert answer.status_code == 404
        assert f'<html lang="{language}"' in answer.text


def test_the_api_says_its_errors_in_json(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["error"] == "not_found"


def test_static_files_are_compressed_and_kept_for_ever(sqlite_app: Flask, client: FlaskClient) -> None:
    address = f"/static/{sqlite_app.config['STATIC_RELEASE']}/css/main.css"
    plain = client.get(address, buffered=True)
    assert plain.status_code == 200
    assert "immutable" in plain.headers["Cache-Control"]
    assert "@import" not in plain.text
    packed = client.get(address, headers={"Accept-Encoding": "br"}, buffered=True)
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data) == plain.data
    assert client.get("/static/000000000000/css/main.css").status_code == 404


def test_a_release_is_named_by_its_content_and_built_once(tmp_path: Path) -> None:
    source, target = tmp_path / "static", tmp_path / "built"
    (source / "css").mkdir(parents=True)
    (source / "css" / "main.css").write_text('@import url("a.css") layer(base);\n')
    (source / "css" / "a.css").write_text("p { margin: 0 }\n" * 50)
    first = ensure_release(target, source)
    assert ensure_release(target, source) == first == name_release(source)
    built = target / first / "css" / "main.css"
    assert built.read_text().startswith("@layer base {\np { margin: 0 }")
    assert gzip.decompress(built.with_name("main.css.gz").read_bytes()) == built.read_bytes()
    (source / "css" / "a.css").write_text("p { margin: 1px }\n")
    assert ensure_release(target, source) != first
    assert (target / first).is_dir(), "pages made before may still ask for the older release"


def test_imports_are_put_in_place_through_several_files(tmp_path: Path) -> None:
    (tmp_path / "main.css").write_text('@layer a, b;\n@import url("parts/one.css") layer(a);\n')
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "one.css").write_text('@import url("two.css");\nb {}\n')
    (tmp_path / "parts" / "two.css").write_text("a {}\n")
    assert flatten_style_sheet(tmp_path / "main.css").split() == [
        "@layer",
        "a,",
        "b;",
        "@layer",
        "a",
        "{",
        "a",
        "{}",
        "b",
        "{}",
        "}",
    ]
