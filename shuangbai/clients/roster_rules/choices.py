"""Words of lists for what is kept as a code: 独居, 半自理, 农村特困分散供养 …

A word that is not known says nothing, and the row tells so; nothing is guessed. Codes are those of
Profile and Certificate; the first word of each is the one that pages use. Self-care by the six
acts of 民发〔2021〕43号: 半自理, 半护理 are 部分丧失; 半失能 as in GB/T 42195.
Kinds and levels of disability: GB/T 26341-2010.
"""

import re
from collections.abc import Iterable, Mapping

from shuangbai.clients.roster_rules.cells import compact

type Words = Mapping[str, str]


def _words(**codes: Iterable[str]) -> dict[str, str]:
    return {word: code for code, words in codes.items() for word in words}


_SELF_CARE = _words(
    full=(
        *("全自理", "完全自理", "能自理", "有自理能力", "自理", "具备生活自理能力", "具备自理能力"),
        *("生活能自理", "生活自理", "可自理", "有", "能力完好", "未失能", "正常"),
    ),
    partial=(
        *("部分丧失自理", "半自理", "部分自理", "部分丧失", "部分丧失生活自理能力", "半护理"),
        *("半失能", "部分失能", "轻度失能", "中度失能", "部分丧失自理能力", "部分不能自理"),
    ),
    none=(
        *("完全丧失自理", "全护理", "不能自理", "完全丧失", "完全丧失生活自理能力", "全失能"),
        *("完全丧失自理能力",),
        *("失能", "无自理能力", "完全失能", "重度失能", "生活不能自理", "无"),
        *("完全不能自理", "丧失生活自理能力"),
    ),
)
_LABOUR = _words(
    full=("有劳动能力", "有", "普通劳动力", "技能劳动力", "具备劳动能力", "有劳力", "健全"),
    partial=("部分丧失劳动能力", "部分丧失", "弱劳动力", "半劳动力", "部分劳动能力", "弱劳力"),
    none=(
        *("无劳动能力", "无", "完全丧失", "丧失劳动能力", "完全丧失劳动能力", "没有劳动能力"),
        *("无劳动力", "无劳力"),
    ),
)
_LIVING = _words(
    alone=("独居", "一人居住", "单独居住", "独自居住", "一个人住", "独居老人", "单身独居"),
    spouse=("只与配偶同住", "空巢", "空巢老人", "俩夫妻", "与配偶同住", "夫妻同住", "夫妻两人"),
    family=("与家人同住", "与子女同住", "与父母同住", "与子女居住", "家人同住", "和家人同住"),
    relatives=(
        *("与亲属同住或寄养", "与亲属同住", "寄养", "亲属寄养", "与祖父母同住"),
        *("寄住亲属家", "与亲戚同住"),
    ),
    institution=(
        *("住在机构", "机构", "住机构", "养老院", "敬老院", "福利院", "机构供养"),
        *("入住机构",),
    ),
    homeless=("没有固定住处", "流浪", "无固定住所", "居无定所", "无固定住处"),
    other=("其他",),
)
_MARRIAGE = _words(
    single=("未婚", "单身", "10"),
    married=("已婚", "有配偶", "初婚", "再婚", "复婚", "20", "21", "22", "23"),
    divorced=("离婚", "离异", "40"),
    widowed=("丧偶", "30"),
)
_REGISTRATION = _words(
    urban=("城镇", "城市", "非农", "非农业", "非农业户口", "城镇户口", "居民户", "城镇居民", "城"),
    rural=("农村", "农业", "农业户口", "农村户口", "农业户", "农", "乡村"),
)
_SCHOOLING = _words(
    not_yet=("未入学", "学龄前", "未上学", "散居未入园"),
    kindergarten=("幼儿园", "学前", "学前教育", "在园"),
    primary=("小学", "小学在读", "小学阶段"),
    junior=("初中", "初级中学", "初中在读"),
    senior=("高中", "普通高中", "高中在读"),
    vocational=("中职、技校", "中职", "中专", "技校", "职高", "中等职业学校", "职中"),
    college=("大专及以上", "大专", "大学", "本科", "高职", "研究生", "高等教育"),
    special=("特殊教育", "特殊学校", "特校", "送教上门"),
    dropped=("适龄未在学", "辍学", "失学"),
    finished=("已不在学", "已毕业", "毕业", "不在学", "非在校"),
)
_WORK = _words(
    farming=("务农", "农民", "在家务农", "种地"),
    employed=("就业", "已就业", "在职", "在业", "外出务工", "务工", "稳定就业", "正式就业"),
    casual=("打零工", "零工", "灵活就业", "临时工", "临工"),
    welfare_post=("公益性岗位", "公益岗", "公岗"),
    business=("个体经营", "个体", "个体户", "自主创业", "经商"),
    unemployed=("无业", "失业", "未就业", "待业", "无"),
    retired=("退休", "离退休", "离休"),
    student=("在学", "学生", "在校", "在读", "在校学生"),
)
_SUPPORT = {"集中供养": "institution", "分散供养": "home"}
CODES: dict[str, tuple[Words, int]] = {
    "self_care": (_SELF_CARE, 10),
    "labour": (_LABOUR, 10),
    "living": (_LIVING, 12),
    "marriage": (_MARRIAGE, 10),
    "registration": (_REGISTRATION, 10),
    "schooling": (_SCHOOLING, 12),
    "work": (_WORK, 14),
}
"""Field of Profile → its words, and how long a code may be."""
_GRADES = re.compile(r"(一|二|三|四|五|六|1|2|3|4|5|6)年级|小学.{0,6}")
_KINDS = {"视力": 1, "听力": 2, "言语": 3, "语言": 3, "肢体": 4, "智力": 5, "精神": 6, "多重": 7}
_LEVELS = {
    sign: level
    for level, signs in enumerate(("一壹1", "二贰2", "三叁3", "四肆4"), 1)
    for sign in signs
}
_LEVEL = re.compile(f"([{''.join(_LEVELS)}])级?")
_WRITTEN = re.compile(r"^[0-9]{1,2}[.、:\-)]")


