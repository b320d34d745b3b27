"""Workbooks as nobody should make them and everybody does: for a test that throws them at the
machine. Each is a small town's list of people in need; its rows could be taken, and then it is
spoiled in several ways at once."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import strategies as st

from shuangbai.kernel import identity
from tests.workfiles import LOCKED, Around, Page, text, xlsx

TITLES = (
    ["思劳镇2023年低保对象花名册"],
    ["填报单位：思劳镇公共服务办", "", "", "填表日期：2023年1月28日"],
    ["附件1"],
    [],
    ["", "", "单位：元、人"],
)
HEADINGS: dict[str, tuple[str, ...]] = {
    "serial": ("序号", "编号"),
    "name": ("姓名", "姓 名", "姓名（必填）*", "家庭成员姓名"),
    "number": ("身份证号码", "身份证号", "公民身份号码", "证件号"),
    "sex": ("性别", "性 别"),
    "born": ("出生年月", "出生日期"),
    "village": ("村（居）", "村委会", "所在村"),
    "phone": ("联系电话", "手机号码", "电话"),
    "relation": ("与户主关系",),
    "head": ("户主姓名",),
    "household": ("户编号", "低保证编号"),
    "amount": ("金额(元)", "发放金额（元/月）", "补助标准"),
    "level": ("保障类别", "低保类别"),
    "address": ("现住址", "家庭住址"),
    "noise": ("备注", "", "审核意见"),
}
UNKNOWN_HEADINGS = ("名字呢", "证件", "哪里人")
NAMES = ("李秀英", "黄大妹", "欧阳思劳", "陈伟", "梁𠮷")
VILLAGES = ("城村村民委员会", "城村", "思劳社区", "旧村村委会")
NUMBERS = 240
"""So many people are there to be listed: few enough that they come again."""


def number_of(serial: int) -> str:
    first17 = f"445302{_born(serial):%Y%m%d}{serial:03d}"
    return first17 + identity.check_digit(first17)


def _born(serial: int) -> date:
    return date(1930 + serial % 80, 1 + serial % 12, 3)


ELSEWHERE = number_of(999)
"""Of somebody whom the test has put on file in the next county."""


def _good(column: str, serial: int) -> str:
    """What rightly stands there for that person."""
    born = _born(serial)
    told = {
        "serial": str(serial),
        "name": NAMES[serial % len(NAMES)],
        "number": number_of(serial),
        "sex": ("女", "男")[int(number_of(serial)[16]) % 2],
        "born": f"{born.year}年{born.month}月" if serial % 2 else str(born),
        "village": VILLAGES[serial % len(VILLAGES)],
        "phone": f"138{serial:08d}",
        "amount": f"{serial + 500}元",
        "address": f"城村{serial % 9 + 1}组",
        "level": ("A类", "B类", "")[serial % 3],
    }
    return told.get(column, "")


SPOILED: dict[str, tuple[str, ...]] = {
    "name": (" 陈 伟 ", "A" * 70, "", "—", "张三\n13800138000", "合计"),
    "number": (
        *("", "不详", "4453", "4.45302E+17", "110101199001011234\x01", ELSEWHERE, ELSEWHERE),
        *("{0}'", "'{0}", "{0:.17}0", "{0:.6} {0}", "same", "same", "wide"),
    ),
    "sex": ("男", "女", "女性", "1", "不知"),
    "born": ("1950.2.3", "50.2.3", "18296", "**年*月*日", "/", "2099-01-01", "6.30"),
    "village": ("城", "城忖村", "思劳村", "思劳镇城村村", "没有这个村", "", "０", "诚村村委"),
    "phone": ("1380013800", "0766-8123456、13900139000", "１３８００１３８０００", "无"),
    "amount": ("2,480.00", "2.5万元", "-30", "三百", "#REF!", "1e9", "", "720"),
    "level": ("没有这一类", "特困", "D", "一档"),
    "relation": ("本人", "妻", "0", "外甥的同学"),
    "head": ("李秀英", "合计", "—"),
    "household": ("H-2", "44530200000", "1"),
    "address": ("长" * 300, "/"),
}
ENDS = (
    ["合计", "", "", "3户"],
    ["填报人：黄某", "", "审核：李某"],
    ["小计"],
    ["1", "2", "3", "4", "5"],
    [],
)
WRONG = ("big5", "mixed", "lost", "utf-16-le")


@dataclass(frozen=True)
class Workbook:
    name: str
    data: bytes
    category: str = field(default="people:DB")


def _one_in(draw: Any, count: int) -> bool:
    return bool(draw(st.sampled_from([*[False] * (count - 1), True])))


@st.composite
def pages(draw: Any) -> Page:
    """Titles, a heading (perhaps over two rows, perhaps again in the middle), rows, an end."""
    columns = _columns(draw)
    heading = [draw(st.sampled_from(HEADINGS[one])) for one in columns]
    if _one_in(draw, 12):
        heading[draw(st.integers(0, 2))] = draw(st.sampled_from(UNKNOWN_HEADINGS))
    page = Page([list(one) for one in draw(st.lists(st.sampled_from(TITLES), max_size=4))])
    _head(draw, page, heading)
    page.first = len(page.rows)
    _people(draw, page, columns)
    if _one_in(draw, 3):
        again = draw(st.sampled_from([heading, [], *ENDS]))
        page.rows.append(list(again))
        _people(draw, page, columns)
    if _one_in(draw, 8):
        page.rows[-1] = ["", *page.rows[-1]]
    page.rows += [list(one) for one in draw(st.lists(st.sampled_from(ENDS), max_size=2))]
    for at, one in enumerate(columns):
        if _one_in(draw, 10):
            odd = ("formula", "unvalued") if one != "number" else ("formula", "number")
            page.ways[at] = draw(st.sampled_from(odd))
    return page


def _columns(draw: Any) -> list[str]:
    """Who, with which number, where; and more. Now and then one is missing or stands twice."""
    more = st.sampled_from(sorted(set(HEADINGS) - {"name", "number", "village"}))
    columns = ["name", "number", "village", *draw(st.lists(more, max_size=8, unique=True))]
    odd = draw(st.sampled_from([""] * 14 + ["missing", "twice"]))
    if odd == "missing":
        columns.remove(draw(st.sampled_from(["name", "number"])))
    if odd == "twice":
        columns.append(draw(st.sampled_from(columns)))
    return list(draw(st.permutations(columns))) if draw(st.booleans()) else columns


def _head(draw: Any, page: Page, heading: list[str]) -> None:
    """On one row; or on two, with a cell above several columns and others as high as both."""
    above = len(page.rows)
    if not _one_in(draw, 3) or len(heading) < 4:
        page.rows.append(heading)
        return
    reach = draw(st.integers(2, len(heading) - 1))
    page.rows += [["基本情况", *[""] * (reach - 1), *heading[reach:]], list(heading[:reach])]
    page.merged.append((above, 0, above, reach - 1))
    page.merged += [(above, at, above + 1, at) for at in range(reach, len(heading))]
    page.rows[-1] += [""] * (len(heading) - reach)


def _people(draw: Any, page: Page, columns: list[str]) -> None:
    """Each for themselves, or in households: what is common stands in one merged cell."""
    together = {"household", "head", "relation"} & set(columns) and draw(st.booleans())
    least = 0 if _one_in(draw, 12) else 1
    sizes = st.lists(st.integers(1, 3 if together else 1), min_size=least, max_size=8)
    for size in draw(sizes):
        first = len(page.rows)
        for at in range(size):
            page.rows.append(_row(draw, columns, page, at if together else None))
        for column in _common(columns) if size > 1 else ():
            page.merged.append((first, column, first + size - 1, column))
            for row in page.rows[first + 1 :]:
                row[column] = ""


def _common(columns: list[str]) -> list[int]:
    return [at for at, one in enumerate(columns) if one in ("household", "head", "village")]


def _row(draw: Any, columns: list[str], page: Page, place: int | None) -> list[str]:
    serial = draw(st.integers(1, NUMBERS))
    cells = {one: _good(one, serial) for one in columns}
    if place is not None:
        cells |= {"relation": ("户主", "妻", "长子")[place], "household": f"H-{serial}"}
    if draw(st.booleans()):
        one = draw(st.sampled_from(sorted(set(columns))))
        odd = draw(st.sampled_from(SPOILED[one])) if one in SPOILED else draw(st.text(max_size=8))
        cells[one] = _written(odd, cells[one], page, columns) if one == "number" else odd
    return [cells[one] for one in columns]


def _written(odd: str, number: str, page: Page, columns: list[str]) -> str:
    """The number as people make it: also that of the row above, or in wide digits."""
    if odd == "wide":
        return number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if odd == "same":
        at, last = columns.index("number"), page.rows[-1]
        return last[at] if len(page.rows) > page.first and at < len(last) else number
    return odd.format(number)


@st.composite
def arounds(draw: Any) -> Around:
    return Around(
        note_before=_one_in(draw, 3),
        another_list=_one_in(draw, 8),
        hidden_codes=_one_in(draw, 4),
        hidden_row=draw(st.integers(0, 12)) if _one_in(draw, 4) else None,
        far=draw(st.sampled_from(["", " "])) if _one_in(draw, 12) else None,
        protected=_one_in(draw, 9),
        macro=_one_in(draw, 8),
    )


@st.composite
def workbooks(draw: Any) -> Workbook:
    """A file as it comes: now and then locked, cut off, of another kind than its name says, for a
    category that nobody knows, or no table at all."""
    page, around = draw(pages()), draw(arounds())
    form = draw(st.sampled_from(["xlsx"] * 7 + ["utf-8", "utf-8-sig", "gb18030", "utf-16", "odd"]))
    if form == "xlsx":
        name, data = f"名单.{'xlsm' if around.macro else 'xlsx'}", xlsx(page, around)
    else:
        name = "名单.csv"
        data = text(page, draw(st.sampled_from(WRONG)) if form == "odd" else form)
    return _spoiled(draw, name, data)


def _spoiled(draw: Any, name: str, data: bytes) -> Workbook:
    spoiled = draw(st.sampled_from([""] * 24 + ["cut", "other", "named", "locked", "unknown"]))
    if spoiled == "cut":
        return Workbook(name, data[: draw(st.integers(0, len(data)))])
    if spoiled == "other":
        return Workbook(name, draw(st.binary(max_size=400)))
    if spoiled == "named":
        return Workbook(draw(st.sampled_from(["名单.xls", "名单.pdf", "名单", "名单.et"])), data)
    if spoiled == "locked":
        return Workbook("名单.xlsx", LOCKED.read_bytes())
    return Workbook(name, data, "people:XX" if spoiled == "unknown" else "people:DB")
