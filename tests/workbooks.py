"""Workbooks as nobody should make them and everybody does: for a test that throws them at the
machine. Each is a small town's list of people in need, spoiled in several ways at once."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from hypothesis import strategies as st

from shuangbai.kernel import identity

TITLES = (
    ["思劳镇2023年低保对象花名册"],
    ["填报单位：思劳镇公共服务办", "", "", "填表日期：2023年1月28日"],
    ["附件1"],
    [],
    ["", "", "单位：元、人"],
)
HEADINGS: dict[str, tuple[str, ...]] = {
    "serial": ("序号", "编号"),
    "name": ("姓名", "姓 名", "姓名（必填）*", "家庭成员姓名", "名字呢"),
    "number": ("身份证号码", "身份证号", "公民身份号码", "证件号"),
    "sex": ("性别", "性 别"),
    "born": ("出生年月", "出生日期"),
    "village": ("村（居）", "村委会", "所在村"),
    "phone": ("联系电话", "手机号码", "电话"),
    "relation": ("与户主关系",),
    "head": ("户主姓名",),
    "household": ("户编号", "低保证编号"),
    "amount": ("金额(元)", "发放金额（元/月）", "补助标准"),
    "address": ("现住址", "家庭住址"),
    "noise": ("备注", "", "审核意见"),
}
NAMES = (
    "李秀英",
    "黄大妹",
    " 陈 伟 ",
    "欧阳思劳",
    "梁𠮷",
    "A" * 70,
    "",
    "—",
    "张三\n13800138000",
    "合计",
)
VILLAGES = (
    "城村村民委员会",
    "城村",
    "思劳社区",
    "思劳村",
    "旧村",
    "城",
    "思劳镇城村村",
    "没有这个村",
    "",
    "０",
)
PHONES = (
    "13800138000",
    "1380013800",
    "0766-8123456、13900139000",
    "１３８００１３８０００",
    "无",
    "'13800138001",
)
AMOUNTS = ("720元", "2,480.00", "2.5万元", "-30", "三百", "#REF!", "1e9", "", "720")
DATES = (
    "1950年2月",
    "1950.2.3",
    "50.2.3",
    "18296",
    "1950-02-03",
    "**年*月*日",
    "/",
    "2099-01-01",
    "6.30",
)
RELATIONS = ("本人", "户主", "妻", "长子", "", "0")
ENDS = (
    ["合计", "", "", "3户"],
    ["填报人：黄某", "", "审核：李某"],
    ["小计"],
    ["1", "2", "3", "4", "5"],
    [],
)


def numbers() -> st.SearchStrategy[str]:
    """Valid ones from a small pool, so that the same come again; and what people make of them."""
    valid = st.integers(1, 80).map(_number)
    return st.one_of(
        valid,
        valid,
        valid,
        valid,
        valid,
        valid.map(lambda one: "'" + one),
        valid.map(lambda one: one[:17] + "0"),
        valid.map(lambda one: " ".join((one[:6], one[6:]))),
        valid.map(lambda one: one.translate(str.maketrans("0123456789", "０１２３４５６７８９"))),
        st.sampled_from(["", "不详", "4453", "4.45302E+17", "110101199001011234\x01"]),
    )


def _number(serial: int) -> str:
    first17 = f"445302{date(1930 + serial, 1 + serial % 12, 3):%Y%m%d}{serial:03d}"
    return first17 + identity.check_digit(first17)


@dataclass(frozen=True)
class Workbook:
    name: str
    data: bytes


GOOD_NAMES = ("李秀英", "黄大妹", "欧阳思劳", "陈伟", "梁𠮷")


def _mostly(good: tuple[str, ...], odd: tuple[str, ...]) -> st.SearchStrategy[str]:
    """One cell in six is odd: a list of nothing but nonsense is refused, and shows little."""
    return st.integers(0, 5).flatmap(lambda at: st.sampled_from(odd if at == 0 else good))


CELLS: dict[str, st.SearchStrategy[str]] = {
    "name": _mostly(GOOD_NAMES, NAMES),
    "number": numbers(),
    "sex": _mostly(("",), ("男", "女", "女性", "1", "不知")),
    "born": _mostly(("",), DATES),
    "village": _mostly(VILLAGES[:2], VILLAGES),
    "phone": st.sampled_from(PHONES),
    "relation": st.sampled_from(RELATIONS),
    "head": st.sampled_from(NAMES),
    "household": st.sampled_from(("1", "H-2", "", "44530200000")),
    "amount": st.sampled_from(AMOUNTS),
    "address": st.sampled_from(("城村3组", "", "长" * 300)),
    "noise": st.text(max_size=8),
}


@st.composite
def grids(draw: Any) -> list[list[str]]:
    """Titles, a heading (perhaps over two rows, perhaps again in the middle), rows, an end."""
    wanted = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=11))
    columns = ["name", "number", "village", *wanted] if draw(st.integers(0, 9)) else wanted
    heading = [draw(st.sampled_from(HEADINGS[one])) for one in columns]
    rows = [[draw(CELLS[one]) for one in columns] for _ in range(draw(st.integers(0, 7)))]
    if rows and draw(st.booleans()):
        rows.insert(draw(st.integers(0, len(rows))), draw(st.sampled_from([heading, [], *ENDS])))
    if rows and draw(st.integers(0, 5)) == 0:
        rows[-1] = ["", *rows[-1]]
    titles = draw(st.lists(st.sampled_from(TITLES), max_size=4))
    group = [["基本情况", *[""] * (len(heading) - 1)]] if draw(st.booleans()) else []
    ends = draw(st.lists(st.sampled_from(ENDS), max_size=2))
    return [*titles, *group, heading, *rows, *ends]


def _xlsx(grid: list[list[str]], draw: Any) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        if draw(st.booleans()):
            book.add_worksheet("说明").write(0, 0, "填表说明：请逐行填写")
        sheet = book.add_worksheet("名单")
        for at, row in enumerate(grid):
            for column, text in enumerate(row):
                if text.isdecimal() and draw(st.integers(0, 3)) == 0:
                    sheet.write_number(at, column, float(text))
                elif draw(st.integers(0, 30)) == 0:
                    sheet.write_formula(at, column, "=A1&A2", value=text)
                else:
                    sheet.write_string(at, column, text[:200])
        if len(grid) > 5 and draw(st.booleans()):
            first = len(grid) - 2
            sheet.merge_range(first, 12, first + 1, 12, "并在一起")
            sheet.set_row(first, None, None, {"hidden": True})
        if draw(st.integers(0, 8)) == 0:
            sheet.protect("1234")
    return out.getvalue()


def _csv(grid: list[list[str]], encoding: str) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(grid)
    return out.getvalue().encode(encoding, errors="replace")


@st.composite
def workbooks(draw: Any) -> Workbook:
    """A file as it comes: now and then cut off, of another kind than its name says, or no table."""
    grid = draw(grids())
    form = draw(st.sampled_from(("xlsx", "xlsx", "xlsx", "utf-8", "gb18030", "utf-16", "big5")))
    data = _xlsx(grid, draw) if form == "xlsx" else _csv(grid, form)
    name = f"名单.{'xlsx' if form == 'xlsx' else 'csv'}"
    spoiled = draw(st.integers(0, 24))
    if spoiled == 0:
        data = data[: draw(st.integers(0, len(data)))]
    if spoiled == 1:
        data = draw(st.binary(max_size=400))
    if spoiled == 2:
        name = draw(st.sampled_from(["名单.xls", "名单.pdf", "名单", "名单.et"]))
    return Workbook(name, data)
