"""Telephone numbers, and cells that hold a name, a telephone and an identity number at once."""

import re
import unicodedata
from dataclasses import dataclass

from ..problems import catalogue
from .cell import NOTHING, Written, compact

catalogue(
    {
        "written.phone": (
            "“{text}”不像电话号码",
            "请写 11 位手机号，或带区号的固定电话；几个号码用顿号隔开",
        ),
    }
)

_EDGE, _END = r"(?<![\d*])", r"(?![\d*])"
_MOBILE = (
    rf"{_EDGE}(?:(?:\+|00)?86[- ]?)?"
    rf"(1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}}|1[3-9]\d{{2}}[- ]?\d{{3}}[- ]?\d{{4}}){_END}"
)
_FIXED = rf"{_EDGE}(\(?0\d{{2,3}}\)?[- ]?[2-9]\d{{6,7}}(?:(?:-|转)\d{{1,6}})?){_END}"
_SERVICE = rf"{_EDGE}([48]00[- ]?\d{{3}}[- ]?\d{{4}}){_END}"
_LOCAL = rf"{_EDGE}([2-9]\d{{6,7}}(?:转\d{{1,6}})?){_END}"
_PHONE = re.compile("|".join((_MOBILE, _FIXED, _SERVICE, _LOCAL)))
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(?:\d{6} ?\d{8} ?\d{3}[\dXx]|\d{15})(?![0-9A-Za-z])")
_LABEL = re.compile(
    "|".join(
        [
            *("居民身份证号码", "公民身份证号码", "居民身份证号", "公民身份证号", "公民身份号码"),
            *("身份证号码", "身份证号", "身份证", "证件号码", "证件号", "联系电话", "联系方式"),
            *("手机号码", "手机号", "手机", "电话号码", "电话", "姓名", "tel", "phone"),
        ]
    ),
    re.IGNORECASE,
)
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·]{2,20}|[A-Za-z][A-Za-z .'-]{1,58}")
_MARKS = re.compile(r"[\s,;:/、|()\[\]【】。]+")


@dataclass(frozen=True, slots=True)
class Several:
    """What one cell holds. Identity numbers are not checked; `rest`: what is none of the three."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


def phones(text: str) -> Written[tuple[str, ...]]:
    """All numbers of a cell, digits only, area code and extension parted by “-”.

    "139 0000 0000/0766-8812345" → ("13900000000", "0766-8812345"). Words beside a number (儿子) are
    passed over; digits that are no telephone leave the whole cell not understood.
    """
    if compact(text).lower() in NOTHING | {"无", "没有", "0"}:
        return Written()
    found, rest = _phones(_narrow(text))
    if not found or any(sign.isdigit() for sign in rest):
        return Written(reason="written.phone", text=text.strip())
    return Written(tuple(dict.fromkeys(found)))


def several(text: str) -> Several:
    """A name, a telephone and an identity number out of one cell, in any order, labelled or not."""
    said = _narrow(text)
    identities = tuple("".join(one.split()).upper() for one in _IDENTITY.findall(said))
    found, said = _phones(_IDENTITY.sub("、", said))
    words = [word for word in _MARKS.split(_LABEL.sub("、", _joined(said))) if word]
    names = [word.strip() for word in words if _NAME.fullmatch(word)]
    rest = [word for word in words if not _NAME.fullmatch(word) and word not in NOTHING]
    return Several(tuple(names), tuple(dict.fromkeys(found)), identities, tuple(rest))


def _narrow(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-")
    narrow = narrow.replace("—", "-").replace("•", "·").replace("・", "·")
    return "".join(sign for sign in narrow if unicodedata.category(sign) != "Cf")


def _joined(text: str) -> str:
    """张 三 is one name; blanks between longer words part them."""
    return re.sub(
        r"(?<![\u3400-\u9fff])([\u3400-\u9fff]) +([\u3400-\u9fff])(?![\u3400-\u9fff])",
        r"\1\2",
        text,
    )


def _phones(text: str) -> tuple[list[str], str]:
    found = [_shape(next(filter(None, groups))) for groups in _PHONE.findall(text)]
    return found, _PHONE.sub("、", text)


def _shape(number: str) -> str:
    plain = number.replace("(", "").replace(")", "-").replace("转", "-")
    parts = [part for part in re.split(r"[- ]+", plain) if part]
    digits = "".join(parts)
    if digits.startswith("1") or digits[:3] in ("400", "800"):
        return digits
    if digits.startswith("0") and len(parts[0]) > 4:
        # 07668812345: codes of three digits are those of the largest cities, 010 and 02x.
        code = 3 if digits[1] in "12" else 4
        parts[:1] = [parts[0][:code], parts[0][code:]]
    return "-".join(parts)
