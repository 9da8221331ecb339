"""What an appendix tells of people stays with the officers; what it tells of goods everybody may read."""

from __future__ import annotations

import pytest

from shop.certification.sources import is_for_everybody
from shop.register_files.contacts import with_contacts_veiled


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Chủ thể OCOP Họ tên, SĐT người đại diện", "Vàng A Sử"),
        ("Người đại diện", "Vàng A Sử"),
        ("Số điện thoại", "(không)"),
        ("SĐT", "x"),
        ("Điện thoại liên hệ", "x"),
        ("Email", "x"),
        ("Số CCCD", "x"),
        ("Ghi chú", "Gọi 0912 345 678"),
        ("Chủ thể", "HTX Bảo Hà (0912.345.678)"),
        ("Chủ thể", "HTX Bảo Hà, +84 912 345 678"),
        ("Địa chỉ", "htxbaoha@gmail.com"),
        ("Ghi chú", "Bà Nguyễn Thị Hoa, CCCD 012345678901"),
        ("Ghi chú", "Bà Nguyễn Thị Hoa"),
        ("Giám đốc", "Nguyễn Thị Hoa"),
        ("Giám đốc chủ thể", "Nguyễn Thị Hoa"),
        ("Chủ thể (giám đốc)", "Nguyễn Thị Hoa"),
        ("Chủ cơ sở", "Nguyễn Thị Hoa"),
        ("Tổ trưởng", "Nguyễn Thị Hoa"),
        ("Facebook", "hoa.nguyen"),
        ("Địa chỉ Facebook", "hoa.nguyen"),
        ("Dân tộc của chủ thể", "Dao"),
        ("Mã số thuế", "5300123456"),
        ("Số tài khoản", "19001234"),
        ("Chủ thể", "HTX Bảo Hà, CCCD 012345678901"),
        ("Chủ thể", "HTX Bảo Hà, TK 190 0123 4567"),
        ("", "Nguyễn Thị Hoa"),
        ("Chủ thể", "HTX Bảo Hà, ĐT (0214) 3 825 678"),
        ("Chủ thể", "HTX Bảo Hà 0912/345/678"),
        ("Chủ thể", "HTX Bảo Hà 0912\u2013345\u2013678"),
        ("Chủ thể", "HTX Bảo Hà 0912 . 345 . 678"),
    ],
)
def test_what_reaches_a_person_is_left_out(heading: str, text: str) -> None:
    assert not is_for_everybody(heading, text)


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Tên sản phẩm", "Mật ong"),
        ("Tên chủ thể", "Hộ kinh doanh Lường Văn Thuỷ"),
        ("Chủ thể OCOP Địa chỉ", "Bản Liên Hà 3"),
        ("Số quyết định", "5445/QĐ-UBND"),
        ("Ngày", "23/12/2019"),
        ("Điểm", "91,25"),
        ("Mã sản phẩm", "83-829-28780-3-2022"),
        ("Nguồn", "https://example.vn/van-ban/20240912345"),
        ("Nguồn", "https://example.vn/0912345678-mat-ong.html"),
        ("Quy cách", "500 g"),
        ("STT", "12"),
        ("product_name", "Mật ong"),
        ("issuing_authority", "UBND tỉnh Lào Cai"),
        ("Hạng sao", "4 sao"),
        ("Đạt 4 sao", "x"),
        ("Mã số giấy chứng nhận", "83-829-28780-3-2022"),
        ("Ngày, tháng, năm quyết định", "23.12.2019"),
    ],
)
def test_what_is_said_of_goods_stays(heading: str, text: str) -> None:
    assert is_for_everybody(heading, text)


def test_a_file_s_name_is_shown_without_what_reaches_a_person() -> None:
    assert with_contacts_veiled("DS chị Hoa 0912.345.678.xlsx") == "DS chị Hoa ….xlsx"
    assert with_contacts_veiled("phu-luc-12-QD-UBND-2026-11-21 (3).xlsx") == "phu-luc-12-QD-UBND-2026-11-21 (3).xlsx"
