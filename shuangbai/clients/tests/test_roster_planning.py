"""What a roster would change, without a database: households, and the comparison."""

from dataclasses import replace
from uuid import UUID

import pytest

from shuangbai.clients.roster_rules import Ground, Holder, House, OnFile, families
from shuangbai.clients.tests.rosters import CHENGCUN, HEAD, LONG, lines, number, planned


class TestFamilies:
    def test_a_head_and_those_below(self) -> None:
        read, of_row = families(
            lines(
                LONG,
                ["城村", "陈志", "陈志", number(1), "本人", "", ""],
                ["", "", "陈英", number(2), "配偶", "", ""],
                ["", "陈志", "陈小", number(3), "长女", "", ""],
                ["旧村", "李四", "李五", number(4), "儿子", "", ""],
                ["", "", "王六", number(5), "", "", ""],
                ["", "", "王七", number(6), "妻", "", ""],
            )
        )
        keys = [of_row[line.row].key for line in read]
        assert keys[0] == keys[1] == keys[2]
        assert len(set(keys)) == 4
        assert [line.village for line in read[:3]] == [CHENGCUN] * 3
        assert of_row[5].head_name == "李四"

    def test_a_common_number(self) -> None:
        read, of_row = families(
            lines(
                LONG,
                ["", "", "甲", number(1), "户主", "A1", ""],
                ["", "", "乙", number(2), "户主", "A2", ""],
                ["", "", "丙", number(3), "", "A1", ""],
            )
        )
        assert of_row[read[0].row] is of_row[read[2].row]
        assert of_row[read[0].row] is not of_row[read[1].row]


HOUSE = House(UUID(int=90), "陈志", "", "")
OTHER = House(UUID(int=91), "李四", "", "")
CHEN = OnFile(UUID(int=1), "陈志", CHENGCUN, "13900000001", HOUSE, holds=True)
YING = OnFile(UUID(int=2), "陈英", CHENGCUN, "", OTHER, holds=True)


class TestPlan:
    def test_create_update_unchanged(self) -> None:
        ground = Ground(people={number(1): CHEN, number(2): replace(YING, holds=False)})
        made = planned(
            [
                ["姓名", "身份证号", "电话", "村"],
                ["陈志", number(1), "13900000001", ""],
                ["陈瑛", number(2), "13900000002", "旧村"],
                ["新人", number(3), "", "旧村"],
            ],
            ground,
        )
        assert [row.outcome for row in made.rows] == ["unchanged", "update", "create"]
        assert made.rows[1].changes == [
            {"field": "姓名", "old": "陈英", "new": "陈瑛"},
            {"field": "联系电话", "old": "", "new": "139****0002"},
            {"field": "村（居）", "old": "城村村民委员会", "new": "旧村村民委员会"},
            {"field": "类别", "old": "", "new": "特困"},
        ]

    def test_elsewhere_says_neither_who_nor_where(self) -> None:
        made = planned([HEAD, ["甲", number(1)]], Ground(elsewhere=frozenset({number(1)})))
        [found] = made.rows[0].problems
        assert found.message == "这个号码已在别的站建了档，请走转接"

    def test_a_list_that_puts_two_together_moves_the_second(self) -> None:
        ground = Ground(people={number(1): CHEN, number(2): YING})
        rows = [
            LONG,
            ["", "陈志", "陈志", number(1), "本人", "", ""],
            ["", "陈志", "陈英", number(2), "妻", "", ""],
        ]
        made = planned(rows, ground)
        assert [row.outcome for row in made.rows] == ["unchanged", "update"]
        assert made.rows[1].changes == [{"field": "同住", "old": "李四户", "new": "陈志户"}]
        after = Ground(people={number(1): CHEN, number(2): replace(YING, house=HOUSE)})
        assert planned(rows, after).count("unchanged") == 2

    def test_a_row_alone_takes_nobody_out_of_a_household(self) -> None:
        ground = Ground(people={number(2): replace(YING, house=HOUSE)})
        made = planned([LONG, ["", "陈英", "陈英", number(2), "本人", "", ""]], ground)
        assert made.rows[0].outcome == "unchanged"

    def test_a_number_of_another_list_proves_nothing(self) -> None:
        stranger = House(UUID(int=99), "别人", "7", "", frozenset({UUID(int=5)}))
        ground = Ground(people={number(1): CHEN}, numbered={"7": [stranger]})
        rows = [LONG, ["", "", "陈志", number(1), "户主", "7", ""]]
        made = planned(rows, ground)
        assert made.rows[0].home is not None and made.rows[0].home.house is HOUSE
        assert made.rows[0].changes == [{"field": "户编号", "old": "", "new": "7"}]

    def test_two_the_list_keeps_apart_do_not_stay_together(self) -> None:
        ground = Ground(people={number(1): CHEN, number(2): replace(YING, house=HOUSE)})
        made = planned(
            [
                LONG,
                ["", "", "陈志", number(1), "户主", "1", ""],
                ["", "", "陈英", number(2), "户主", "2", ""],
            ],
            ground,
        )
        assert made.rows[1].changes == [{"field": "同住", "old": "陈志户", "new": "陈英户"}]

    def test_who_leaves_and_who_stays_in_doubt(self) -> None:
        holders = [Holder(UUID(int=i), name, UUID(int=i)) for i, name in enumerate("甲乙丙", 1)]
        person = OnFile(UUID(int=1), "甲", CHENGCUN, holds=True)
        wrong = number(4)[:-1] + ("1" if number(4)[-1] != "1" else "2")
        made = planned(
            [HEAD, ["甲", number(1)], ["丙", wrong]],
            Ground(people={number(1): person}, holders=holders),
        )
        assert [one.label for one in made.leave] == ["乙"]
        assert [one.label for one in made.kept] == ["丙"]

    def test_a_refused_row_with_a_good_number_keeps_its_person_on_the_list(self) -> None:
        person = OnFile(UUID(int=1), "甲", CHENGCUN, holds=True)
        made = planned(
            [[*HEAD, "村"], ["甲", number(1), "不知道村"]],
            Ground(people={number(1): person}, holders=[Holder(UUID(int=1), "甲", UUID(int=1))]),
        )
        assert made.rows[0].outcome == "refuse" and made.leave == []

    @pytest.mark.parametrize(
        ("leave", "stay", "many"), [(5, 0, False), (6, 6, False), (7, 6, True)]
    )
    def test_many_leave(self, leave: int, stay: int, many: bool) -> None:
        holders = [Holder(UUID(int=i), f"人{i}", UUID(int=i)) for i in range(1, leave + stay + 1)]
        people = {
            number(i): OnFile(UUID(int=i), f"人{i}", CHENGCUN, holds=True)
            for i in range(1, stay + 1)
        }
        rows = [HEAD, ["新人", number(900)]]
        rows += [[f"人{i}", number(i)] for i in range(1, stay + 1)]
        assert planned(rows, Ground(people=people, holders=holders)).many_leave is many
