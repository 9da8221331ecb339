"""The text of a VietQR code: the vectors that three other programs agree on, and what cannot stand in one.

The kiosk's own program (`static/kiosk/vietqr.js`) is held to the same vectors by `tests/js/core_codes.test.mjs`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.payments.vietqr import BadQrField, crc16, vietqr_payload

VECTORS = json.loads((Path(__file__).parents[1] / "js" / "vectors" / "vietqr.json").read_text(encoding="utf-8"))
ASCII = st.characters(min_codepoint=32, max_codepoint=126)


def test_the_checksum_is_the_agreed_one() -> None:
    assert f"{crc16(b'123456789'):04X}" == "29B1"


@pytest.mark.parametrize("vector", VECTORS["payloads"], ids=lambda vector: vector["values"].get("memo", "any amount"))
def test_the_text_of_a_code(vector: dict[str, Any]) -> None:
    assert vietqr_payload(**as_arguments(vector["values"])) == vector["payload"]


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=str)
def test_what_cannot_stand_in_a_code_is_refused(vector: dict[str, Any]) -> None:
    with pytest.raises(BadQrField) as refusal:
        vietqr_payload(**as_arguments({"bin": "970416", "account": "257678859", **vector["values"]}))
    assert refusal.value.field == vector["field"]


@given(
    account=st.from_regex(r"[0-9A-Z]{1,19}", fullmatch=True),
    amount=st.none() | st.integers(1, 10**13 - 1),
    memo=st.text(ASCII, max_size=25),
    name=st.text(ASCII, max_size=25),
)
def test_a_code_reads_back_as_it_was_written(account: str, amount: int | None, memo: str, name: str) -> None:
    payload = vietqr_payload("970416", account, amount_vnd=amount, memo=memo, account_name=name)
    fields = read(payload)
    assert f"{crc16(payload[:-4].encode()):04X}" == fields["63"]
    assert read(read(fields["38"])["01"]) == {"00": "970416", "01": account}
    assert fields.get("54") == (None if amount is None else str(amount))
    assert read(fields.get("62", "")).get("08", "") == memo
    assert fields.get("59", "") == name


def as_arguments(values: dict[str, Any]) -> dict[str, Any]:
    return {"bank_bin" if name == "bin" else name: value for name, value in values.items()}


def read(text: str) -> dict[str, str]:
    """The fields of a text, as any reader finds them."""
    fields = {}
    while text:
        match = re.match(r"(\d\d)(\d\d)", text)
        assert match is not None
        end = 4 + int(match[2])
        fields[match[1]], text = text[4:end], text[end:]
    return fields
