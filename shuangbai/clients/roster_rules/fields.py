"""The columns of a list of people. Synonyms are headings as seen in real lists.

Two fields never share a heading; groups above (父亲 over 姓名) are said with it: 父亲姓名.
"""

from shuangbai.clients.roster_rules.fields_more import GRANT_FIELDS, PROFILE_FIELDS, TIE_FIELDS
from shuangbai.rosters.rules import Field

WHO_FIELDS = (
    Field(
        "name",
        "姓名",
        (
            *("成员姓名", "家庭成员姓名", "对象姓名", "保障对象姓名", "救助对象姓名"),
            *("享受人姓名", "人员姓名", "老人姓名", "儿童姓名", "残疾人姓名", "申请人姓名"),
        ),
        required=True,
    ),
    Field(
        "number",
        "身份证号码",
        (
            *("身份证号", "身份证", "公民身份号码", "公民身份证号码", "证件号码", "证件号"),
            *("居民身份证号码", "居民身份证号", "成员身份证号", "成员身份证号码"),
            *("家庭成员身份证号", "家庭成员身份证号码", "对象身份证号", "对象身份证号码"),
        ),
        required=True,
        secret=True,
    ),
    Field(
        "village",
        "村（居）",
        (
            *("村（社区）", "村居", "村社区", "所在村", "所在村（居）", "所在村（社区）"),
            *("村委会", "村（居）委会", "村居委会", "居委会", "行政村", "行政村（社区）"),
            *("村", "村名", "村居名称", "村（社区）名称", "社区"),
            *("所属村", "所属村（居）", "所属村（社区）"),
        ),
    ),
    Field(
        "town",
        "乡镇",
        (
            *("镇街", "乡镇（街道）", "乡镇街道", "镇（街）", "镇", "街镇", "镇街道", "所属乡镇"),
            *("所在乡镇", "所属镇街", "所在镇街", "乡镇名称", "街道"),
        ),
    ),
    Field("head_name", "户主姓名", ("户主",)),
    Field(
        "head_number",
        "户主身份证号",
        ("户主身份证号码", "户主身份证", "户主证件号码"),
        secret=True,
    ),
    Field("household", "户编号", ("户号", "家庭编号")),
    Field("relation", "与户主关系", ("与户主的关系", "关系", "家庭关系", "与申请人关系")),
    Field("sex", "性别"),
    Field("birth", "出生日期", ("出生年月", "出生年月日", "生日")),
    Field(
        "phone",
        "联系电话",
        ("电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"),
        secret=True,
        repeats=True,
    ),
    Field(
        "address",
        "住址",
        (
            *("家庭住址", "地址", "现住址", "现居住地", "现房住址", "居住地址"),
            *("家庭地址", "详细地址", "户地址"),
        ),
        repeats=True,
    ),
    Field("remark", "备注", ("说明",), repeats=True),
)
FIELDS = (*WHO_FIELDS, *GRANT_FIELDS, *PROFILE_FIELDS, *TIE_FIELDS)
HEADINGS = {field.code: field.name for field in FIELDS}
"""Field → its usual heading."""
