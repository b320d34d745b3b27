"""`shuangbai identity check TEXT…`: needs no database."""

from argparse import Namespace
from typing import Any

from shuangbai.kernel import identity
from shuangbai.kernel.commands import CommandResult


def register(subparsers: Any) -> None:
    group = subparsers.add_parser("identity", help="身份证号码")
    verbs = group.add_subparsers(required=True, metavar="动作")
    check = verbs.add_parser("check", help="核对号码（GB 11643-1999）")
    check.add_argument("texts", nargs="+", metavar="号码")
    check.add_argument("--json", action="store_true")
    check.set_defaults(handler=_check)


def _check(args: Namespace) -> CommandResult:
    found = [(text, identity.check(text)) for text in args.texts]
    data = [
        {
            "text": text,
            "number": one.normalised,
            "valid": one.valid,
            "birth_date": one.birth_date,
            "sex": one.sex,
            "area_code": one.area_code,
            "reason": one.reason,
        }
        for text, one in found
    ]
    lines = [
        f"{one.normalised}：对，{one.birth_date} 出生" if one.valid else f"{text}：{one.reason}"
        for text, one in found
    ]
    return CommandResult(data, "\n".join(lines), attention=not all(one.valid for _, one in found))
