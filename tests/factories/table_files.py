"""Files of tables as programs and strangers write them: old encodings, shared strings, parts exchanged by hand."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile

SHEET = "xl/worksheets/sheet1.xml"
TONES = "\u0300\u0301\u0303\u0309\u0323"


def archive(**parts: bytes) -> bytes:
    """A package of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


def rewritten(data: bytes, part: str, change: tuple[bytes, bytes]) -> bytes:
    """The workbook with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {entry.filename: packed.read(entry) for entry in packed.infolist()}
    parts[part] = parts[part].replace(*change)
    return archive(**parts)


def windows_1258(text: str) -> bytes:
    """As Windows writes it: base letters whole, tones as combining marks."""
    written = bytearray()
    for letter in text:
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            decomposed = unicodedata.normalize("NFD", letter)
            base = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in TONES))
            tone = "".join(mark for mark in decomposed if mark in TONES)
            written += (base + tone).encode("cp1258")
    return bytes(written)


def as_excel_writes(data: bytes) -> bytes:
    """Texts in a table of shared strings, some of them in runs of several fonts, as Excel keeps them."""
    texts: list[bytes] = []

    def share(match: re.Match[bytes]) -> bytes:
        texts.append(match[2])
        return b'<c r="%s" t="s"><v>%d</v></c>' % (match[1], len(texts) - 1)

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {entry.filename: packed.read(entry) for entry in packed.infolist()}
    inline = rb'<c r="(\w+)" t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>'
    parts[SHEET] = re.sub(inline, share, parts[SHEET])
    runs = [
        b'<si><r><t xml:space="preserve">%s</t></r><r><rPr><b/></rPr><t xml:space="preserve">%s</t></r></si>'
        % (text.decode()[:2].encode(), text.decode()[2:].encode())
        for text in texts
    ]
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = b'<?xml version="1.0"?><sst xmlns="%s">%s</sst>' % (main, b"".join(runs))
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override)
    return archive(**parts)
