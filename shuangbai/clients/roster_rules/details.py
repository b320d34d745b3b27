"""What a row says besides who somebody is: the grant, circumstances, a disability certificate.

A blank cell says nothing. What is not understood is left out with a note, and the person is taken
all the same. Notes are kept as they are, so those about health and secrets do not repeat the cell.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from shuangbai.clients.particulars_rules import numbers
from shuangbai.clients.particulars_rules.registered import PROVINCES
from shuangbai.clients.roster_rules import choices
from shuangbai.clients.roster_rules.cells import NOTHING
from shuangbai.clients.roster_rules.reading import Cells
from shuangbai.clients.roster_rules.villages import Places
from shuangbai.kernel import days, written
from shuangbai.kernel.problems import catalogue

_TEXT, _LEFT = "“{text}”看不懂，这一栏没有收", "人照收；要补这一栏，请写成{like}，再交一次"
catalogue(
    {
        "roster.word_unread": (_TEXT, _LEFT),
        "roster.cell_unread": ("这一格看不懂，没有收", _LEFT),
        "roster.amount_unread": (
            "“{text}”看不出每月多少钱，金额没有收",
            "人照收；要补金额，请只写数字，如 720，再交一次",
        ),
        "roster.amount_yearly": (
            "这一列不是每月的金额，没有收",
            "人照收；要补金额，请改成每月多少元，再交一次",
        ),
        "roster.day_unread": (
            "“{text}”看不出是哪一天，没有收",
            "人照收；要补日期，请写成 2023-1-28 再交一次",
        ),
        "roster.day_rough": ("“{text}”没有写到日，按{day}记", "知道哪一天的，可以改好再交一次"),
        "roster.certificate_other": (
            "残疾人证号里的身份证号码与这一行的不一样，证号没有收",
            "人照收；请照证件核对这两栏",
        ),
        "roster.certificate_differs": (
            "残疾人证号末两位与写的类别、等级不一样，按证号记",
            "请照证件核对",
        ),
        "roster.certificate_half": (
            "残疾类别和等级只看懂一样，没有收",
            "人照收；要补，请两样都写，如“肢体”“二级”，再交一次",
        ),
    }
)

_MOST_AMOUNT = 100_000
_YEARLY = re.compile(r"(/|每)(人/)?(年|季)|年度|季度|全年|年发|年补|年金额")
_LISTS = frozenset(
    {
        *("特困", "特困人员", "低保", "低保对象", "低保边缘", "低保边缘家庭", "孤儿", "残疾人"),
        *("困境儿童", "留守儿童", "事实无人抚养儿童", "特困供养", "五保", "城乡低保"),
    }
)
_LIKE = {
    "self_care": "“全自理”“半自理”或“全护理”",
    "labour": "“有劳动能力”“部分丧失劳动能力”或“无劳动能力”",
    "living": "“独居”“与家人同住”等",
    "marriage": "“未婚”“已婚”“离婚”或“丧偶”",
    "registration": "“城镇”或“农村”",
    "schooling": "“小学”“初中”等",
    "work": "“务农”“就业”“打零工”等",
    "support": "“集中供养”或“分散供养”",
    "bank_account": "8 至 30 位数字，并把这一列设为文本",
    "card_number": "卡上的号码，并把这一列设为文本",
    "certificate": "残疾人证上的 20 位证号，并把这一列设为文本",
    "disability_level": "“一级”至“四级”",
}
_HIDDEN = frozenset({"self_care", "labour"})
_TEXTS = {"ethnicity": 20, "school": 100, "school_class": 40, "bank": 60, "bank_holder": 60}
_MOST_ILLNESS = 500
_WELL = frozenset({"健康", "良好", "一般", "无疾病", "否", "正常"})
_CARD = re.compile(r"[0-9A-Z]{6,30}")


@dataclass(frozen=True)
class Grant:
    """Facts of the category: '' and None say nothing. `amount`: yuan a month."""

    level: str = ""
    amount: Decimal | None = None
    reference: str = ""
    granted_on: date | None = None

    def told(self) -> dict[str, str | Decimal | date]:
        """Column of CategorySpell → value, for what is said."""
        every = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in every.items() if value not in ("", None)}


@dataclass(frozen=True)
class CertificateSaid:
    kind: int
    level: int
    number: str = field(default="", repr=False)


def grant(cells: Cells) -> Grant:
    columns = cells.file.columns
    return Grant(
        level=_level(cells) if "level" in columns else "",
        amount=_amount(cells) if "amount" in columns else None,
        reference=cells.short("reference", 40) if "reference" in columns else "",
        granted_on=_granted(cells) if "granted_on" in columns else None,
    )


def _level(cells: Cells) -> str:
    text = cells.short("level", 20)
    return "" if text in _LISTS else text


def _amount(cells: Cells) -> Decimal | None:
    text, heading = cells.text("amount"), cells.heading("amount")
    read = _money(text, written.unit_of(heading))
    if read.blank or read.value == 0:
        return None
    if _YEARLY.search(heading):
        cells.hint("roster.amount_yearly", "amount")
        return None
    if read.value is None or not 0 < read.value <= _MOST_AMOUNT:
        cells.hint("roster.amount_unread", "amount", text=text.strip()[:20])
        return None
    return read.value.quantize(Decimal("0.01"))


# A list of thousands knows a few amounts and days only.
@lru_cache(maxsize=4096)
def _money(text: str, unit: str) -> written.Written[Decimal]:
    return written.amount(text, unit)


@lru_cache(maxsize=4096)
def _day(text: str, today: date) -> written.Written[date]:
    return written.day(text, today)


def _granted(cells: Cells) -> date | None:
    text = cells.text("granted_on")
    read = _day(text, cells.file.today)
    if read.blank:
        return None
    shown = text.strip()[:20]
    if read.value is None or not days.EARLIEST <= read.value <= cells.file.today:
        cells.hint("roster.day_unread", "granted_on", text=shown)
        return None
    if read.precision != "day":
        cells.hint("roster.day_rough", "granted_on", text=shown, day=read.value)
    return read.value


def profile(cells: Cells, *, head: bool) -> dict[str, str]:
    """Field of Profile → value, for what the row says. `head`: whether the person is the head of
    the household, whose account the heading 户主 means."""
    columns = cells.file.columns
    told = {name: cells.short(name, most) for name, most in _TEXTS.items() if name in columns}
    if len(told.get("ethnicity", "")) == 1:
        told["ethnicity"] += "族"
    for name in choices.CODES:
        if name in columns:
            told[name] = _coded(cells, name)
    if "support" in columns:
        _support(cells, told)
    if "illnesses" in columns:
        told["illnesses"] = _illnesses(cells)
    told |= _accounts(cells, head)
    if "registered" in columns:
        told["registered_address"] = cells.short("registered", 200)
        told["registered_area"] = registered(told["registered_address"], cells.file.places)
    return {name: text for name, text in told.items() if text}


def _coded(cells: Cells, name: str) -> str:
    text = cells.text(name)
    if written.is_blank(text):
        return ""
    code = choices.code(name, text)
    if not code:
        _unread(cells, name, text)
    return code


def _unread(cells: Cells, name: str, text: str) -> None:
    if name in _HIDDEN:
        cells.hint("roster.cell_unread", name, like=_LIKE[name])
    else:
        cells.hint("roster.word_unread", name, text=text.strip()[:20], like=_LIKE[name])


def _support(cells: Cells, told: dict[str, str]) -> None:
    text = cells.text("support")
    if written.is_blank(text):
        return
    code, place = choices.support(text)
    if not code:
        _unread(cells, "support", text)
    told["support"] = code
    if place and not told.get("registration"):
        told["registration"] = place


def _illnesses(cells: Cells) -> str:
    text = " ".join(cells.text("illnesses").split())
    return "" if text in NOTHING or text in _WELL else text[:_MOST_ILLNESS]


def _accounts(cells: Cells, head: bool) -> dict[str, str]:
    """The row's own account, and that of the household in the row of its head."""
    columns = cells.file.columns
    told: dict[str, str] = {}
    for own, whose in (("bank_account", "head_account"), ("card_number", "head_card")):
        for name in (own, whose) if head else (own,):
            if name in columns and not told.get(own):
                told[own] = _account(cells, name, own)
    if head and "head_bank" in columns and not cells.text("bank"):
        told["bank"] = cells.short("head_bank", 60)
    return told


