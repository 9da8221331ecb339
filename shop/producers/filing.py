"""Under which letter a producer stands in a list: by its own name, not by its legal form. Pure."""

from __future__ import annotations

import re
import unicodedata

from shop.values.folding import tidy, vietnamese_sort_key

# What the names of producers begin with, the longer forms first. What follows is the name proper.
_FORM = re.compile(
    r"(chi nhánh )?(liên hiệp hợp tác xã|hợp tác xã|tổ hợp tác|doanh nghiệp tư nhân|dntn|hộ kinh doanh|hkd|cơ sở"
    r"|công ty|cty|ctcp|htx|tht|hộ)"
    r"([ ,-]+(cổ phần|cp|tnhh|trách nhiệm hữu hạn|mtv|một thành viên|hai thành viên|sản xuất|sx|sxkd|kinh doanh"
    r"|thương mại|tm|dịch vụ|dv|tmdv|nông nghiệp|nông lâm nghiệp|nông sản|dược liệu|chế biến|đầu tư|phát triển|và|&"
    r"|ông|bà)(?= ))*[ ,.:-]+",
    re.IGNORECASE,
)


def filing_name(name: str) -> str:
    """The name without its legal form and line of business; the whole name where nothing else would be left."""
    whole = tidy(name)
    match = _FORM.match(whole + " ")
    rest = whole[match.end() :].strip(" -–\"“”'") if match else whole
    return rest if any(letter.isalnum() for letter in rest) else whole


def filing_letter(name: str) -> str:
    """The Vietnamese letter under which the producer stands: "Đ" is not "D"; "#" for digits and signs."""
    first = vietnamese_letter(filing_name(name)[:1])
    return first if first.isalpha() else "#"


def filing_key(name: str) -> tuple[str, str, str]:
    """Sorts producers in the order of Vietnamese dictionaries by their own names."""
    return vietnamese_sort_key(filing_name(name))


def vietnamese_letter(letter: str) -> str:
    """The capital base letter without its tone: "ấ" gives "Â"."""
    decomposed = unicodedata.normalize("NFD", letter)
    kept = "".join(part for part in decomposed if part not in "\u0300\u0309\u0303\u0301\u0323")
    return unicodedata.normalize("NFC", kept).upper()
