"""What the style guide shows its components with: names from the register, everything else made up."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from shop.places import communes_like, find_province, list_provinces
from shop.values.light_marks import read_marks

LONG_MAKER = "Công ty trách nhiệm hữu hạn một thành viên dịch vụ nông nghiệp công nghệ cao Thiên Trường 36"


class Example(SimpleNamespace):
    """Values by name; can be a key, because pieces of pages are kept under what they print."""

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)


def _card(name: str, producer: str, place: str, **changes: Any) -> Example:
    card = {
        "url": "#cards", "slug": "mau", "name": name, "producer": producer, "place": place, "stars": 3,
        "certificate": "MAU-1", "certified_until": date(2026, 12, 31), "price": 68_000, "several_prices": False,
        "unit_price": 13_600, "unit": "100 g", "sold_out": False, "rests_until": None, "variant_id": None,
        "photo": None,
        "picture": "honey", "ground": "north-west",
    }  # fmt: skip
    return Example(**(card | changes))


CARDS = [
    _card("Mật nhuỵ hoa thốt nốt", "HTX Tịnh Biên", "Tịnh Biên, An Giang", variant_id=1),
    _card("Dưa kim hoàng hậu Thiên Trường 36", LONG_MAKER, "Thanh Hóa", picture="pomelo", unit_price=None, unit=None),
    _card(
        "Thực phẩm bảo vệ sức khoẻ Vicumax plus tam thất tiêu đen Nano Cucrumin",
        "Công ty CP công nghệ dược liệu Bắc Hà", "Thái Nguyên",
        stars=5, picture="turmeric", price=1_250_000, several_prices=True,
        unit_price=125_000, unit="10 viên",
    ),
    _card("Nước mắm Thanh Quốc 43 độ đạm", "Nước mắm Thanh Quốc", "An Giang", picture="fish-sauce", sold_out=True),
    _card("Bưởi da xanh", "", "Bảo Yên, Lào Cai", picture="pomelo", price=25_000, rests_until=date(2026, 11, 30)),
]  # fmt: skip

CERTIFICATE = Example(
    url="#certificate", qr_url="#", code="15-02908-0007-2023", stars=4, decision_number="3471/QĐ-UBND",
    decided_on=date(2023, 12, 28), decided_year=2023, issuer="Ủy ban nhân dân tỉnh Lào Cai",
    last_day=date(2026, 12, 28), day_is_known=True,
)  # fmt: skip

CERTIFICATE_OF_A_YEAR = Example(
    url="#certificate", qr_url="#", code="NAM-2024-0112", stars=5, decision_number=None, decided_on=None,
    decided_year=2024, issuer=None, last_day=date(2027, 1, 1), day_is_known=False,
)  # fmt: skip

ORIGIN = Example(
    before="xã Vĩnh Yên, huyện Bảo Yên, Lào Cai", today="xã Nghĩa Đô, Lào Cai", url="#origin",
    province_code="15", commune_code="02953",
)  # fmt: skip

MAKERS = [
    Example(
        url="#makers", name="HTX Nông nghiệp và Dịch vụ Vĩnh Yên", legal_form="Hợp tác xã", place="Nghĩa Đô, Lào Cai",
        count=4, photo=None, picture="oil", ground="north-west",
        story="Mười hai hộ người Tày cất tinh dầu quế và sả bằng củi, hai mẻ một ngày.",
    ),
    Example(
        url="#makers", name=LONG_MAKER, legal_form=None, place="Thanh Hóa", count=1, photo=None, picture="pomelo",
        ground="north-central", story=None,
    ),
]  # fmt: skip

FACETS = [
    Example(name="stars", title="Số sao", options=[
        Example(value=str(stars), label=f"{stars} sao", count=count, chosen=stars == 4)
        for stars, count in ((5, 12), (4, 31), (3, 39))
    ]),
    Example(name="province", title="Tỉnh, thành phố", options=[
        Example(value=name, label=name, count=count, chosen=False)
        for name, count in (("Lào Cai", 18), ("Thái Nguyên", 14), ("Bắc Ninh", 11), ("Thanh Hóa", 9), ("Huế", 0))
    ]),
]  # fmt: skip

PAGES = Example(
    previous_url="#1",
    next_url="#3",
    links=[
        Example(number=1, url="#1", current=False, near=True),
        Example(number=2, url="#2", current=True, near=True),
        Example(number=3, url="#3", current=False, near=True),
        None,
        Example(number=700, url="#700", current=False, near=True),
    ],
)

ENTRIES = [
    Example(on=date(2023, 12, 28), when=None, title="Công nhận lại 4 sao", text="3471/QĐ-UBND", state="now"),
    Example(on=date(2020, 12, 1), when=None, title="Công nhận 3 sao", text=None, state="past"),
    Example(on=None, when="năm 2019", title="Công nhận 3 sao", text="Ngày không rõ", state="ended"),
]

TILES = [
    Example(url="#groups", name=name, count=count, kind=kind, ground=ground)
    for name, count, kind, ground in (
        ("Thực phẩm", 58, "rice", "red-river-delta"),
        ("Đồ uống", 9, "spirit", "north-east"),
        ("Dược liệu và sản phẩm từ dược liệu", 8, "turmeric", "north-west"),
        ("Hàng thủ công mỹ nghệ", 4, "brocade", "central-highlands"),
        ("Sinh vật cảnh", 1, "peach-blossom", "red-river-delta"),
        ("Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch", 3, "homestay", "north-west"),
    )
]

COUNTS = {"15": 18, "19": 14, "24": 11, "38": 9, "01": 42, "31": 3, "33": 1, "37": 2, "91": 6, "79": 120, "66": 5}

PROVINCES = [
    Example(code=province.code, name=province.short_name, href="#map" if count else "", count=count)
    for province in list_provinces()
    for count in [COUNTS.get(province.code, 0)]
]

DOCUMENTS = [
    Example(
        counted="certified", total=4, stars=4, place="Bắc Kạn", year=2023, goods=("Gạo Nếp Tài",),
        by_producer=(("Công ty CP công nghệ dược liệu Bắc Hà", 3), ("HTX Yến Dương", 1)),
    ),
]  # fmt: skip

ADDRESS = Example(
    values={"commune": "van lang", "commune_choice": "", "street": "Thôn 3"},
    problems={"commune": "Tên này có thể là một trong mấy nơi. Hãy chọn nơi của bạn ở dưới."},
    provinces=list_provinces(),
    home=find_province("thai-nguyen"),
    candidates=communes_like("19", "van lang"),
    understood="Xã Vĩnh Yên, huyện Bảo Yên, nay là xã Nghĩa Đô, Lào Cai.",
)
VARIANTS = [
    Example(id=1, name="Chai 250 ml", price=68_000, unit_price=27_200, unit="100 ml", net=None, available=24,
            container="chai"),
    Example(id=2, name="Chai 500 ml", price=125_000, unit_price=25_000, unit="100 ml", net=None, available=6,
            container="chai"),
    Example(id=3, name="Can 2 lít", price=460_000, unit_price=23_000, unit="100 ml", net="2 l", available=0,
            container="can"),
]  # fmt: skip


def _line(name: str, number: int, **changes: Any) -> Example:
    line = {
        "variant_id": number, "name": name, "pack": "Hũ 500 g", "url": "#lines", "card": CARDS[0], "quantity": 2,
        "counted": 2, "most": 12, "price": 68_000, "amount": 136_000, "reasons": [], "is_on_offer": True,
        "is_sold_out": False, "is_alcohol": False,
    }  # fmt: skip
    return Example(**(line | changes))


LINES = [
    (_line("Mật nhuỵ hoa thốt nốt", 1), "cart"),
    (_line("Rượu táo mèo", 2, quantity=1, counted=1, reasons=["Giá đã đổi từ 60.000 ₫ thành 68.000 ₫."],
           amount=68_000, is_alcohol=True), "cart"),
    (_line("Nước mắm Thanh Quốc 43 độ đạm", 3, counted=0, amount=0, is_sold_out=True,
           reasons=["Hiện đã hết hàng, không tính vào tổng tiền."]), "cart"),
    (_line("Bưởi da xanh", 4, card=None, counted=0, is_on_offer=False,
           reasons=["Giấy chứng nhận đã hết hạn ngày 20/11/2026 nên chợ không bán nữa."]), "gone"),
    (_line("Mật ong rừng", 5), "saved"),
]  # fmt: skip

OPINIONS = Example(
    total=12,
    shares=[
        Example(words=words, count=count, percent=count * 100 // 12)
        for words, count in (("Rất ưng", 8), ("Ưng", 3), ("Tạm được", 0), ("Chưa ưng", 1), ("Không ưng", 0))
    ],
)
REVIEWS = [
    Example(rating="Rất ưng", paragraphs=["Mật thơm, đặc, đóng gói cẩn thận.", "Sẽ mua nữa cho cả nhà."], name="Hoa N.",
            written_on=date(2026, 11, 15), pack="Chai 500 ml", photos=[], language="vi",
            answer=["Cảm ơn bạn Hoa đã ủng hộ hợp tác xã!"], answered_on=date(2026, 11, 16)),
    Example(rating="Chưa ưng", paragraphs=["Giao chậm hai ngày."], name="Người mua", written_on=date(2026, 11, 2),
            pack="Chai 250 ml", photos=[], language="vi", answer=[], answered_on=None),
]  # fmt: skip

EXAMPLES = {
    "marked": read_marks("## Nhà làm\nChúng tôi là **bảy hộ** ở *Nghĩa Đô*.\n- hái bằng tay\n- sao lửa nhỏ"),
    "address": ADDRESS,
    "cards": CARDS,
    "certificate": CERTIFICATE,
    "certificate_of_a_year": CERTIFICATE_OF_A_YEAR,
    "chips_in_force": [Example(label="Thực phẩm", url="#"), Example(label="đến 300.000 ₫", url="#")],
    "counts": DOCUMENTS,
    "entries": ENTRIES,
    "facets": FACETS,
    "makers": MAKERS,
    "opinions_shown": OPINIONS,
    "origin": ORIGIN,
    "pages": PAGES,
    "provinces": PROVINCES,
    "prices": Example(lowest=15_000, highest=1_250_000, chosen_lowest=None, chosen_highest=300_000),
    "reviews": REVIEWS,
    "tiles": TILES,
    "variants": VARIANTS,
    "lines": LINES,
}
