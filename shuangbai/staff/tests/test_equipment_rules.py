"""How a list is read, what two lists ask for together, and what is missing."""

import pytest

from shuangbai.kernel.problems import Problem
from shuangbai.staff import equipment_rules as rules
from shuangbai.staff.equipment_rules import Kind, Wanted

COMPUTER = Wanted("电脑", Kind.OFFICE, 2, "台")
ROOM = Wanted("个案室", Kind.PLACE, 1, "间", "要有门，说话外面听不见")


@pytest.mark.parametrize(
    "text",
    [
        "电脑，办公设备，2台\n\n个案室，场地，1间，要有门，说话外面听不见",
        "电脑\t办公设备\t2\t台\n个案室\t场地\t1\t间\t要有门，说话外面听不见",
        "电脑 办公设备 ２台\n个案室 场地 1 间 要有门，说话外面听不见",
    ],
)
def test_a_list_is_read_as_it_is_typed_or_pasted(text: str) -> None:
    if " " in text:
        text = text.replace("，", "、")
    told = rules.read(text)
    assert told[0] == COMPUTER
    assert (told[1].name, told[1].kind, told[1].least, told[1].unit) == (
        *("个案室", Kind.PLACE, 1),
        "间",
    )


def test_what_is_written_is_read_again() -> None:
    assert rules.read(rules.write([COMPUTER, ROOM])) == [COMPUTER, ROOM]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("电脑", "equipment.line"),
        ("电脑，办公设备，两台", "equipment.line"),
        ("电脑，办公设备，0台", "equipment.line"),
        ("电脑，办公设备，2", "equipment.line"),
        ("电脑，电器，2台", "equipment.kind"),
        ("电脑，办公设备，2台\n电脑，办公设备，1台", "equipment.twice"),
        (f"{'长' * 41}，场地，1间", "equipment.long"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, code: str) -> None:
    with pytest.raises(Problem) as found:
        rules.read(text)
    assert found.value.code == code


def test_two_lists_ask_for_the_larger_quantity() -> None:
    more = Wanted("电脑", Kind.OFFICE, 3, "台")
    assert rules.put_together([COMPUTER, ROOM, more]) == [ROOM, more]


def test_what_is_missing() -> None:
    found = rules.lacks([COMPUTER, ROOM], {"电脑": 1, "书架": 4})
    assert rules.said(found) == "缺：电脑 1 台、个案室 1 间"
    assert rules.said(rules.lacks([COMPUTER], {"电脑": 2})) == ""
