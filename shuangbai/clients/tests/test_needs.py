"""What a file should say because of its categories, and what is read from numbers."""

from collections.abc import Collection
from typing import Any

import pytest

from shuangbai.clients.particulars_rules import needs, numbers, registered


def lacking(codes: Collection[str], filled: Collection[str] = ("phone",)) -> list[str]:
    return [one.need.field for one in needs.missing(codes, filled)]


@pytest.mark.parametrize(
    ("codes", "filled", "expected"),
    [
        ((), ("phone",), []),
        ((), (), ["phone"]),
        ((), ("contact",), []),
        (("LSFN",), ("guardian",), []),
        (("TK",), ("phone",), ["support", "self_care", "labour", "carer"]),
        (("TK",), ("phone", "guardian", "support"), ["self_care", "labour"]),
        (("GE",), ("phone", "carer"), ["guardian", "schooling"]),
        (("CJ",), ("phone",), ["certificate"]),
        (("TSLR",), ("phone",), ["living", "self_care"]),
        (("DB", "TK"), ("phone", "support", "self_care", "carer"), ["labour"]),
    ],
)
def test_what_is_asked_for(codes: tuple[str, ...], filled: tuple[str, ...], expected: Any) -> None:
    assert lacking(codes, filled) == expected


def test_a_particular_is_asked_for_once_and_says_because_of_what() -> None:
    found = {one.need.field: one for one in needs.missing(["TK", "DB", "GE", "KJ"], ["phone"])}
    assert found["labour"].codes == ("TK", "DB")
    assert found["guardian"].codes == ("GE", "KJ")
    assert found["labour"].need.source == "民发〔2021〕43号"
    assert found["guardian"].need.source == ""


@pytest.mark.parametrize(
    ("text", "kind", "level"),
    [
        ("11010519491231002X42", 4, 2),
        (" 11010519491231002x 4 2 ", 4, 2),
        ("１１０１０５１９４９１２３１００２Ｘ７１", 7, 1),
        ("11010519491231002X42B1", 4, 2),
        ("11010519491231002X82", 0, 0),
        ("11010519491231002X45", 0, 0),
        ("42", 0, 0),
        ("", 0, 0),
    ],
)
def test_numbers_of_certificates(text: str, kind: int, level: int) -> None:
    read = numbers.certificate(text)
    assert (read.kind, read.level) == (kind, level)
    assert bool(read.normalised) == bool(kind)


@pytest.mark.parametrize(
    ("digits", "fits"), [("79927398713", True), ("79927398710", False), ("0", True)]
)
def test_the_last_digit_of_an_account(digits: str, fits: bool) -> None:
    assert numbers.luhn(digits) is fits


@pytest.mark.parametrize(
    ("home", "key", "expected"),
    [
        ("445302103201", "", None),
        ("445302103201", "445302103201", False),
        ("445302103201", "445302103", None),
        ("445302103", "445302103201", None),
        ("445302103201", "445302103202", True),
        ("445302103201", "4401", True),
        ("445302103201", "45", True),
    ],
)
def test_whether_somebody_is_registered_elsewhere(
    home: str, key: str, expected: bool | None
) -> None:
    assert registered.differs(home, key) is expected
