"""The words over the columns of register tables, as offices print them, folded. Pure data."""

from __future__ import annotations

from enum import StrEnum


class Field(StrEnum):
    """What a column states."""

    INDEX = "index"
    NAME = "name"
    GROUP = "group"
    PRODUCER = "producer"
    KIND = "kind"
    ADDRESS = "address"
    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    STARS = "stars"
    STARS_1 = "stars_1"
    STARS_2 = "stars_2"
    STARS_3 = "stars_3"
    STARS_4 = "stars_4"
    STARS_5 = "stars_5"
    SCORE = "score"
    NUMBER = "number"
    DECIDED_ON = "decided_on"
    YEAR = "year"
    UNTIL = "until"
    ISSUER = "issuer"
    NOTE = "note"
    SOURCE = "source"
    OTHER = "other"


# Folded headings, a comma between; a bracketed remark in a heading is left out before.
_WORDS = {
    Field.INDEX: "stt, tt, so tt, so thu tu, no, index",
    Field.NAME: """
        ten san pham, san pham, ten san pham ocop, san pham ocop, ten sp, ten hang hoa, ten san pham dich
        vu, ten va quy cach, ten san pham hang hoa, san pham dich vu, ten san pham tham gia, product name,
        product, san pham ten, ten san pham ten, ten goi san pham, san pham ten san pham, danh muc san pham,
        ten san pham duoc cong nhan
    """,
    Field.GROUP: """
        nhom san pham, nganh hang, nganh, nhom nganh hang, nhom nganh, bo san pham, phan nhom, nhom, linh
        vuc, product group, nganh san pham, nhom nganh san pham, san pham nhom, thuoc nhom, thuoc nhom san
        pham, loai san pham, san pham nhom san pham
    """,
    Field.PRODUCER: """
        chu the, ten chu the, chu the san xuat, chu the ocop, ten chu the ocop, ten chu the san xuat, don
        vi, don vi san xuat, ten don vi, ten don vi san xuat, co so san xuat, ten co so, ten co so san xuat,
        nha san xuat, producer name, producer, to chuc ca nhan, ten to chuc ca nhan, to chuc kinh te, chu
        the tham gia, chu the ten, chu the kinh te, chu so huu, doanh nghiep htx ho san xuat, htx doanh
        nghiep, chu the ten chu the, don vi chu the, ten chu the kinh te, chu the sx, don vi sx, chu the ten
        chu the san xuat, don vi san xuat kinh doanh, co so san xuat kinh doanh, chu the san pham, chu the
        san xuat ten, chu the san xuat ten chu the
    """,
    Field.KIND: """
        loai hinh, loai hinh chu the, loai hinh to chuc, loai hinh san xuat, producer type, loai chu the,
        chu the loai hinh, hinh thuc to chuc, loai hinh to chuc san xuat, loai hinh kinh te
    """,
    Field.ADDRESS: """
        dia chi, dia chi san xuat, dia diem, dia diem san xuat, noi san xuat, dia chi chu the, dia chi co
        so, address, dia ban, dia chi don vi, dia chi san xuat kinh doanh, chu the dia chi, dia phuong, dia
        chi lien he, dia chi chu the san xuat, chu the san xuat dia chi, noi sx, dia chi sx, thuoc dia
        phuong
    """,
    Field.COMMUNE: """
        xa, xa phuong, xa phuong thi tran, phuong xa, ten xa, commune, xa thi tran, dia chi xa, dia chi xa
        phuong, xa phuong dac khu, dia chi xa phuong thi tran, cap xa, thuoc xa, thuoc xa phuong, phuong xa
        dac khu, dia chi xa phuong dac khu, xa p tt
    """,
    Field.DISTRICT: """
        huyen, huyen thi xa thanh pho, huyen thanh pho, huyen tx tp, huyen thi, district, dia chi huyen,
        huyen tp, ten huyen, cap huyen, huyen thi xa, huyen thi thanh pho, quan huyen, dia chi huyen thanh
        pho, dia chi huyen thi xa thanh pho, thuoc huyen, huyen tp tx, quan huyen thi xa, dia chi huyen tx
        tp
    """,
    Field.PROVINCE: """
        tinh, tinh thanh pho, tinh tp, province, dia chi tinh, ten tinh, thuoc tinh, dia chi tinh thanh pho,
        tinh thanh
    """,
    Field.STARS: """
        hang sao, so sao, hang, xep hang, phan hang, ket qua phan hang, dat sao, stars, hang sao dat duoc,
        cap sao, sao, ket qua xep hang, hang sao ocop, xep hang sao, phan hang sao, hang sao cong nhan, dat
        hang, dat hang sao, hang san pham, ket qua, ket qua danh gia, ket qua danh gia phan hang, ket qua
        phan hang hang sao, xep hang ocop, hang ocop, ket qua cong nhan, hang dat duoc, ket qua danh gia
        phan hang hang sao, phan hang san pham, xep hang san pham, ket qua hang sao, so sao dat duoc
    """,
    Field.SCORE: """
        diem, so diem, tong diem, diem danh gia, diem so, diem trung binh, ket qua diem, tong so diem,
        score, ket qua danh gia diem, diem dat duoc, ket qua phan hang diem, diem tb, ket qua phan hang so
        diem, ket qua danh gia tong diem, ket qua tong diem
    """,
    Field.NUMBER: """
        so quyet dinh, quyet dinh so, so qd, qd so, quyet dinh, decision number, quyet dinh cong nhan, so
        quyet dinh cong nhan, so ngay quyet dinh, so ngay thang nam quyet dinh, quyet dinh so ngay, so quyet
        dinh ngay thang nam, so ky hieu, quyet dinh so ky hieu, so qd cong nhan, quyet dinh phe duyet, so va
        ngay quyet dinh, quyet dinh cong nhan so, quyet dinh so quyet dinh, so quyet dinh ngay ban hanh,
        quyet dinh so ngay thang nam
    """,
    Field.DECIDED_ON: """
        ngay quyet dinh, ngay cong nhan, ngay cap, ngay ban hanh, recognised on, ngay ky, thoi gian cong
        nhan, quyet dinh ngay, ngay qd, ngay thang nam quyet dinh, quyet dinh ngay thang nam, quyet dinh
        ngay ban hanh, ngay thang cong nhan, thoi diem cong nhan, ngay thang nam cong nhan, ngay cap giay
        chung nhan, quyet dinh ngay ky, ngay thang nam ban hanh, ngay thang nam, quyet dinh cong nhan ngay,
        ngay ban hanh quyet dinh, ngay cong nhan ocop, ngay thang nam cap
    """,
    Field.YEAR: """
        nam cong nhan, nam, recognised year, nam danh gia, nam cap, nam dat, nam dat sao, nam xep hang, nam
        phan hang, year, nam duoc cong nhan, nam cong nhan ocop
    """,
    Field.UNTIL: """
        ngay het han, ngay het hieu luc, het han, het hieu luc, thoi han, thoi han hieu luc, hieu luc, han su
        dung giay chung nhan, co gia tri den, gia tri den, gia tri den ngay, co gia tri den ngay, hieu luc den,
        hieu luc den ngay, co hieu luc den, co hieu luc den ngay, den ngay, thoi han cong nhan, thoi gian hieu luc,
        thoi han giay chung nhan, ngay het han cong nhan, valid until, expires, expires on
    """,
    Field.ISSUER: """
        co quan ban hanh, co quan cap, don vi cap, co quan cong nhan, issuing authority, co quan quyet dinh,
        co quan ban hanh quyet dinh, quyet dinh co quan ban hanh, don vi ban hanh, co quan cong nhan ocop,
        cap cong nhan, cap quyet dinh, co quan phe duyet
    """,
    Field.NOTE: """
        ghi chu, status note, tinh trang, trang thai, note, notes, status, hinh thuc, cong nhan moi cong
        nhan lai
    """,
    Field.SOURCE: "nguon, source, nguon tin, nguon thong tin",
    Field.OTHER: """
        dien thoai, so dien thoai, lien he, email, nguoi dai dien, dai dien, ho va ten, don vi tinh, quy
        cach, gia ban, ma so, ma san pham, website, sdt, ho ten, nguoi dai dien phap luat, ma so thue, ho
        ten chu the, giam doc, chu nhiem, ngay hieu luc, ngay co hieu luc, ma vung trong
    """,
}
FIELD_OF_WORDS = {" ".join(words.split()): field for field, text in _WORDS.items() for words in text.split(",")}