def code(field: str, text: str) -> str:
    """The code of a word; '' when it is not known. 1.独居 is 独居, （独居） too."""
    said = _bare(text)
    words = CODES[field][0]
    found = words.get(said) or words.get(said.removesuffix("老人").removesuffix("人员"))
    if found is None and field == "schooling" and _GRADES.fullmatch(said):
        return "primary"
    return found or ""


def word(field: str, code: str) -> str:
    """How a code is said; a text that is no code is said as it is."""
    words = _SUPPORT if field == "support" else CODES[field][0] if field in CODES else {}
    return next((word for word, known in words.items() if known == code), code)


def support(text: str) -> tuple[str, str]:
    """供养方式 and what it says of the registration: 农村特困分散供养 → ("home", "rural")."""
    said = _bare(text)
    institution, home = "集中" in said, "分散" in said
    place = "rural" if "农村" in said else "urban" if "城市" in said or "城镇" in said else ""
    if institution == home:
        return "", ""
    return ("institution" if institution else "home"), place


def disability(text: str) -> tuple[int, int]:
    """Kind and level of a text; 0 for what it does not say: 肢体二级 → (4, 2)."""
    said = _bare(text)
    kinds = {kind for word, kind in _KINDS.items() if word in said}
    kind = kinds.pop() if len(kinds) == 1 else 7 if len(kinds) > 1 else 0
    return kind, level(said)


def level(text: str) -> int:
    """一级, 1, 肢体一级 → 1 to 4; 0 when it says none, or two."""
    said = _bare(text)
    found = {_LEVELS[sign] for sign in _LEVEL.findall(said) if sign in _LEVELS}
    return found.pop() if len(found) == 1 else 0


def _bare(text: str) -> str:
    return _WRITTEN.sub("", compact(text)).strip("()[]【】√✓。、,;:")
