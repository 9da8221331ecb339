"""Which of our drawings stands for a good: one true to its name, else the drawing of its kind.

Drawings are static/img/kinds/<stem>.svg. Names are read word by word with their marks, as for the kind: "Vải thiều" are
lychees and "Trà hoa cúc" is a pot of flowers, but "Trà sữa" is no tea where the good is ice cream.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from shop.catalogue.kinds import KINDS, name_has

# Kind -> ordered (drawing, phrases as in kinds.py). The first that fits wins; a kind's own name ends the search.
_RULES = MappingProxyType(
    {
        "tea": (
            ("black-tea", "hồng trà | hồng đỉnh | hồng lienshan"),
            ("artichoke-tea", "actiso | atiso"),
            ("vine-tea", "dây thìa canh"),
            ("tea-bags", "túi lọc | giảo cổ lam | cà gai leo | mướp đắng"),
            ("herb-tea", "trà thảo mộc | vạn hoa"),
            ("tea-flowers", "trà hoa | hoa trà | nụ vối | kim ngân hoa"),
            ("purple-tea", "búp tím"),
            ("tea-buds", "chè đinh | tôm nõn | nõn | búp | shan | shan tuyết | san tuyết | ô long | hích"),
        ),
        "cake": (
            ("ice-cream-coconut", "^kem dừa"),
            ("ice-cream-bar", "^kem + socola | ^kem + sô cô la | ^kem + trà sữa"),
            ("ice-cream", "^kem"),
            ("sweet-soup", "chè đậu"),
            ("mung-bean-cake", "bánh đậu"),
            ("cu-do", "cu đơ | kẹo lạc"),
            ("coconut-crackers", "bánh dừa"),
        ),
        "noodles": (
            ("colour-noodles", "ngũ sắc"),
            ("rice-noodles", "mỳ gạo | mì gạo"),
            ("flat-noodles", "phở | bánh đa"),
        ),
        "vegetables": (
            ("pickled-shoots", "măng chua | măng muối | măng dầm"),
            ("dried-shoots", "măng + khô"),
            ("bamboo-shoots", "măng"),
            ("carrots", "cà rốt"),
            ("kale", "cải"),
        ),
        "nuts": (("cereal", "ngũ cốc | bột đậu"),),
        "other": (("starch", "bột sắn | bột củ"),),
        "sugar": (("molasses", "mật mía"),),
        "eggs-meat": (("birds-nest", "yến"),),
        "spirit": (
            ("jar-wine", "rượu ghè | rượu cần"),
            ("infused-wine", "đông trùng | mú từn | nhung hươu | sâm | ba kích | đinh lăng"),
            ("rice-wine", "nếp | men lá"),
        ),
        "health-food": (
            ("curcumin", "curcumin | cucrumin"),
            ("health-food", "đông trùng"),
            ("capsules", "thực phẩm bảo vệ"),
        ),
        "turmeric": (("curcumin", "curcumin | viên"),),
        "herbs": (
            ("bone-paste", "^cao ngựa | ^cao xương"),
            ("extract", "^cao"),
        ),
        "sausage": (("meat-roll", "giò | chả"),),
        "fruit": (
            ("pink-guava", "ổi ruby"),
            ("guava", "ổi"),
            ("lychee", "vải"),
            ("star-apple", "vú sữa"),
            ("plum", "mận"),
            ("mulberry", "dâu tằm"),
            ("canarium", "trám"),
            ("citrus", "cam | quýt"),
        ),
        "bamboo": (
            ("bamboo-lamp", "đèn"),
            ("bamboo-mirror", "gương"),
        ),
        "homestay": (("country-house", "ecohost"),),
        "seafood": (("eel", "lươn"),),
    }
)

PICTURES = tuple(dict.fromkeys([*KINDS, *(stem for rules in _RULES.values() for stem, _ in rules)]))


@lru_cache(maxsize=4096)
def picture_of(name: str, kind: str) -> str:
    """The stem of the drawing, one of PICTURES, for a good with this name in Vietnamese and this kind."""
    return next((stem for stem, phrases in _RULES.get(kind, ()) if name_has(name, phrases)), kind)