# For headings worded in yet another way: a heading that matches is taken for the field, the first that does wins.
LIKELY = (
    (
        Field.OTHER,
        r"(.* )?(sdt|ho ten|ho va ten|dai dien|email)\b|(so )?dien thoai\b|(ma so|gia ban|quy cach|don vi tinh)\b",
    ),
    (Field.OTHER, r"ngay (co )?hieu luc\b|.*\b(tu cham|tu danh gia)\b"),
    (Field.UNTIL, r".*\b(het han|het hieu luc|thoi han|(hieu luc|gia tri)( den)?)\b"),
    (Field.NOTE, r"(ghi chu|tinh trang|trang thai)\b"),
    (Field.SCORE, r"(.* )?diem( .*)?(?<!dia diem)"),
    (Field.KIND, r".*\bloai hinh\b"),
    (Field.GROUP, r"(nhom|nganh|phan nhom|bo san pham|linh vuc|thuoc nhom)\b"),
    (Field.NUMBER, r"(so|so va ngay|so ngay)\b.*\b(quyet dinh|qd)\b"),
    (Field.DECIDED_ON, r".*\bngay\b.*\b(quyet dinh|qd|cong nhan|ban hanh|ky|cap)\b|.*\b(quyet dinh|qd)\b.*\bngay\b"),
    (Field.YEAR, r"nam\b.*\b(cong nhan|danh gia|cap|phan hang|xep hang)\b"),
    (Field.ISSUER, r"(co quan|cap)\b.*\b(ban hanh|cong nhan|quyet dinh|cap|phe duyet)\b"),
    (Field.ADDRESS, r"(.* )?(dia chi|dia diem|noi san xuat)\b"),
    (Field.STARS, r".*\b(hang sao|so sao|xep hang|phan hang|cap sao|sao ocop)\b"),
    (
        Field.PRODUCER,
        r".*\bchu the\b|(ten )?(don vi|co so|nha|to chuc|doanh nghiep|htx)\b.*\b(san xuat|ca nhan|kinh doanh|htx)\b",
    ),
    (Field.NAME, r"(ten )?san pham\b"),
    (Field.COMMUNE, r"(ten )?(xa|phuong)( phuong| xa| thi tran| dac khu)\b"),
    (Field.DISTRICT, r"(ten )?huyen( thi xa| thanh pho| tx| tp| thi)\b"),
)
LONGEST_HEADING = 10
