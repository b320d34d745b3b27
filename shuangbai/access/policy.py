"""Who may do what: the one table of verbs and roles.

A verb that is not here can be done by nobody. Scope (where) is the grant's areas; this table says
only what kind of thing a role does. Auditors read it; a test holds it against a copy by hand.
"""

from django.db.models import TextChoices


class Role(TextChoices):
    WORKER = "worker", "社工"
    HEAD = "head", "站长"
    SUPERVISOR = "supervisor", "督导"
    COUNTY = "county", "县级经办"
    CITY = "city", "市级经办"
    PROVINCE = "province", "省级经办"
    INSPECTOR = "inspector", "验收人员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"
    SYSTEM = "system", "系统"
    """The product itself: commands run by its operator, jobs, demo data. Nobody signs in as it."""


ADMINS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
STATION = frozenset({Role.WORKER, Role.HEAD})
FILES = STATION | {Role.SUPERVISOR, Role.COUNTY}
"""Roles that read files as part of their daily work."""
LISTS = FILES | {Role.CITY}
FIGURES = LISTS | {Role.PROVINCE, Role.INSPECTOR}
OPERATOR = frozenset({Role.SYSTEM})

POLICY: dict[str, frozenset[Role]] = {
    # figures
    "figure.count": FIGURES | OPERATOR,
    "figure.rows": FIGURES | OPERATOR,
    "figure.freeze": frozenset({Role.HEAD, Role.COUNTY, Role.CITY}) | OPERATOR,
    "cover.see": FIGURES | OPERATOR,
    "missing.see": LISTS,
    "missing.export": frozenset({Role.HEAD, Role.COUNTY, Role.CITY}),
    "errand.see": LISTS,
    "errand.give": frozenset({Role.HEAD, Role.COUNTY}),
    # stations and staff
    "station.see": FIGURES | OPERATOR,
    "station.manage": frozenset({Role.COUNTY}) | OPERATOR,
    "staff.see": (FIGURES - {Role.WORKER, Role.PROVINCE}) | OPERATOR,
    "staff.manage": frozenset({Role.HEAD, Role.COUNTY}) | OPERATOR,
    "staff.unmask": frozenset({Role.HEAD, Role.COUNTY}),
    "equipment.require": frozenset({Role.COUNTY, Role.CITY}) | OPERATOR,
    # people
    "person.list": LISTS | OPERATOR,
    "person.see": LISTS | OPERATOR,
    "person.look": frozenset({Role.CITY}),
    "person.unmask": FILES,
    "person.register": STATION | {Role.COUNTY} | OPERATOR,
    "person.move": frozenset({Role.COUNTY}) | OPERATOR,
    "person.edit": STATION | {Role.COUNTY} | OPERATOR,
    "person.merge": frozenset({Role.HEAD, Role.COUNTY}) | OPERATOR,
    "household.edit": STATION | {Role.COUNTY} | OPERATOR,
    "file.open": STATION | OPERATOR,
    "file.close": STATION | {Role.COUNTY} | OPERATOR,
    "departure.tell": STATION | {Role.COUNTY} | OPERATOR,
    "consent.record": STATION | {Role.COUNTY} | OPERATOR,
    "approval.see": STATION | {Role.COUNTY} | OPERATOR,
    "approval.give": frozenset({Role.HEAD, Role.COUNTY}) | OPERATOR,
    "handover.see": STATION | {Role.COUNTY} | OPERATOR,
    "handover.ask": STATION | {Role.COUNTY} | OPERATOR,
    "handover.decide": frozenset({Role.HEAD, Role.COUNTY}) | OPERATOR,
    "scope.cross": STATION | {Role.COUNTY} | OPERATOR,
    # rosters
    "roster.see": frozenset({Role.HEAD, Role.COUNTY}) | OPERATOR,
    "roster.stage": frozenset({Role.HEAD, Role.COUNTY}) | OPERATOR,
    "roster.merge": frozenset({Role.HEAD, Role.COUNTY}) | OPERATOR,
    "roster.discard": frozenset({Role.HEAD, Role.COUNTY}) | OPERATOR,
    # the catalogue
    "catalogue.see": FIGURES | OPERATOR,
    "catalogue.manage": frozenset({Role.COUNTY, Role.CITY}) | OPERATOR,
    # visits
    "visit.see": LISTS | OPERATOR,
    "visit.record": STATION | OPERATOR,
    "visit.record_late": OPERATOR,
    "visit.correct": STATION,
    "visit.correct_others": frozenset({Role.HEAD}),
    "visit.withdraw": STATION,
    "visit.withdraw_others": frozenset({Role.HEAD}),
    "finding.see": LISTS | OPERATOR,
    "finding.handle": STATION | {Role.COUNTY} | OPERATOR,
    # the plan of visits
    "plan.see": LISTS | OPERATOR,
    "plan.manage": frozenset({Role.COUNTY, Role.CITY}) | OPERATOR,
    "plan.absence": frozenset({Role.HEAD}) | OPERATOR,
    "round.see": LISTS | OPERATOR,
    "round.start": frozenset({Role.HEAD, Role.COUNTY, Role.CITY}) | OPERATOR,
    "round.export": frozenset({Role.HEAD, Role.COUNTY, Role.CITY}),
    # long work
    "job.see": FIGURES | OPERATOR,
    "job.cancel": FIGURES | OPERATOR,
    # administration
    "area.load": frozenset({Role.SYSTEM_ADMIN}) | OPERATOR,
    "area.rename": frozenset({Role.SYSTEM_ADMIN}) | OPERATOR,
    "area.reparent": OPERATOR,
    "grant.give": frozenset({Role.SECURITY_ADMIN}) | OPERATOR,
    "grant.end": frozenset({Role.SECURITY_ADMIN}) | OPERATOR,
    "audit.see": frozenset({Role.AUDIT_ADMIN}),
}


