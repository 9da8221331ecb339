"""What the programme "Mỗi xã một sản phẩm" counts in: its sectors, its stars, its months. Pure.

Sources: "QĐ26" is Decision 26/2026/QĐ-TTg; "ours" is a decision of this shop (DECISIONS.md, section Certificates).
"""

from __future__ import annotations

GROUPS = ("food", "beverage", "herbal", "handicraft", "ornamental", "tourism")  # QĐ26 App. I, the six sectors
CERTIFIED_STARS = (3, 4, 5)  # QĐ26 Art. 4.1a and 7.2: one and two stars get no decision and no certificate
VALID_MONTHS = 36  # QĐ26 Art. 4.3
FIRST_YEAR = 2013  # ours: Quảng Ninh's forerunner of the programme; an earlier year is a slip of the pen
