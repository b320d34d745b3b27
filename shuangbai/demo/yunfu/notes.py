"""What stations write of a visit: plain sentences, made up, with the services that they tell of,
by whom the visit was about and how it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from shuangbai.demo.yunfu import days
from shuangbai.demo.yunfu.homes import ELDERLY, GROWN
from shuangbai.demo.yunfu.rounds import Planned
from shuangbai.visits.actions import NewFinding

type Note = tuple[str, str]
"""Words, and codes of items of the catalogue."""
OLD: Sequence[Note] = (
    ("身体还好，三餐正常，提醒按时吃药。", "ZY01 NL04"),
    ("一个人住，量了血压，比上次稳；帮忙把药分好。", "ZY01 NL04"),
    ("腿脚不便，少出门，邻居每天来看一眼。", "ZY01 XL02"),
    ("屋里收拾得干净，门口台阶滑，提醒慢走。", "ZY01"),
    ("说最近睡得浅，陪着聊了一阵，精神好了些。", "XL01 XL02"),
    ("子女在外打工，过年才回来，帮忙打了一次视频。", "XL05 NL06"),
    ("帮忙核对了养老金和补贴，都到账了。", "ZC04"),
    ("讲了怎样认假冒的电话，老人说前几天接到过一个。", "RH05"),
    ("灶台边堆了柴火，一起挪开了，讲了用火用电的安全。", "ZY01 ZY08"),
    ("听力差，说话要靠近；纸条写好电话，贴在电话机旁边。", "ZY01"),
    ("理了发，换洗了被褥。", "ZY07"),
)
CHILD: Sequence[Note] = (
    ("孩子上学正常，课本齐了。", "ZY01"),
    ("检查了作业，数学吃力，约好周末到站里补一补。", "NL01"),
    ("话不多，画了一张画送给社工，比上次愿意说话。", "XL01 NL01"),
    ("讲了防溺水，孩子能说出哪几口塘不能去。", "RH04"),
    ("奶奶管不住孩子看手机，一起商量了每天看多久。", "NL02"),
    ("个子长得快，校服短了，记下来问问有没有合适的。", "ZY04"),
    ("想爸妈，帮忙约了晚上视频的时间。", "XL05"),
)
DISABLED: Sequence[Note] = (
    ("看了残疾证，还有一年到期，提醒带照片去换。", "ZC05"),
    ("轮椅的刹车松了，联系镇残联来修。", "ZY10"),
    ("每天能自己吃饭穿衣，洗澡要人扶。", "ZY01 NL03"),
    ("问了两项补贴，都按月到账。", "ZC04"),
    ("在家做些手工，问能不能多接一点活。", "ZY09"),
)
FAMILY: Sequence[Note] = (
    ("了解近期生活，帮忙核对了补贴到账。", "ZC04"),
    ("男人在镇上打零工，这个月做了十来天。", "ZY01"),
    ("屋顶有一处漏雨，已告诉村委会。", "ZY01 ZY10"),
    ("家里有人要住院，讲了报销和临时救助怎样办。", "ZC01 ZC02"),
    ("养了几十只鸡，问能不能帮忙找销路。", "ZY09"),
    ("心情低落，陪着聊了半小时，下周再去。", "XL01"),
    ("年审的材料差一份，列了清单留给家里。", "ZC03"),
)
CALLED: Sequence[Note] = (
    ("电话里问了近况，一切都好。", "ZY01"),
    ("电话里提醒天气转冷，注意保暖。", "XL02"),
    ("电话问候，说前几天感冒，已经好了。", "XL02"),
    ("电话约了下次上门的时间。", ""),
)
WINTER: Sequence[Note] = (
    ("电话问候，发烧已经退了，家里有药。", "XL02 NL04"),
    ("电话里问了缺不缺药和吃的，托村医送去退烧药。", "ZY04 NL04"),
)
FLOOD: Sequence[Note] = (("水退了，屋里清了淤泥，没有人受伤；登记了泡坏的粮食。", "ZY01 ZY08"),)
LATE = "先写在纸上，后来补录"

NEEDS_SINCE, NEEDED = date(2023, 2, 20), 0.016
"""Stations write needs down since then; in so many of the visits they find one."""
NEEDS: Sequence[tuple[str, str, str]] = (
    ("aid", "normal", "像是够得上低保，没有申请过"),
    ("medical", "soon", "降压药快吃完，没有人去拿"),
    ("care", "soon", "摔过一跤，洗澡没有人扶"),
    ("home", "normal", "厨房漏雨，电线老旧"),
    ("disability", "normal", "残疾证年底到期"),
    ("goods", "normal", "缺一床厚被子"),
    ("mind", "soon", "老伴走了以后不大说话"),
)
SCHOOL: Sequence[tuple[str, str, str]] = (
    ("school", "normal", "想要一套课外书"),
    ("guardian", "soon", "晚上只有奶奶在，奶奶要住院"),
    ("wish", "normal", "想要一个书包"),
)


@dataclass(frozen=True)
class Written:
    note: str
    services: tuple[str, ...]
    findings: tuple[NewFinding, ...]
    late_why: str


def of(planned: Planned, random: Random) -> Written:
    note, codes = random.choice(_fitting(planned))
    late = (planned.entered - planned.happened).days > 7
    return Written(note, tuple(codes.split()), _found(planned, random), LATE if late else "")


def _fitting(planned: Planned) -> Sequence[Note]:
    if planned.kind == "phone":
        return WINTER if days.within(planned.happened, days.BY_TELEPHONE) else CALLED
    if any("SZ" in one.new.categories for one in planned.served):
        return FLOOD
    ages = [one.age(planned.happened) for one in planned.served]
    if min(ages) < GROWN:
        return CHILD
    if max(ages) >= ELDERLY:
        return OLD
    if any("CJ" in one.new.categories for one in planned.served):
        return DISABLED
    return FAMILY


def _found(planned: Planned, random: Random) -> tuple[NewFinding, ...]:
    if planned.happened < NEEDS_SINCE or random.random() > NEEDED:
        return ()
    someone = planned.served[0]
    kind, urgency, words = random.choice(SCHOOL if someone.age(planned.happened) < GROWN else NEEDS)
    return (NewFinding(kind, words, urgency, someone.new.id),)
