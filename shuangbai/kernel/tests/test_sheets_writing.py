import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from shuangbai.kernel import sheets
from shuangbai.kernel.sheets.writing import Value


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def test_what_is_written_is_read_back() -> None:
    columns = ["姓名", "身份证号", "金额", "日期", "时间", "是否", "备注", "编号"]
    row: list[Value] = [
        "张三",
        "11010519491231002X",
        Decimal("2480.50"),
        date(2024, 1, 2),
        datetime(2024, 1, 2, 8, 30, tzinfo=UTC),
        True,
        None,
        12345678901234567,
    ]
    data = sheets.write([row], columns, "缺口名单", "思劳镇，2024年1月2日")
    (found,) = sheets.read(data, "a.xlsx")
    assert found.name == "缺口名单"
    assert found.rows[0][0] == "缺口名单"
    assert found.rows[1][0] == "思劳镇，2024年1月2日"
    assert found.rows[2] == columns
    assert found.rows[3] == [
        "张三",
        "11010519491231002X",
        "2480.5",
        "2024-01-02",
        "2024-01-02 08:30:00",
        "是",
        "",
        "12345678901234567",
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-1", "@SUM(A1)", "=HYPERLINK(1)", "http://x", "\t=1"]
)
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    data = sheets.write([[text]], ["备注"], text, text)
    page = part(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in page and "hyperlink" not in page
    assert sheets.read(data, "a.xlsx")[0].rows[3] == [text.strip()]
    if not text.startswith("http"):
        assert 'quotePrefix="1"' in part(data, "xl/styles.xml")


def test_prints_on_a4_across_with_heading_on_each_page() -> None:
    data = sheets.write([["甲"]] * 100, ["姓名"], "名单", "")
    page = part(data, "xl/worksheets/sheet1.xml")
    assert 'paperSize="9"' in page and 'orientation="landscape"' in page
    assert 'fitToHeight="0"' in page and "第&amp;P页，共&amp;N页" in page
    assert re.search(r'<pane ySplit="3"[^>]*state="frozen"', page)
    assert "$3:$3" in part(data, "xl/workbook.xml")


def test_columns_are_wide_enough_for_chinese_and_not_endless() -> None:
    data = sheets.write([["云浮市云城区思劳镇", "长" * 500]], ["地址", "话"], "名单", "")
    page = part(data, "xl/worksheets/sheet1.xml")
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([0-9.]+)"', page)]
    assert 18 <= widths[0] <= 22
    assert widths[1] < 50


@pytest.mark.parametrize("title", ["", "a/b:c[d]*?\\", "长" * 40, "'甲'", "2024年：名单"])
def test_any_title_makes_a_sheet(title: str) -> None:
    assert sheets.read(sheets.write([], ["姓名"], title, ""), "a.xlsx")[0].rows[2] == ["姓名"]


def test_odd_numbers_and_long_texts_are_kept() -> None:
    data = sheets.write(
        [[float("nan"), Decimal("Infinity"), "长" * 40_000]], list("甲乙丙"), "", ""
    )
    row = sheets.read(data, "a.xlsx")[0].rows[3]
    assert row[:2] == ["nan", "Infinity"]
    assert len(row[2]) == 32_767


def test_a_row_of_the_wrong_length_is_a_programmers_mistake() -> None:
    with pytest.raises(ValueError):
        sheets.write([["甲", "乙"]], ["姓名"], "", "")
