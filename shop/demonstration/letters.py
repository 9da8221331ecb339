"""Who sends the letters of the demonstration: bodies that do not exist, and every letter says so."""

from __future__ import annotations

from datetime import datetime

from shop.database import transaction
from shop.renewals import Sender, find_sender, set_sender

# By the province for which they send; the empty code is the whole country's.
SENDERS = {
    "": Sender(
        parent_name="Cơ quan chủ quản trình diễn",
        name="Văn phòng Chương trình OCOP trình diễn",
        symbol="VPOCOP-TD",
        place="Hà Nội",
        title="Chánh Văn phòng",
        signer="Nguyễn Văn Trình Diễn",
        archive_mark="NV",
        contact="Phòng Nghiệp vụ trình diễn",
        is_demonstration=True,
    ),
    "15": Sender(
        parent_name="Sở trình diễn",
        name="Văn phòng Điều phối OCOP trình diễn",
        symbol="VPĐP-TD",
        place="Lào Cai",
        authority="KT. Chánh Văn phòng",
        title="Phó Chánh Văn phòng",
        signer="Trần Thị Trình Diễn",
        archive_mark="NV",
        contact="Phòng Nghiệp vụ trình diễn",
        is_demonstration=True,
    ),
}


def name_senders(at: datetime) -> None:
    """Enter whoever is missing; what an officer entered stays."""
    with transaction():
        for province_code, sender in SENDERS.items():
            if find_sender(province_code) is None:
                set_sender(province_code, sender, by_id=None, at=at)
