"""Sort keys and initials of Chinese names.

The embedded database has no ICU, so order by pronunciation is stored with the row.
Readings are per character; the first character (or a double surname) uses the readings
that surnames have. 覃 keeps the library's first reading, tan: both tan and qin are borne
in the south, and nobody but the bearer knows which. ü is written v.
"""

from functools import lru_cache

from pypinyin import Style, pinyin

_SURNAMES = {
    "单": "shan",
    "仇": "qiu",
    "曾": "zeng",
    "区": "ou",
    "解": "xie",
    "查": "zha",
    "朴": "piao",
    "翟": "zhai",
    "盖": "ge",
    "乐": "yue",
    "缪": "miao",
    "员": "yun",
    "折": "she",
    "洗": "xian",
    "繁": "po",
    "种": "chong",
    "秘": "bi",
    "召": "shao",
    "黑": "he",
    "句": "gou",
    "能": "nai",
    "都": "du",
    "隗": "wei",
    "佴": "nai",
    "卜": "bu",
    "藏": "zang",
    "祭": "zhai",
    "阚": "kan",
    "郇": "xun",
    "乜": "nie",
    "薄": "bo",
}
_DOUBLE_SURNAMES = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "澹台": ("tan", "tai"),
    "单于": ("chan", "yu"),
    "长孙": ("zhang", "sun"),
    "令狐": ("ling", "hu"),
    "鲜于": ("xian", "yu"),
    "宰父": ("zai", "fu"),
    "皇甫": ("huang", "fu"),
    "夏侯": ("xia", "hou"),
    "尔朱": ("er", "zhu"),
    "呼延": ("hu", "yan"),
    "宿勤": ("su", "qin"),
}


def sort_key(name: str) -> str:
    """'张三' → 'zhang san'. Plain ASCII, lower case; what has no reading sorts last."""
    return " ".join(_words(name))


def initials(name: str) -> str:
    """'张三' → 'zs': first letters of the words of `sort_key`, for search by typing."""
    return "".join(word[0] for word in _words(name) if word[0] != "~")


@lru_cache(maxsize=1024)
def _words(name: str) -> tuple[str, ...]:
    # Key and initials of one name are asked for one after the other.
    text = name.strip()
    words: list[str] = []
    start = 0
    if text[:2] in _DOUBLE_SURNAMES:
        words.extend(_DOUBLE_SURNAMES[text[:2]])
        start = 2
    elif text[:1] in _SURNAMES:
        words.append(_SURNAMES[text[0]])
        start = 1
    latin = ""
    for char in text[start:]:
        if char.isascii() and char.isalnum():
            latin += char.lower()
            continue
        if latin:
            words.append(latin)
            latin = ""
        if char.isalnum():
            words.append(_reading(char))
    if latin:
        words.append(latin)
    return tuple(words)


@lru_cache(maxsize=30_000)
def _reading(char: str) -> str:
    found = pinyin(char, style=Style.NORMAL, errors="ignore")
    word = found[0][0] if found and found[0] else ""
    # '~' sorts behind every letter, so that a character without reading comes last.
    return word if word.isascii() and word else f"~{ord(char):05x}"
