"""Further columns of a list of people: the grant, circumstances, certificates, people around them.

All may be missing. Headings that many lists use for other things (金额, 等级) are left out where a
longer one is usual: what merely resembles a heading is asked of a person.
"""

from shuangbai.rosters.rules import Field

GRANT_FIELDS = (
    Field(
        "level",
        "保障类别",
        (
            *("低保类别", "救助类别", "低保等级", "保障等级", "保障档次", "补贴档次", "档次"),
            *("保障方式", "类别（A/B/C）", "ABC类", "施保类别", "分类施保", "补贴类别", "护理档次"),
            *("低保类型", "保障类型", "类别"),
        ),
        repeats=True,
    ),
    Field(
        "amount",
        "保障金额",
        (
            *("月保障金额", "保障金", "月保障金", "低保金", "月低保金", "低保金额", "供养金"),
            *("救助金额", "救助金", "月救助金额", "补助金额", "月补助金额", "补贴金额", "补贴标准"),
            *("发放金额", "月发放金额", "月领金额", "补助标准", "供养标准", "基本生活费"),
            *("月补贴金额", "差额", "补差金额", "人均补差", "户月保障金额"),
        ),
        repeats=True,
    ),
    Field(
        "reference",
        "低保证编号",
        (
            *("低保证号", "救助证编号", "救助证号", "低保证件号", "低保号", "保障证号"),
            *("特困证号", "特困证编号", "特困供养证号", "供养证号", "五保证号", "儿童福利证号"),
            *("救助编号", "审批编号", "批准文号"),
        ),
        repeats=True,
    ),
    Field(
        "granted_on",
        "批准时间",
        (
            *("批准日期", "批准年月", "审批时间", "审批日期", "审核确认时间", "确认时间"),
            *("认定时间", "认定日期", "纳入时间", "纳入低保时间", "纳入日期", "享受时间"),
            *("保障起始时间", "开始享受时间", "低保批准时间", "特困批准时间", "起始享受时间"),
        ),
        repeats=True,
    ),
)

PROFILE_FIELDS = (
    Field("ethnicity", "民族"),
    Field(
        "registered",
        "户籍地址",
        (
            *("户籍地", "户籍所在地", "户口所在地", "户口地址", "户籍所在地址", "户籍住址"),
            *("户籍详细地址", "户籍地地址"),
        ),
        repeats=True,
    ),
    Field("registration", "户籍类别", ("户口性质", "户籍类型", "户籍性质", "户口类别", "城乡类别")),
    Field("living", "居住情况", ("居住状况", "居住方式", "居住状态", "生活状况", "家庭结构")),
    Field("marriage", "婚姻状况", ("婚姻", "婚姻情况", "婚况")),
    Field(
        "self_care",
        "自理能力",
        (
            *("生活自理能力", "自理情况", "自理能力评估", "自理能力等级", "生活自理情况"),
            *("自理状况", "失能等级", "失能程度", "失能情况"),
        ),
    ),
    Field("labour", "劳动能力", ("劳动能力情况", "劳动力情况", "劳动能力状况", "有无劳动能力")),
    Field("support", "供养方式", ("供养类型", "供养类别", "供养形式", "特困类型", "特困人员类型")),
    Field(
        "illnesses",
        "疾病情况",
        (
            *("患病情况", "疾病", "患病", "所患疾病", "病种", "疾病名称", "慢性病", "慢病"),
            *("重大疾病", "主要疾病", "患病名称"),
        ),
        secret=True,
        repeats=True,
    ),
    Field("schooling", "就学情况", ("在学情况", "就读情况", "就学状况", "就读阶段", "教育阶段")),
    Field("school", "就读学校", ("学校", "学校名称", "所在学校", "在读学校", "就学学校")),
    Field("school_class", "年级班级", ("年级", "班级", "年级和班", "就读年级", "所在年级")),
    Field("work", "就业情况", ("就业状况", "从业状况", "就业状态", "职业")),
    Field("bank", "开户银行", ("开户行", "银行名称", "开户银行名称")),
    Field(
        "bank_account",
        "银行账号",
        (
            *("银行卡号", "银行账户", "银行帐号", "银行卡账号", "账号", "帐号", "开户账号"),
            *("存折账号", "一卡通账号", "本补贴银行账号", "发放账号", "个人银行账号"),
        ),
        secret=True,
    ),
    Field("bank_holder", "开户人", ("户名", "开户名", "账户名", "开户人姓名", "账户名称")),
    Field("card_number", "社保卡号", ("社保卡卡号", "社会保障卡号", "社会保障卡卡号"), secret=True),
    Field(
        "head_account",
        "户主银行账号",
        (
            *("户主账号", "户主银行卡号", "户主卡号", "户主银行账户", "户主一卡通账号"),
            *("户主银行帐号", "户主存折账号"),
        ),
        secret=True,
    ),
    Field("head_bank", "户主开户银行", ("户主开户行",)),
    Field("head_card", "户主社保卡号", ("户主社会保障卡号",), secret=True),
    Field(
        "certificate",
        "残疾人证号",
        (
            *("残疾证号", "残疾证号码", "残疾人证号码", "残疾证", "证件号码（残疾人证）"),
            *("残疾人证编号", "残疾证编号"),
        ),
        secret=True,
    ),
    Field("disability", "残疾类别", ("残疾类型", "残疾种类", "残疾情况", "残疾类别及等级")),
    Field("disability_level", "残疾等级", ("残疾级别", "残疾程度")),
)


def _around(code: str, name: str, also: tuple[str, ...] = ()) -> tuple[Field, ...]:
    """The columns by which one person around another is told."""
    said = (name, *also)
    endings = ("电话", "联系方式", "手机", "手机号", "手机号码", "电话号码")
    numbers = ("身份证号", "身份证号码", "身份证", "公民身份号码", "证件号码")
    together = (
        *("及电话", "及联系电话", "及联系方式", "姓名及电话", "姓名电话", "姓名及联系电话"),
        *("姓名电话身份证号", "姓名、电话、身份证号码", "信息"),
    )
    rest = tuple(one + end for one in said for end in ("姓名", *together))
    usual = f"{name}姓名"
    return (
        Field(code, usual, tuple(one for one in (*said, *rest) if one != usual)),
        Field(
            f"{code}_relation",
            f"与{name}关系",
            (
                *(f"与{one}关系" for one in also),
                *(one + end for one in said for end in ("关系", "与本人关系", "与对象关系")),
                *(f"与{one}的关系" for one in said),
            ),
        ),
        Field(
            f"{code}_phone",
            f"{name}联系电话",
            (
                *(f"{one}联系电话" for one in also),
                *(one + end for one in said for end in endings),
            ),
            secret=True,
        ),
        Field(
            f"{code}_number",
            f"{name}身份证号",
            tuple(one + end for one in said for end in numbers if one + end != f"{name}身份证号"),
            secret=True,
        ),
    )


TIE_CODES = ("guardian", "carer", "contact", "father", "mother")
TIE_FIELDS = (
    *_around("guardian", "监护人", ("法定监护人", "受委托监护人", "实际监护人")),
    *_around("carer", "照料人", ("照护人", "照料护理人", "护理人", "实际照料人", "委托照料人")),
    *_around("contact", "应急联系人", ("紧急联系人", "联系人")),
    *_around("father", "父亲"),
    *_around("mother", "母亲"),
)
