"""Who belongs where, what somebody is to the head, what becomes of a category: tables of cases."""

from datetime import date
from uuid import UUID

import pytest

from shuangbai.clients.household_rules import entitlements, relations, stays
from shuangbai.clients.household_rules.entitlements import Fate, Held, follows, holdings
from shuangbai.clients.household_rules.stays import Residence, Stay

A, B, C = (UUID(int=number) for number in (1, 2, 3))
JAN, FEB, MAR, APR = (date(2025, month, 1) for month in (1, 2, 3, 4))


def stay(home: UUID, start: date, end: date | None = None, area: str = "v1") -> Stay[str]:
    return Stay(f"{home.int}{start}", home, start, end, area=area)


class TestStays:
    @pytest.mark.parametrize(
        ("held", "expected"),
        [
            ([], []),
            ([stay(A, JAN)], [(A, JAN, None)]),
            ([stay(A, FEB), stay(A, JAN, FEB)], [(A, JAN, None)]),
            ([stay(A, JAN, FEB), stay(B, FEB)], [(A, JAN, FEB), (B, FEB, None)]),
            ([stay(A, JAN, FEB), stay(A, MAR)], [(A, JAN, FEB), (A, MAR, None)]),
            (
                [stay(A, JAN, FEB), stay(B, FEB, FEB), stay(A, FEB)],
                [(A, JAN, None)],
            ),
            (
                [stay(A, JAN, FEB), stay(B, FEB, MAR), stay(A, MAR)],
                [(A, JAN, FEB), (B, FEB, MAR), (A, MAR, None)],
            ),
        ],
        ids=["nobody", "one", "touching", "two homes", "a gap", "not a day", "and back"],
    )
    def test_times_without_a_gap(
        self, held: list[Stay[object]], expected: list[tuple[UUID, date, date | None]]
    ) -> None:
        assert stays.residences(held) == [Residence(*one) for one in expected]

    @pytest.mark.parametrize(
        ("held", "day", "strict", "within"),
        [
            ([stay(A, JAN)], JAN, None, None),
            ([stay(A, FEB)], JAN, FEB, None),
            ([stay(A, JAN, FEB), stay(A, FEB)], JAN, FEB, FEB),
            ([stay(B, JAN, FEB), stay(A, FEB)], JAN, FEB, None),
            ([stay(B, JAN, FEB), stay(A, FEB)], MAR, None, None),
            ([stay(A, JAN, FEB)], JAN, None, None),
        ],
        ids=["same day", "came later", "told since", "moved since", "after it", "gone"],
    )
    def test_what_was_told_later_is_not_overwritten(
        self, held: list[Stay[object]], day: date, strict: date | None, within: date | None
    ) -> None:
        assert stays.too_early(held, day) == strict
        assert stays.too_early_within(held, day) == within

    @pytest.mark.parametrize(
        ("held", "elsewhere", "expected"),
        [
            ([stay(A, FEB)], False, None),
            ([stay(A, FEB)], True, FEB),
            ([stay(A, JAN, FEB), stay(B, FEB)], False, None),
            ([stay(A, JAN, FEB), stay(B, FEB)], True, JAN),
            ([stay(A, JAN, FEB, area="v2"), stay(B, FEB)], False, FEB),
            ([stay(A, JAN, FEB, area="v2"), stay(B, FEB, MAR), stay(C, MAR)], False, FEB),
            ([stay(A, JAN, FEB), stay(A, MAR)], False, MAR),
        ],
        ids=["put on file", "handed over", "split here", "then split", "moved", "both", "was away"],
    )
    def test_since_when_somebody_is_here_by_a_move(
        self, held: list[Stay[object]], elsewhere: bool, expected: date | None
    ) -> None:
        assert stays.arrived(held, elsewhere, "v1") == expected

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ([("", JAN, None)], JAN),
            ([("", JAN, FEB), ("务工", FEB, None)], FEB),
            ([("务工", JAN, FEB), ("务工", FEB, None)], JAN),
            ([("务工", JAN, FEB), ("", FEB, MAR), ("务工", MAR, None)], MAR),
        ],
    )
    def test_since_when_somebody_lives_apart(
        self, words: list[tuple[str, date, date | None]], expected: date
    ) -> None:
        held = [Stay(at, A, start, end, apart=word) for at, (word, start, end) in enumerate(words)]
        assert stays.same_word_since(held) == expected


