"""What to say to the person who sent a register file, in Vietnamese and in English. Pure data, but for filling in."""

from __future__ import annotations

from shop.register_files.reasons import Reason, ReasonCode

_WORDS: dict[ReasonCode, tuple[str, str]] = {
    ReasonCode.FILE_EMPTY: ("tệp trống; hãy chọn tệp có bảng", "the file is empty; choose the one with the table"),
    ReasonCode.FILE_TOO_LARGE: (
        "tệp lớn hơn {megabytes} MB; hãy bỏ hình ảnh trong tệp hoặc chia nhỏ bảng",
        "the file is larger than {megabytes} MB; take its pictures out or divide the table",
    ),
    ReasonCode.FILE_KIND: (
        "tệp không phải là bảng XLSX hoặc CSV; hãy lưu bảng thành .xlsx hoặc .csv",
        "the file is neither an XLSX workbook nor CSV; save the table as .xlsx or .csv",
    ),
    ReasonCode.FILE_OLD_OR_LOCKED: (
        "tệp là .xls cũ hoặc có mật khẩu; hãy bỏ mật khẩu và lưu thành .xlsx",
        "the file is an old .xls or has a password; take the password off and save it as .xlsx",
    ),
    ReasonCode.FILE_BROKEN: (
        "tệp bị hỏng, không mở được; hãy mở bằng Excel, lưu lại rồi gửi",
        "the file is damaged and cannot be opened; open it in Excel, save it again and resend",
    ),
    ReasonCode.FILE_BOMB: (
        "tệp có quá nhiều thành phần, hoặc khi giải nén lớn hơn {megabytes} MB; hãy chép bảng sang một tệp mới rồi gửi",
        "the file has too many parts, or unpacks to more than {megabytes} MB; copy the table into a new file",
    ),
    ReasonCode.TOO_MANY_ROWS: (
        "quá {most} dòng; hãy lưu thành CSV hoặc chia nhỏ",
        "more than {most} rows; save it as CSV or divide it",
    ),
    ReasonCode.TOO_MANY_COLUMNS: (
        "quá {most} cột; hãy xóa những cột không thuộc bảng",
        "more than {most} columns; delete those that are no part of the table",
    ),
    ReasonCode.ENCODING_UNKNOWN: (
        "không đọc được bảng mã của tệp; hãy lưu thành CSV UTF-8 hoặc XLSX dùng phông Unicode",
        "the encoding is not known; save it as CSV UTF-8, or as XLSX in a Unicode font",
    ),
    ReasonCode.TEXT_GARBLED: (
        "chữ đã bị vỡ dấu khi chuyển mã; hãy gửi tệp gốc",
        "the letters were garbled by an earlier conversion; send the original file",
    ),
    ReasonCode.QUOTES_BROKEN: (
        'dấu ngoặc kép " không khép kín hoặc đặt sai chỗ; hãy sửa dòng này hoặc lưu lại bảng bằng Excel',
        'a quotation mark " is not closed or stands in the wrong place; mend the row or save the table anew in Excel',
    ),
    ReasonCode.NO_HEADER: (
        "không tìm thấy dòng tiêu đề có cột tên sản phẩm và ít nhất một cột khác; đầu tệp là: {seen}",
        "no heading row with a column for the product's name and at least one more; the file begins: {seen}",
    ),
    ReasonCode.COLUMN_TWICE: ('hai cột cùng ghi "{column}"', 'two columns both say "{column}"'),
    ReasonCode.NO_ROWS: ("không có dòng sản phẩm nào dưới tiêu đề", "there is no row of a product below the headings"),
    ReasonCode.NAME_MISSING: ("thiếu tên sản phẩm", "the product's name is missing"),
    ReasonCode.NAME_UNREADABLE: ('"{text}" không phải là tên sản phẩm', '"{text}" is not a name of a product'),
    ReasonCode.NAMES_SEVERAL: (
        "một ô ghi nhiều sản phẩm; mỗi sản phẩm phải một dòng",
        "the cell names several products; each needs a row of its own",
    ),
    ReasonCode.ROW_HIDDEN: (
        "dòng bị ẩn trong tệp; hãy xem dòng này có thuộc danh sách không",
        "the row is hidden in the file; see whether it belongs to the list",
    ),
    ReasonCode.TOO_LONG: ("dài quá {most} ký tự; hãy rút gọn", "longer than {most} characters; shorten it"),
    ReasonCode.CELL_BROKEN: ('ô có lỗi "{text}"', 'the cell holds the error "{text}"'),
    ReasonCode.FORMULA_WITHOUT_VALUE: (
        "ô có công thức chưa tính; hãy mở bằng Excel và lưu lại",
        "the cell has a formula without its result; open the file in Excel and save it",
    ),
    ReasonCode.PROVINCE_MISSING: (
        "chưa biết tỉnh; hãy ghi tỉnh ở dòng này, hoặc nêu tỉnh cho cả tệp (--province)",
        "the province is not stated; write it in the row, or give it for the whole file (--province)",
    ),
    ReasonCode.PROVINCE_UNKNOWN: ('không có tỉnh nào tên "{text}"', 'there is no province called "{text}"'),
    ReasonCode.PLACES_CONTRADICT: (
        '"{text}" nay là {today}, không phải "{given}"',
        '"{text}" is {today} today, not "{given}"',
    ),
    ReasonCode.STARS_UNREADABLE: ('không hiểu hạng sao "{text}"', 'the stars "{text}" cannot be read'),
    ReasonCode.STARS_TOO_FEW: (
        "{stars} sao: 1-2 sao không được cấp giấy chứng nhận (QĐ 26/2026, Điều 4 và 7)",
        "{stars} stars: 1-2 stars get no certificate (Decision 26/2026, Art. 4 and 7)",
    ),
    ReasonCode.STARS_OUT_OF_RANGE: ("{stars} sao: OCOP chỉ có từ 1 đến 5 sao", "{stars} stars: OCOP has one to five"),
    ReasonCode.STARS_TWICE: ("đánh dấu nhiều hạng sao: {stars}", "several numbers of stars are marked: {stars}"),
    ReasonCode.STARS_NOT_REACHED: (
        '"{text}": sản phẩm không đạt thì không có giấy chứng nhận',
        '"{text}": a product that did not reach any stars gets no certificate',
    ),
    ReasonCode.STARS_CONTRADICT_HEADING: (
        "ghi {stars} sao, nhưng tiêu đề phía trên ghi {heading} sao",
        "it states {stars} stars, but the heading above says {heading}",
    ),
    ReasonCode.MARK_UNREADABLE: (
        'không hiểu dấu "{text}" ở cột {stars} sao',
        'the mark "{text}" in the column for {stars} stars cannot be read',
    ),
    ReasonCode.DAY_UNREADABLE: (
        'không hiểu ngày "{text}"; hãy ghi ngày/tháng/năm',
        'the day "{text}" cannot be read; write day/month/year',
    ),
    ReasonCode.DAY_IMPOSSIBLE: (
        '"{text}" không có trong lịch (đã đọc là ngày/tháng/năm)',
        '"{text}" is not in the calendar (read as day/month/year)',
    ),
    ReasonCode.DAY_TWO_DIGIT_YEAR: (
        'ngày "{text}": hãy ghi đủ bốn chữ số của năm',
        'the day "{text}": write the year with four digits',
    ),
    ReasonCode.DAY_IN_FUTURE: (
        "{day} nằm trong tương lai (hôm nay là {today})",
        "{day} lies in the future (today is {today})",
    ),
    ReasonCode.YEAR_UNREADABLE: ('không hiểu năm "{text}"', 'the year "{text}" cannot be read'),
    ReasonCode.YEAR_TOO_EARLY: (
        "năm {year}: chương trình chưa bắt đầu (từ {first})",
        "the year {year}: the programme had not begun (it did in {first})",
    ),
    ReasonCode.YEAR_CONTRADICTS_DAY: (
        "năm {year} mâu thuẫn với ngày {day}",
        "the year {year} contradicts the day {day}",
    ),
    ReasonCode.DAY_ORDER_UNCLEAR: (
        'không chắc "{text}" là ngày/tháng hay tháng/ngày, vì cột này viết lẫn lộn; hãy ghi lại ngày',
        '"{text}" may be day/month or month/day, as this column mixes them; write the day anew',
    ),
    ReasonCode.DECISION_TWICE: (
        'ghi nhiều quyết định ("{text}"); mỗi lần công nhận phải một dòng',
        'several decisions are named ("{text}"); each recognition needs a row of its own',
    ),
    ReasonCode.END_CONTRADICTS: (
        'ghi hết hạn "{text}", nhưng 36 tháng kể từ ngày {day} là đến hết ngày {last_day}',
        'it says that it ends "{text}", but 36 months from {day} end on {last_day}',
    ),
    ReasonCode.PLAN_WITH_DECISION: (
        "ghi là dự kiến nhưng lại có ngày công nhận",
        "it is called planned but has a day of recognition",
    ),
    ReasonCode.CONTRADICTS_OPTION: (
        '"{text}" khác với "{given}" đã nêu cho cả tệp',
        '"{text}" differs from "{given}", which was given for the file',
    ),
    ReasonCode.CONTRADICTS_ROW: (
        '"{name}" {stars} sao, nhưng dòng {other_row} ghi {other} sao cho cùng lần công nhận',
        '"{name}" has {stars} stars, but row {other_row} states {other} for the same recognition',
    ),
    ReasonCode.CONTRADICTS_REGISTER: (
        '"{name}" {stars} sao, nhưng giấy chứng nhận {certificate} của cùng quyết định là {other} sao',
        '"{name}" has {stars} stars, but certificate {certificate} by the same decision has {other}',
    ),
    ReasonCode.OUTSIDE_SCOPE: (
        '"{name}" ở {province}: ngoài tỉnh mà cán bộ phụ trách',
        '"{name}" is in {province}: outside of the province that the officer is in charge of',
    ),
}


def describe(reason: Reason, language: str) -> str:
    """The reason as a sentence in "vi" or "en" that begins with sheet, row and column."""
    is_english = language == "en"
    words = _WORDS[reason.code][is_english].format_map(dict(reason.facts))
    names = ("Sheet", "row", "column") if is_english else ("Trang tính", "dòng", "cột")
    parts = (f'{names[0]} "{reason.sheet}"' if reason.sheet else "", *_place(reason, names[1:]))
    place = ", ".join(part for part in parts if part)
    return f"{place[:1].upper()}{place[1:]}: {words}" if place else words[:1].upper() + words[1:]


def _place(reason: Reason, names: tuple[str, ...]) -> tuple[str, str]:
    row = f"{names[0]} {reason.row}" if reason.row else ""
    column = f'{names[1]} "{reason.column}"' if reason.column else ""
    return row, column
