"""How somebody is found to be during a visit: six scales of four worded steps; pure.

A default of the product, to tell one visit from the next. No published scale and no assessment:
nothing is decided by it, and steps of different scales are not added up.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SOURCE = "产品自带的默认说法，不是已发布的评估量表；只用来看这一次和上一次的变化。"


@dataclass(frozen=True)
class Scale:
    """`steps`: words of step 1, the best, to step 4."""

    name: str
    steps: tuple[str, str, str, str]


SCALES: dict[str, Scale] = {
    "body": Scale("身体", ("硬朗", "有小毛病，能自理", "常要吃药或看病", "病重或卧床")),
    "mood": Scale("情绪", ("开朗平稳", "有时低落", "经常低落或焦虑", "有轻生或伤人的话")),
    "care": Scale(
        "照料", ("自己能行或有人照顾", "偶尔要人帮手", "每天要人照顾，有缺口", "没人照顾")
    ),
    "home": Scale("居住", ("安全整洁", "有些旧或乱", "有漏雨、用电等隐患", "不能安全居住")),
    "money": Scale("经济", ("够用", "紧巴巴", "常要借或欠", "吃饭看病都成问题")),
    "ties": Scale("社会支持", ("常有人来往", "有几个人可靠", "很少有人来往", "没有人可以找")),
}
STEPS = (1, 2, 3, 4)


def wrong(told: Mapping[str, int]) -> list[str]:
    """Scales or steps that are not there."""
    return [code for code, step in told.items() if code not in SCALES or step not in STEPS]


def worded(told: Mapping[str, int]) -> list[tuple[str, int, str]]:
    """(name, step, words) of each scale that was told, in the order of SCALES."""
    return [
        (scale.name, told[code], scale.steps[told[code] - 1])
        for code, scale in SCALES.items()
        if code in told
    ]