class TestRelations:
    @pytest.mark.parametrize(
        ("word", "common"),
        [
            ("户主", "户主"),
            ("本人", "户主"),
            ("妻", "配偶"),
            ("长女", "子女"),
            ("二儿子", "子女"),
            ("爷爷", "祖父母"),
            ("外孙女", "孙子女"),
            ("弟弟", "兄弟姐妹"),
            ("其他", "其他"),
        ],
    )
    def test_words_of_lists(self, word: str, common: str) -> None:
        assert relations.kin(word) == common

    @pytest.mark.parametrize("word", ["", "邻居", "干女儿"])
    def test_words_that_say_nothing_sure(self, word: str) -> None:
        assert relations.kin(word) is None

    @pytest.mark.parametrize(
        ("new_head", "member", "expected"),
        [
            ("配偶", "户主", "配偶"),
            ("配偶", "长子", "子女"),
            ("子女", "户主", "父母"),
            ("子女", "配偶", "父母"),
            ("长子", "次女", "兄弟姐妹"),
            ("子女", "孙子女", ""),
            ("子女", "父母", "祖父母"),
            ("父母", "户主", "子女"),
            ("父母", "子女", "孙子女"),
            ("孙子女", "户主", "祖父母"),
            ("孙子女", "子女", ""),
            ("兄弟姐妹", "父母", "父母"),
            ("户主", "次女", "次女"),
            ("其他", "户主", ""),
            ("子女", "邻居", ""),
        ],
    )
    def test_seen_from_a_new_head(self, new_head: str, member: str, expected: str) -> None:
        assert relations.proposed(new_head, member) == expected

    def test_every_proposal_can_be_chosen(self) -> None:
        told = {relations.proposed(one, other) for one in relations.Kin for other in relations.Kin}
        assert told <= {"", *relations.RELATIONS}

    @pytest.mark.parametrize(
        ("said", "words", "expected"),
        [
            ("陈志", {A: "户主", B: "配偶"}, A),
            ("陈英", {A: "户主", B: "配偶"}, B),
            ("陈志", {A: "", B: ""}, A),
            ("外面的人", {A: "", B: "父母"}, None),
            ("旧名", {A: "户主", B: "配偶"}, A),
            ("陈英", {A: "户主", B: "户主"}, B),
        ],
        ids=["word and name", "name first", "by name", "not on file", "by word", "two words"],
    )
    def test_who_is_the_head(
        self, said: str, words: dict[UUID, str], expected: UUID | None
    ) -> None:
        assert relations.head_of({A: "陈志", B: "陈英"}, words, said) == expected


P, Q, R = (UUID(int=number) for number in (11, 12, 13))
ORDER = ("DB", "DBBY", "LS")


def holds(
    person: UUID,
    code: str = "DB",
    household: UUID | None = A,
    end: date | None = None,
    family: bool = True,
) -> Held[str]:
    source = "inherited" if household else "roster"
    return Held(f"{person.int}{code}", person, code, source, household, JAN, end, family)


class TestEntitlements:
    def test_what_follows_is_said_by_category(self) -> None:
        held = [
            holds(P),
            holds(Q),
            holds(R, household=None),
            holds(P, "LS", household=None),
            holds(Q, "TK", household=None, family=False),
            holds(R, "DBBY", household=B),
            holds(Q, "DBBY", end=MAR),
        ]
        told = follows(held, {P: A, Q: A, R: A}, ORDER)
        assert [(one.code, one.people, one.listed, one.waiting) for one in told] == [
            ("DB", (P, Q), (R,), ()),
            ("DBBY", (), (), (R,)),
            ("LS", (), (P,), ()),
        ]

    def test_who_stays_is_not_asked_about(self) -> None:
        assert follows([holds(P), holds(Q)], {P: A}, ORDER)[0].people == (P,)
        assert follows([holds(Q)], {P: A}, ORDER) == []

    @pytest.mark.parametrize(
        ("fate", "day", "expected"),
        [
            (
                Fate.KEEP,
                FEB,
                [{"valid_to": FEB}, {"household_id": None, "valid_from": FEB}],
            ),
            (Fate.KEEP, JAN, [{"household_id": None}]),
            (Fate.ALONG, FEB, [{"valid_to": FEB}, {"household_id": B, "valid_from": FEB}]),
            (Fate.END, FEB, [{"valid_to": FEB}]),
            (Fate.END, date(2024, 12, 1), [{"valid_to": JAN}]),
        ],
    )
    def test_what_a_spell_gives_way_to(
        self, fate: Fate, day: date, expected: list[dict[str, object]]
    ) -> None:
        assert entitlements.parts(holds(P), fate, day, B) == expected

    def test_nothing_is_dropped_unless_it_is_said(self) -> None:
        """The days that the parts cover together are those of the spell."""
        for fate in (Fate.KEEP, Fate.ALONG):
            for day in (JAN, FEB, MAR):
                made = entitlements.parts(holds(P, end=APR), fate, day, B)
                starts = [part.get("valid_from", JAN) for part in made]
                ends = [part.get("valid_to", APR) for part in made]
                assert (min(starts), max(ends)) == (JAN, APR)
                assert ends[:-1] == starts[1:]

    def test_what_a_household_holds(self) -> None:
        held = [holds(P), holds(Q, household=None), holds(R, household=B), holds(P, "TK", None)]
        told = holdings([P, Q, R], held, A, {}, ORDER)
        assert [(one.code, one.through, one.own, one.waiting) for one in told] == [
            ("DB", (P,), (Q,), (R,)),
            ("TK", (), (P,), ()),
        ]
        assert told[1].without == (Q, R)

    @pytest.mark.parametrize(
        ("held", "listed", "expected"),
        [
            ([holds(P), holds(Q, household=None)], {}, False),
            ([holds(P)], {Q: frozenset({"DB"})}, True),
            ([holds(P)], {Q: frozenset({"DBBY"})}, False),
            ([holds(P), holds(Q, household=None)], {Q: frozenset({"DB"})}, False),
        ],
        ids=["on the list", "no longer", "another list", "again"],
    )
    def test_a_list_that_names_nobody_any_more(
        self, held: list[Held[str]], listed: dict[UUID, frozenset[str]], expected: bool
    ) -> None:
        assert holdings([P, Q], held, A, listed, ORDER)[0].off_list is expected
