"""What stations write of a visit: plain sentences, made up, by whom it was about and how."""

from random import Random

from shuangbai.demo.yunfu import days
from shuangbai.demo.yunfu.homes import ELDERLY, GROWN
from shuangbai.demo.yunfu.rounds import Planned

OLD = (
    "身体还好，三餐正常，提醒按时吃药。",
    "一个人住，量了血压，比上次稳；帮忙把药分好。",
    "腿脚不便，少出门，邻居每天来看一眼。",
    "屋里收拾得干净，门口台阶滑，提醒慢走。",
    "说最近睡得浅，陪着聊了一阵，精神好了些。",
    "子女在外打工，过年才回来，帮忙打了一次视频。",
    "帮忙核对了养老金和补贴，都到账了。",
    "讲了怎样认假冒的电话，老人说前几天接到过一个。",
    "灶台边堆了柴火，一起挪开了，讲了用火用电的安全。",
    "听力差，说话要靠近；纸条写好电话，贴在电话机旁边。",
)
CHILD = (
    "孩子上学正常，课本齐了。",
    "检查了作业，数学吃力，约好周末到站里补一补。",
    "话不多，画了一张画送给社工，比上次愿意说话。",
    "讲了防溺水，孩子能说出哪几口塘不能去。",
    "奶奶管不住孩子看手机，一起商量了每天看多久。",
    "个子长得快，校服短了，记下来问问有没有合适的。",
    "想爸妈，帮忙约了晚上视频的时间。",
)
DISABLED = (
    "看了残疾证，还有一年到期，提醒带照片去换。",
    "轮椅的刹车松了，联系镇残联来修。",
    "每天能自己吃饭穿衣，洗澡要人扶。",
    "问了两项补贴，都按月到账。",
    "在家做些手工，问能不能多接一点活。",
)
FAMILY = (
    "了解近期生活，帮忙核对了补贴到账。",
    "男人在镇上打零工，这个月做了十来天。",
    "屋顶有一处漏雨，已告诉村委会。",
    "家里有人要住院，讲了报销和临时救助怎样办。",
    "养了几十只鸡，问能不能帮忙找销路。",
    "心情低落，陪着聊了半小时，下周再去。",
    "年审的材料差一份，列了清单留给家里。",
)
CALLED = (
    "电话里问了近况，一切都好。",
    "电话里提醒天气转冷，注意保暖。",
    "电话问候，说前几天感冒，已经好了。",
    "电话约了下次上门的时间。",
)
WINTER = (
    "电话问候，发烧已经退了，家里有药。",
    "电话里问了缺不缺药和吃的，托村医送去退烧药。",
)
FLOOD = ("水退了，屋里清了淤泥，没有人受伤；登记了泡坏的粮食。",)


def of(planned: Planned, random: Random) -> str:
    return random.choice(_fitting(planned))


def _fitting(planned: Planned) -> tuple[str, ...]:
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
