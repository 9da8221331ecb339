"""The kiosk's page, its service worker and its words: the same for everybody, strict, and of one piece."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.kiosk import words
from shop.kiosk.shell import make_shell, static_files

ROOT = Path(__file__).resolve().parents[2]
POLICY = "Content-Security-Policy"


def test_the_page_is_the_same_for_everybody_and_holds_no_cookie(client: FlaskClient) -> None:
    page = client.get("/kiosk")
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert "Cookie" not in page.headers.get("Vary", "")
    assert page.data == client.get("/kiosk", headers={"Cookie": "session=somebody"}).data


def test_the_page_in_english_is_the_one_page(client: FlaskClient) -> None:
    answer = client.get("/en/kiosk")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/kiosk")


def test_the_first_who_asks_does_not_choose_the_language(sqlite_app: Flask) -> None:
    """Each process makes the page once: were they different, tablets would renew themselves without end."""
    made = [make_shell(sqlite_app)]
    with sqlite_app.test_request_context("/kiosk/service-worker.js", environ_overrides={"shop.language": "en"}):
        made.append(make_shell(sqlite_app))
    assert made[0] == made[1]
    assert made[0].manifest["short_name"] == "Quầy"


def test_a_worker_and_the_camera_are_allowed_on_the_kiosk_alone(client: FlaskClient) -> None:
    page, home = client.get("/kiosk"), client.get("/dang-nhap")
    assert "worker-src 'self'" in page.headers[POLICY]
    assert "worker-src 'none'" in home.headers[POLICY]
    assert page.headers["Permissions-Policy"] == "camera=(self), geolocation=(), microphone=()"
    assert home.headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
    for answer in (page, home, client.get("/kiosk/service-worker.js")):
        assert "unsafe" not in answer.headers[POLICY]
        assert "blob:" not in answer.headers[POLICY]


def test_the_worker_keeps_a_list_and_every_address_of_it_answers(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    answer = client.get("/kiosk/service-worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/kiosk"
    assert answer.headers["Cache-Control"] == "no-cache"
    files = listed(answer.text)
    assert {status(client, file) for file in files} == {200}
    assert all(file.startswith(("/static/", "/kiosk/words/", "/kiosk/manifest")) for file in files)


def test_the_list_holds_all_scripts_and_nothing_that_shoppers_see() -> None:
    kept = static_files(ROOT / "static")
    scripts = {path.relative_to(ROOT / "static").as_posix() for path in (ROOT / "static" / "kiosk").rglob("*.js")}
    assert scripts <= set(kept)
    assert not [path for path in kept if path.startswith("js/")]


def test_page_and_worker_carry_one_fingerprint(client: FlaskClient) -> None:
    page, worker = client.get("/kiosk").text, client.get("/kiosk/service-worker.js").text
    print_of_page = re.search(r'data-fingerprint="(\w{12})"', page)
    assert print_of_page is not None
    assert f'FINGERPRINT = "{print_of_page[1]}"' in worker


def test_the_page_names_only_files_that_the_worker_keeps(client: FlaskClient) -> None:
    files = set(listed(client.get("/kiosk/service-worker.js").text))
    named = r'<(?:script|link rel="(?:stylesheet|preload|manifest|icon)"|img)[^>]*(?:src|href)="([^"]+)"'
    needed = re.findall(named, client.get("/kiosk").text)
    assert len(needed) >= 6
    assert set(needed) - files == set()


def test_the_words_come_in_both_languages_with_the_same_keys(client: FlaskClient) -> None:
    vietnamese, english = (client.get(f"/kiosk/words/{code}.json").get_json() for code in ("vi", "en"))
    assert vietnamese.keys() == english.keys()
    assert vietnamese["frame.unsent"] == ["%(num)s lượt bán chưa gửi"] * 2
    assert english["frame.unsent"] == ["%(num)s sale not sent", "%(num)s sales not sent"]
    assert client.get("/kiosk/words/fr.json").status_code == 404


def test_no_key_is_said_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    said = SimpleNamespace(WORDS={"frame.home": lambda: "twice"})
    monkeypatch.setattr(words, "import_module", lambda name: said)
    with pytest.raises(ValueError, match=r"frame\.home"):
        words.all_words()


def test_scripts_say_only_words_that_there_are(client: FlaskClient) -> None:
    known = client.get("/kiosk/words/en.json").get_json().keys()
    said = {
        (path.name, key)
        for path in (ROOT / "static" / "kiosk").rglob("*.js")
        for key in re.findall(r'\bsay\(\s*"([\w.]+)"', path.read_text(encoding="utf-8"))
    }
    assert said
    assert {pair for pair in said if pair[1] not in known} == set()


def test_a_tablet_can_put_it_on_its_home_screen(client: FlaskClient) -> None:
    manifest = client.get("/kiosk/manifest.webmanifest")
    assert manifest.mimetype == "application/manifest+json"
    content = manifest.get_json()
    assert (content["start_url"], content["scope"], content["display"]) == ("/kiosk", "/kiosk", "standalone")
    assert [status(client, icon["src"]) for icon in content["icons"]] == [200, 200]


def status(client: FlaskClient, address: str) -> int:
    """What a file answers with, the file closed again."""
    with client.get(address) as answer:
        return answer.status_code


def listed(script: str) -> list[str]:
    """The addresses that a worker's script keeps."""
    found = re.search(r"const FILES = (\[.*?\]);", script)
    assert found is not None
    files: list[str] = json.loads(found[1])
    return files
