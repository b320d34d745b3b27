import pytest

from shuangbai.kernel.pinyin import initials, sort_key


@pytest.mark.parametrize(
    "name,key,letters",
    [
        ("张三", "zhang san", "zs"),
        ("单秀英", "shan xiu ying", "sxy"),
        ("曾伟", "zeng wei", "zw"),
        ("区少华", "ou shao hua", "osh"),
        ("解放", "xie fang", "xf"),
        ("仇英", "qiu ying", "qy"),
        ("查良镛", "zha liang yong", "zly"),
        ("吕布", "lv bu", "lb"),
        ("单于丹", "chan yu dan", "cyd"),
        ("尉迟恭", "yu chi gong", "ycg"),
        ("李单", "li dan", "ld"),
        (" 阿依古丽·买买提 ", "a yi gu li mai mai ti", "ayglmmt"),
        ("John 王", "john wang", "jw"),
        ("張三", "zhang san", "zs"),
        ("", "", ""),
        ("·（）", "", ""),
    ],
)
def test_reading_of_names(name: str, key: str, letters: str) -> None:
    assert sort_key(name) == key
    assert initials(name) == letters


def test_keys_are_plain_ascii_and_sort_by_sound() -> None:
    names = ["赵六", "张三", "陈二", "安一"]
    assert sorted(names, key=sort_key) == ["安一", "陈二", "张三", "赵六"]
    assert all(sort_key(name).isascii() for name in [*names, "ёж", "𰻝面", "\ue000"])


def test_what_cannot_be_read_comes_last() -> None:
    assert sort_key("ёжик") > sort_key("左佐")
    assert initials("王ё") == "w"
