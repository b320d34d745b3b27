"""The detail of an audit entry in a few words of the work; pure."""

from collections.abc import Mapping
from typing import Any

WORDS = {
    "said": "{}",
    "why": "{}",
    "q": "找“{}”",
    "shown": "列出 {} 人",
    "total": "共 {} 人",
    "people": "看到 {} 人",
    "rows": "看到 {} 条",
    "exported": "导出 {} 行",
    "create": "新增 {} 人",
    "update": "变更 {} 人",
    "retire": "退出 {} 人",
    "refuse": "不能收 {} 行",
    "created": "新增 {} 个",
    "updated": "更新 {} 个",
}
"""What is said of a value that is there; a list is counted."""

CASES = {
    ("by", "number"): "按身份证号码找",
    ("by", "phone"): "按电话找",
    ("by", "household"): "按户编号找",
    ("found", True): "找到了",
    ("found", False): "没有找到",
    ("secret", "identity"): "身份证号码",
    ("secret", "phone"): "电话",
    ("past", True): "看了在别的站时的记录",
    ("already", True): "早就办过，没有再办",
    ("repeated", True): "早就记过，没有再记",
}


def told(detail: Mapping[str, Any]) -> str:
    """共 27 人; 新增 3 人，退出 1 人. What has no words here stays in the entry alone."""
    said = []
    for name, value in detail.items():
        if isinstance(value, str | int) and (name, value) in CASES:
            said.append(CASES[name, value])
        elif name in WORDS and value not in ("", None, 0, []):
            said.append(WORDS[name].format(len(value) if isinstance(value, list) else value))
    return "，".join(said)
