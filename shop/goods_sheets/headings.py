"""The headings of a sheet of goods in both languages, and what else people write over such columns. Pure data."""

from __future__ import annotations

import re

from shop.goods_sheets.rules import Field
from shop.values.folding import fold

# In the order of the columns.
HEADINGS: dict[Field, tuple[str, str]] = {
    Field.NAME_VI: ("Tên hàng", "Good (Vietnamese)"),
    Field.LABEL_VI: ("Quy cách", "Pack (Vietnamese)"),
    Field.PRICE: ("Giá (₫)", "Price (₫)"),
    Field.NET: ("Lượng tịnh", "Net amount"),
    Field.WEIGHT: ("Nặng khi gửi (g)", "Weight when sent (g)"),
    Field.GTIN: ("Mã vạch", "Bar code (GTIN)"),
    Field.ON_HAND: ("Tồn khi xuất", "In stock at export"),
    Field.CHANGE: ("Nhập thêm / bớt", "Add / take away"),
    Field.COUNTED: ("Đếm được", "Counted"),
    Field.STATE: ("Tình trạng", "State"),
    Field.NAME_EN: ("Tên hàng (tiếng Anh)", "Good (English)"),
    Field.LABEL_EN: ("Quy cách (tiếng Anh)", "Pack (English)"),
    Field.SUMMARY_VI: ("Giới thiệu ngắn", "Summary (Vietnamese)"),
    Field.SUMMARY_EN: ("Giới thiệu ngắn (tiếng Anh)", "Summary (English)"),
    Field.DESCRIPTION_VI: ("Mô tả", "Description (Vietnamese)"),
    Field.DESCRIPTION_EN: ("Mô tả (tiếng Anh)", "Description (English)"),
    Field.INGREDIENTS_VI: ("Thành phần", "Ingredients (Vietnamese)"),
    Field.INGREDIENTS_EN: ("Thành phần (tiếng Anh)", "Ingredients (English)"),
    Field.STORAGE_VI: ("Bảo quản", "Storage (Vietnamese)"),
    Field.STORAGE_EN: ("Bảo quản (tiếng Anh)", "Storage (English)"),
    Field.WARNINGS_VI: ("Cảnh báo", "Warnings (Vietnamese)"),
    Field.WARNINGS_EN: ("Cảnh báo (tiếng Anh)", "Warnings (English)"),
    Field.MARK: ("Mã dòng (đừng sửa)", "Row mark (leave as it is)"),
}
WIDTHS = {Field.NAME_VI: 34, Field.NAME_EN: 34, Field.LABEL_VI: 20, Field.DESCRIPTION_VI: 40, Field.SUMMARY_VI: 40}
USUAL_WIDTH = 16

_ALSO: dict[Field, tuple[str, ...]] = {
    Field.NAME_VI: ("tên sản phẩm", "tên hàng hóa", "sản phẩm", "hàng hóa", "tên", "name", "product", "good"),
    Field.LABEL_VI: ("quy cách đóng gói", "gói", "đóng gói", "phân loại", "pack", "variant", "size"),
    Field.PRICE: ("giá", "giá bán", "đơn giá", "giá tiền", "price", "unit price"),
    Field.NET: ("khối lượng tịnh", "khối lượng", "trọng lượng", "dung tích", "net weight", "net"),
    Field.WEIGHT: ("khối lượng khi gửi", "cân nặng khi gửi", "cân nặng", "nặng khi gửi", "shipping weight", "weight"),
    Field.GTIN: ("gtin", "mã gtin", "ean", "barcode", "bar code", "mã số mã vạch"),
    Field.CHANGE: ("nhập thêm", "nhập", "thêm bớt", "thêm", "stock change", "add", "received"),
    Field.COUNTED: ("số đếm được", "kiểm kê", "tồn thực tế", "counted stock", "count"),
    Field.DESCRIPTION_VI: ("mô tả sản phẩm", "description"),
    Field.SUMMARY_VI: ("giới thiệu", "mô tả ngắn", "summary"),
    Field.INGREDIENTS_VI: ("nguyên liệu", "ingredients"),
    Field.STORAGE_VI: ("cách bảo quản", "hướng dẫn bảo quản", "storage"),
    Field.WARNINGS_VI: ("lưu ý", "warnings"),
}


def heading(field: Field, language: str) -> str:
    """How an export heads a column, in "vi" or "en"."""
    return HEADINGS[field][language == "en"]


def field_of(text: str) -> Field | None:
    """What a heading means, however it is marked, cased or spaced; None for a column that is not ours."""
    return _KNOWN.get(fold(text)) or _KNOWN.get(fold(re.sub(r"\([^)]*\)", " ", text)))


def _known() -> dict[str, Field]:
    known = {fold(words): field for field, also in _ALSO.items() for words in also}
    return known | {fold(words): field for field, pair in HEADINGS.items() for words in pair}


_KNOWN = _known()
