from dataclasses import dataclass
from datetime import date

import pytest

from shuangbai.catalogue import rules
from shuangbai.catalogue.rules import Names


@dataclass
class Entry:
    code: str
    name: str
    valid_from: date


OLD = Entry("ZC.445302.1", "政策宣传", date(2022, 1, 1))
NEW = Entry("ZC.445302.1", "政策进家门", date(2023, 1, 1))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2022, 1, 1), "政策宣传"),
        (date(2022, 12, 31), "政策宣传"),
        (date(2023, 1, 1), "政策进家门"),
        (date(2030, 1, 1), "政策进家门"),
        (date(2020, 1, 1), "政策宣传"),
    ],
)
def test_a_code_says_what_it_was_called_on_the_day(day: date, said: str) -> None:
    assert Names([NEW, OLD]).on("ZC.445302.1", day) == said


def test_a_code_that_is_not_there_says_itself() -> None:
    assert Names([]).on("ZC99", date(2023, 1, 1)) == "ZC99"


def test_the_newest_name_is_the_last() -> None:
    assert Names([NEW, OLD]).last() == {"ZC.445302.1": "政策进家门"}


@pytest.mark.parametrize(
    ("kind", "under", "area", "taken", "code"),
    [
        ("item", "ZC", "445302", [], "ZC.445302.1"),
        ("item", "ZC", "445302", ["ZC.445302.1", "ZC.445302.9"], "ZC.445302.10"),
        ("item", "ZC", "4453", ["ZC.445302.1"], "ZC.4453.1"),
        ("item", "RH", "445302", ["ZC.445302.4"], "RH.445302.1"),
        ("theme", "", "445302", ["ZT01"], "ZT.445302.1"),
        ("line", "", "4453", ["GZ.4453.1"], "GZ.4453.2"),
    ],
)
def test_each_office_counts_its_own_codes(
    kind: str, under: str, area: str, taken: list[str], code: str
) -> None:
    assert rules.next_code(kind, under, area, taken) == code


def test_the_code_of_an_item_tells_its_service() -> None:
    assert rules.service_of("ZC.445302.12") == "ZC" == rules.service_of("ZC01")
