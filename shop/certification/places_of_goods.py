"""Where a good lies, for pages of origin: from its place of today and, where they agree, the words of its source."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import delete, insert

from shop.certification.models import CertifiedGood, GoodPlace
from shop.database import db, touch_public_version
from shop.places import find_commune, find_province, place_ids_of, resolve_printed


def place_good(good: CertifiedGood) -> None:
    """Write anew in which places a good lies."""
    province = find_province(good.province_code) if good.province_code else None
    commune = find_commune(good.commune_code) if good.commune_code else None
    printed = resolve_printed(good.former_commune, good.former_district, good.former_province)
    same = printed.province == province and (commune is None or commune in printed.candidates)
    place = replace(printed if same else resolve_printed("", "", ""), province=province, commune=commune)
    db.session.execute(delete(GoodPlace).where(GoodPlace.good_id == good.id))
    rows = [{"good_id": good.id, "place_id": place_id} for place_id in sorted(place_ids_of(place))]
    if rows:
        db.session.execute(insert(GoodPlace), rows)
    touch_public_version()
