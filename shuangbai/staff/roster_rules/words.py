"""Words of lists for what is kept as a code: 本科, 事务岗, 残疾人专职委员, 中级 …

A word that is not known says nothing, and the row tells so. Codes are those of Worker and
Qualification; the first word of each is the one that pages use.
"""

import unicodedata
from collections.abc import Mapping

type Words = Mapping[str, str]


def _words(**codes: tuple[str, ...]) -> dict[str, str]:
    return {word: code for code, words in codes.items() for word in words}


CODES: dict[str, Words] = {
    "education": _words(
        secondary=(
            *(
                "高中、中专及以下",
                "高中",
                "中专",
                "高中及以下",
                "初中",
                "中专及以下",
                "职高",
                "技校",
            ),
            *("高中/中专", "小学"),
        ),
        college=("大专", "专科", "大学专科", "高职"),
        bachelor=("本科", "大学本科", "大学", "学士"),
        master=("研究生", "硕士", "硕士研究生", "博士", "博士研究生", "研究生及以上"),
    ),
    "post": _words(
        service=("服务岗", "服务岗位", "社工服务岗", "服务"),
        affairs=("事务岗", "事务岗位", "行政事务岗", "事务", "行政岗"),
    ),
    "origin": _words(
        pioneer=("原双百社工", "双百社工", "原“双百”社工", "原双百", "首批双百社工"),
        relief=("社会救助经办人员", "社会救助经办", "救助经办人员", "救助经办", "民政经办人员"),
        disabled=("残疾人专职委员", "专职委员", "残联专职委员", "残疾人联络员"),
        hired=("招聘", "公开招聘", "社会招聘", "新招聘", "公招"),
        other=("其他", "其它"),
    ),
    "level": _words(
        assistant=("助理社会工作师", "助理社工师", "初级", "助理", "初级社工师", "助理社会工作者"),
        social=("社会工作师", "社工师", "中级", "中级社工师", "中级社会工作师"),
        senior=("高级社会工作师", "高级社工师", "高级"),
    ),
}
LIKE = {
    "education": "“大专”“本科”等",
    "post": "“服务岗”或“事务岗”",
    "origin": "“原双百社工”“社会救助经办人员”“残疾人专职委员”“招聘”或“其他”",
    "level": "“助理社会工作师”“社会工作师”或“高级社会工作师”",
}
NONE = frozenset(
    {"", "-", "--", "—", "——", "/", "无", "没有", "0", "未持证", "未取得", "否", "暂无"}
)
"""What stands for nothing."""


def compact(text: str) -> str:
    """Half-width, without any blank."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def code(field: str, text: str) -> str:
    """The code of a word; '' when it is not known. 社会工作师（中级） is 社会工作师."""
    said = compact(text)
    words = CODES[field]
    head, _, inside = said.rstrip(")").partition("(")
    found = {words[part] for part in (head, inside) if part in words}
    return words.get(said) or (found.pop() if len(found) == 1 else "")


def word(field: str, code: str) -> str:
    """How a code is said; a text that is no code is said as it is."""
    return next((word for word, known in CODES.get(field, {}).items() if known == code), code)