def _account(cells: Cells, name: str, own: str) -> str:
    text = numbers.compact(cells.text(name))
    if written.is_blank(text) or text in NOTHING:
        return ""
    if numbers.is_account(text) or (own == "card_number" and _CARD.fullmatch(text)):
        return text
    cells.hint("roster.cell_unread", name, like=_LIKE[own])
    return ""


def registered(text: str, places: Places) -> str:
    """Key of a place of registration: a village or town of this tree, or another province; ''
    when it is not recognised."""
    if not text:
        return ""
    home = places.area.key[:2]
    for key, name in PROVINCES.items():
        if text.startswith(name) and key != home:
            return key
    return places.recognised(text)


def certificate(cells: Cells, identity: str | None) -> CertificateSaid | None:
    """From the number of the certificate, else from the columns of kind and level."""
    columns: Mapping[str, str] = cells.file.columns
    if not {"certificate", "disability", "disability_level"} & columns.keys():
        return None
    kind, level = _columns_say(cells)
    text = cells.text("certificate")
    if not written.is_blank(text) and text.strip() not in NOTHING:
        read = numbers.certificate(text)
        if not read.normalised:
            cells.hint("roster.cell_unread", "certificate", like=_LIKE["certificate"])
        elif identity and read.identity != identity:
            cells.hint("roster.certificate_other", "certificate")
            return None
        else:
            if (kind or read.kind, level or read.level) != (read.kind, read.level):
                cells.hint("roster.certificate_differs", "certificate")
            return CertificateSaid(read.kind, read.level, read.normalised)
    if kind and level:
        return CertificateSaid(kind, level)
    if kind or level:
        cells.hint("roster.certificate_half", "disability" if kind else "disability_level")
    return None


def _columns_say(cells: Cells) -> tuple[int, int]:
    kind, level = choices.disability(cells.text("disability"))
    if "disability_level" in cells.file.columns:
        level = choices.level(cells.text("disability_level")) or level
    return kind, level
