"""The columns of a list of workers. Synonyms are headings as seen in real lists."""

from shuangbai.rosters.rules import Field

FIELDS = (
    Field("name", "姓名", ("社工姓名", "人员姓名", "员工姓名"), required=True),
    Field(
        "number",
        "身份证号码",
        (
            *("身份证号", "身份证", "公民身份号码", "公民身份证号码", "证件号码", "证件号"),
            *("居民身份证号码", "居民身份证号"),
        ),
        required=True,
        secret=True,
    ),
    Field(
        "town",
        "乡镇",
        (
            *("镇街", "乡镇（街道）", "乡镇街道", "镇（街）", "镇", "街镇", "所属乡镇", "所在乡镇"),
            *("所属镇街", "所在镇街", "乡镇名称"),
        ),
    ),
    Field(
        "station",
        "社工站",
        (
            *("站点", "所在社工站", "所属社工站", "服务站点", "工作站点", "站点名称", "社工站名称"),
            *("所在站点", "社工站（点）", "工作地点"),
        ),
    ),
    Field("sex", "性别"),
    Field("birth", "出生日期", ("出生年月", "出生年月日")),
    Field(
        "phone",
        "联系电话",
        ("电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"),
        secret=True,
        repeats=True,
    ),
    Field("education", "学历", ("最高学历", "文化程度")),
    Field("post", "岗位", ("岗位名称", "岗位类别", "岗位类型")),
    Field("duties", "职责", ("职责分工", "工作职责", "分工", "负责工作", "工作内容")),
    Field("origin", "来源", ("人员来源", "来源类别", "人员类别", "人员性质")),
    Field("pay_grade", "薪级", ("薪酬等级", "薪级等级", "工资等级")),
    Field("employer", "用人单位", ("聘用单位", "签约单位")),
    Field("hired_on", "入职时间", ("入职日期", "聘用时间", "签约时间", "聘用日期")),
    Field("since", "到岗时间", ("到岗日期", "上岗时间", "上岗日期")),
    Field(
        "level",
        "持证级别",
        (
            *("证书", "持证情况", "职业资格", "证书级别", "证书等级", "社工证", "资格证书"),
            *("职业水平", "持证等级", "社工证书", "证书类别"),
        ),
    ),
    Field(
        "paper", "证书编号", ("证书号", "管理号", "证书管理号", "职业水平证书管理号", "证书号码")
    ),
    Field("issued_on", "发证日期", ("取证时间", "发证时间", "取证日期", "取得时间")),
    Field("remark", "备注", ("说明",), repeats=True),
)
HEADINGS = {field.code: field.name for field in FIELDS}
"""Field → its usual heading."""
