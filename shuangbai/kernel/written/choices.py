"""Yes or no, man or woman: cells with a mark, a word or a code."""

from typing import Literal

from ..problems import catalogue
from .cell import NOTHING, Written, compact

catalogue(
    {
        "written.yes_no": ("“{text}”看不出是“是”还是“否”", "请写“是”或“否”"),
        "written.sex": ("“{text}”看不出性别", "请写“男”或“女”"),
    }
)

Sex = Literal["M", "F"]

_YES = frozenset(
    {*("是", "有", "对", "√", "✓", "✔", "☑", "v", "1", "y", "yes", "t", "true", "是的", "已")}
)
_NO = frozenset(
    {
        *("否", "无", "没有", "不是", "未", "×", "✗", "✘", "✕", "╳", "x", "0", "n", "no"),
        *("f", "false", "☐", "□", "不"),
    }
)
_SEXES: dict[str, Sex] = {
    **dict.fromkeys(("男", "男性", "男童", "男孩", "男生", "男士", "m", "male", "1", "1男"), "M"),
    **dict.fromkeys(("女", "女性", "女童", "女孩", "女生", "女士", "f", "female", "2", "2女"), "F"),
    **dict.fromkeys(("1.男", "1-男", "男1", "先生"), "M"),
    **dict.fromkeys(("2.女", "2-女", "女2"), "F"),
}


def yes_no(text: str) -> Written[bool]:
    """是 √ 有 1 → True, 否 × 无 0 → False; brackets and repeated signs aside: (√)."""
    said = compact(text).lower().strip("()[]【】")
    if said in _YES or said in _NO:
        return Written(said in _YES)
    if said in NOTHING:
        return Written()
    return Written(reason="written.yes_no", text=text.strip())


def sex(text: str) -> Written[Sex]:
    """男, 男童, M, 1 → "M"; 女 … 2 → "F". 0 means another thing in every table of codes."""
    said = compact(text).lower().strip("()[]")
    if said in _SEXES:
        return Written(_SEXES[said])
    if said in NOTHING or said in ("未说明", "未说明的性别", "未知的性别"):
        return Written()
    return Written(reason="written.sex", text=text.strip())