WITHOUT_AREA = frozenset({"grant.give", "grant.end", "area.load", "area.rename"})
"""Verbs that happen nowhere in particular; every other action names where it happens."""


LABELS: dict[str, str] = {
    "figure.count": "看数",
    "figure.rows": "看数后面的记录",
    "figure.freeze": "定格存证",
    "cover.see": "看两个100%",
    "missing.see": "看还缺的人",
    "missing.export": "导出还缺的人",
    "errand.see": "看派工",
    "errand.give": "派工、收回派工",
    "station.see": "看社工站",
    "station.manage": "开站、关站",
    "staff.see": "看社工的情况",
    "staff.manage": "管社工点、社工和配备",
    "staff.unmask": "看社工的完整号码",
    "equipment.require": "定配备清单",
    "person.list": "看人与户",
    "person.see": "看一个人的档案",
    "person.look": "说明原因后看档案",
    "person.unmask": "看完整号码",
    "person.register": "登记人",
    "person.move": "转接人",
    "person.edit": "改人的情况",
    "person.merge": "并档",
    "household.edit": "改户的情况",
    "file.open": "建档",
    "file.close": "关档",
    "departure.tell": "写退出的原因",
    "consent.record": "记知情同意",
    "approval.see": "看未成年人档案授权",
    "approval.give": "给未成年人档案授权",
    "handover.see": "看转接",
    "handover.ask": "请求转接",
    "handover.decide": "答复转接",
    "scope.cross": "为转接跨站",
    "roster.see": "看名册",
    "roster.stage": "上传名册",
    "roster.merge": "合并名册",
    "roster.discard": "作废名册",
    "catalogue.see": "看服务目录",
    "catalogue.manage": "管服务目录",
    "visit.see": "看走访",
    "visit.record": "记走访",
    "visit.record_late": "不写原因补记走访",
    "visit.correct": "更正走访",
    "visit.correct_others": "更正别人记的走访",
    "visit.withdraw": "作废走访",
    "visit.withdraw_others": "作废别人记的走访",
    "finding.see": "看发现的需要",
    "finding.handle": "办发现的需要",
    "plan.see": "看走访计划",
    "plan.manage": "定走访频次",
    "plan.absence": "安排顶班",
    "round.see": "看专项走访",
    "round.start": "开始、取消专项走访",
    "round.export": "导出专项走访的名单",
    "job.see": "看任务",
    "job.cancel": "取消任务",
    "area.load": "载入区划",
    "area.rename": "区划改名",
    "area.reparent": "区划换上级",
    "grant.give": "开账号、给授权",
    "grant.end": "收回授权",
    "audit.see": "看留痕",
}
"""How the verbs are called on screens; the same keys as POLICY, which a test holds."""


def may(role: str, verb: str) -> bool:
    """KeyError for a verb that is not in the table: a programmer's mistake."""
    return role in POLICY[verb]


def reads_files_freely(role: str) -> bool:
    """Whether a single file opens without a stated reason."""
    return role in FILES
