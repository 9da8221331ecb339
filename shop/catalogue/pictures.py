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
            ("tea-bags", "túi lọc | actiso | atiso | dây thìa canh | giảo cổ lam | cà gai leo | mướp đắng"),
            ("tea-flowers", "trà hoa | hoa trà | trà thảo mộc | nụ vối | kim ngân hoa"),
            ("tea-buds", "chè đinh | tôm nõn | nõn | búp | shan | shan tuyết | san tuyết | ô long | hích"),
        ),
        "cake": (
            ("ice-cream-bar", "^kem + socola | ^kem + sô cô la | ^kem + trà sữa"),
            ("ice-cream", "^kem"),
        ),
        "noodles": (
            ("colour-noodles", "ngũ sắc"),
            ("rice-noodles", "mỳ gạo | mì gạo"),
            ("flat-noodles", "phở | bánh đa"),
        ),
        "vegetables": (("bamboo-shoots", "măng"),),
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
        "fruit": (("guava", "ổi"),),
        "bamboo": (
            ("bamboo-lamp", "đèn"),
            ("bamboo-mirror", "gương"),
        ),
        "seafood": (("eel", "lươn"),),
    }
)

PICTURES = tuple(dict.fromkeys([*KINDS, *(stem for rules in _RULES.values() for stem, _ in rules)]))


@lru_cache(maxsize=4096)
def picture_of(name: str, kind: str) -> str:
    """The stem of the drawing, one of PICTURES, for a good with this name in Vietnamese and this kind."""
    return next((stem for stem, phrases in _RULES.get(kind, ()) if name_has(name, phrases)), kind)
