"""What kind of thing a good is, read from its name: settles its drawing, its label duties and how it is packed.

The register knows six groups only. Its names are plain, so ordered keywords on the marked name tell the kind: "Tượng
trầm" is a statue and no sauce ("tương"), "Mật ong hoa vải" is honey and no fruit. The first rule that fits wins.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

from shop.values.folding import fold, tone_neutral

# Kind -> what it is called in Vietnamese and in English.
KIND_NAMES = MappingProxyType(
    {
        "honey": ("Mật ong", "Honey"),
        "tea": ("Chè, trà", "Tea"),
        "rice": ("Gạo, cốm", "Rice"),
        "dried-meat": ("Thịt sấy, thịt khô", "Dried meat"),
        "banana": ("Chuối", "Bananas"),
        "pomelo": ("Bưởi", "Pomelo"),
        "fruit": ("Trái cây", "Fruit"),
        "mushroom": ("Nấm", "Mushrooms"),
        "spirit": ("Rượu", "Spirits"),
        "oil": ("Tinh dầu, dầu ăn", "Oils"),
        "turmeric": ("Nghệ", "Turmeric"),
        "noodles": ("Miến, mỳ, bún, phở", "Noodles"),
        "sausage": ("Giò chả, xúc xích", "Sausages and meat rolls"),
        "fish-sauce": ("Nước mắm, gia vị", "Fish sauce and condiments"),
        "seafood": ("Cá, thủy hải sản", "Fish and seafood"),
        "coffee": ("Cà phê", "Coffee"),
        "sugar": ("Đường, mật", "Sugar and nectar"),
        "nuts": ("Hạt, ngũ cốc", "Nuts, seeds and grains"),
        "vegetables": ("Rau củ, măng", "Vegetables and bamboo shoots"),
        "eggs-meat": ("Thịt, trứng, sữa, yến", "Meat, eggs, milk and bird's nest"),
        "brocade": ("Thổ cẩm, tơ lụa", "Brocade and silk"),
        "ceramics": ("Gốm sứ", "Ceramics"),
        "bamboo": ("Thủ công mỹ nghệ", "Handicrafts"),
        "incense": ("Hương, nhang", "Incense"),
        "peach-blossom": ("Hoa, cây cảnh", "Flowers and ornamental plants"),
        "homestay": ("Du lịch cộng đồng", "Community stays and visits"),
        "herbs": ("Thảo mộc, dược liệu", "Herbs and spices"),
        "health-food": ("Thực phẩm bảo vệ sức khỏe", "Health food"),
        "cake": ("Bánh kẹo", "Cakes and sweets"),
        "other": ("Đặc sản khác", "Other specialities"),
    }
)
KINDS = tuple(KIND_NAMES)

# The line that health foods must carry (Decree 15/2018, labels and advertising), and a fair English rendering.
HEALTH_WARNING_VI = (
    "Thực phẩm này không phải là thuốc, không có tác dụng thay thế thuốc chữa bệnh."  # fixed words, do not edit
)
HEALTH_WARNING_EN = "This food is not a medicine and does not replace medicines that treat disease."

# Ordered: (kind, phrases). A phrase stands for whole words of the name; "^" ties it to the start.
_RULES: tuple[tuple[str, str], ...] = (
    ("spirit", "rượu | tửu"),
    ("health-food", "thực phẩm bảo vệ | vicumax | vi-cumax | đông trùng"),
    ("other", "nước rửa | nước lau | nước uống | ngọc trai"),
    ("bamboo", "tranh | tượng gỗ | tượng trầm | mây tre | đèn lồng | ống hút | chổi"),
    ("incense", "^hương | nhang"),
    ("oil", "tinh dầu | dầu"),
    ("herbs", "^cao | chè vằng | lá xông | lá ngâm"),
    ("fish-sauce", "nước mắm | mắm | giấm | dấm | tương"),
    ("cake", "chè lam | chè đậu | bánh đậu | ^kem | kẹo | cu đơ | snack | bánh mỳ | bánh mì | bánh đa vừng"),
    ("turmeric", "nghệ | trịnh năng curcumin"),
    ("sugar", "mật mía | mật hoa dừa | mật nhuỵ | mật nhuỵ hoa | đường hoa | đường thốt nốt | đường phèn"),
    ("honey", "mật ong | ong | phấn hoa"),
    ("tea", "trà | chè | tea"),
    ("coffee", "cà phê | coffee"),
    ("noodles", "miến | mỳ | mì | bún | phở | bánh đa"),
    ("cake", "bánh | khẩu sli"),
    ("seafood", "chả cá | cá | mực | tôm | lươn | tép"),
    ("sausage", "giò | chả | nem | lạp sườn | lạp xường | lạp xưởng | xúc xích"),
    ("dried-meat", "thịt sấy | thịt treo | gác bếp | ruốc | khô bò | ếch sấy | thịt + sấy"),
    ("eggs-meat", "thịt | trứng | gà | khẩu nhục | sữa chua | yến sào | tổ yến | yến tinh"),
    ("mushroom", "nấm | mộc nhĩ | linh chi"),
    ("other", "bột củ | bột sắn"),
    ("nuts", "hạt sen | hạt dẻ | lạc | đậu phộng | bột đậu | ngũ cốc"),
    ("rice", "gạo | nếp | cốm | cơm lam"),
    ("herbs", "sâm | ^quế | hạt tiêu | nhung hươu | trịnh năng"),
    ("vegetables", "măng | cải | cà chua | cà rốt | khoai tây | khổ qua | bí xanh | củ sen | rau"),
    ("banana", "chuối"),
    ("pomelo", "bưởi"),
    (
        "fruit",
        "nhãn | lê | mận | vải | ổi | cam | quýt | hồng không hạt | thanh long | vú sữa | na dai | dứa | dưa | cóc"
        " | xoài | dâu tằm | dừa | trám",
    ),
)

_HANDICRAFTS: tuple[tuple[str, str], ...] = (
    ("brocade", "thổ cẩm | tơ tằm | lụa | dệt thổ cẩm | vải"),
    ("ceramics", "gốm | sứ | bát đĩa"),
    ("incense", "^hương | nhang"),
)

# Where no word tells, the group does.
_BY_GROUP = MappingProxyType({"handicraft": "bamboo", "herbal": "herbs"})
_WHOLE_GROUPS = MappingProxyType({"tourism": "homestay", "ornamental": "peach-blossom"})


def kind_of(name: str, group: str | None) -> str:
    """The kind, one of KINDS, of a good with this name and register group (`food`, `tourism`, ... or None).

    Names without any marks are compared without marks; else a marked word must match with its marks.
    """
    whole_group = _WHOLE_GROUPS.get(group or "")
    if whole_group:
        return whole_group
    rules = _HANDICRAFTS if group == "handicraft" else _RULES
    found = next((kind for kind, phrases in rules if name_has(name, phrases)), None)
    return found or _BY_GROUP.get(group or "", "other")


def name_has(name: str, phrases: str) -> bool:
    """Whether a name has one of the phrases ("mật ong | phấn hoa") as whole words, by the same rules as `kind_of`."""
    marked = tone_neutral(name)
    is_bare = marked.isascii()
    return bool(_pattern(phrases, is_bare).search(fold(name) if is_bare else marked))


def is_alcohol(kind: str) -> bool:
    """Whether goods of this kind are sold to adults only and never for cash on delivery."""
    return kind == "spirit"


def is_health_food(kind: str) -> bool:
    """Whether goods of this kind must carry HEALTH_WARNING_VI and _EN."""
    return kind == "health-food"


def is_service(kind: str) -> bool:
    """Whether goods of this kind are vouchers (a stay, a visit) and never go into a parcel."""
    return kind == "homestay"


@lru_cache(maxsize=256)
def _pattern(phrases: str, is_bare: bool) -> re.Pattern[str]:
    """One expression for all phrases of a rule; " + " lets other words stand between."""
    spell = fold if is_bare else tone_neutral
    options = []
    for phrase in phrases.split(" | "):
        start = "^" if phrase.startswith("^") else r"(?<!\w)"
        parts = [re.escape(spell(part)) for part in phrase.removeprefix("^").split(" + ")]
        options.append(start + r"\b.*\b".join(parts) + r"(?!\w)")
    return re.compile("|".join(options))
