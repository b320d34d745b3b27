import pytest

from shuangbai.kernel.problems import Problem
from shuangbai.kernel.states import Machine, Move

LIST = Machine(
    "份名册",
    {"draft": "草稿", "sent": "已交", "done": "已定"},
    {
        "send": Move(frozenset({"draft"}), "sent", "交上去"),
        "return": Move(frozenset({"sent"}), "draft", "退回"),
        "settle": Move(frozenset({"sent"}), "done", "定下"),
    },
)


def test_moves_that_are_in_the_table() -> None:
    assert LIST.after("draft", "send") == "sent"
    assert LIST.verbs_from("sent") == ("return", "settle")
    assert LIST.verbs_from("done") == ()
    assert LIST.label("done") == "已定"
    assert LIST.choices[0] == ("draft", "草稿")


def test_every_state_against_every_verb_moves_or_is_refused() -> None:
    for state in LIST.states:
        for verb in LIST.moves:
            if verb in LIST.verbs_from(state):
                assert LIST.after(state, verb) in LIST.states
            else:
                with pytest.raises(Problem):
                    LIST.after(state, verb)


def test_a_refusal_says_what_is_and_what_can_be_done() -> None:
    with pytest.raises(Problem) as caught:
        LIST.after("sent", "send")
    assert str(caught.value) == "这份名册现在是“已交”，不能交上去。现在可以：退回、定下。"
    with pytest.raises(Problem) as caught:
        LIST.after("done", "return")
    assert str(caught.value).startswith("这份名册已经是“已定”，不能再退回。")


def test_programmers_mistakes() -> None:
    for state, verb in (("lost", "send"), ("draft", "burn")):
        with pytest.raises(ValueError):
            LIST.after(state, verb)
    with pytest.raises(ValueError):
        Machine("份名册", {"draft": "草稿"}, {"send": Move(frozenset({"draft"}), "x", "交")})
    with pytest.raises(ValueError):
        Machine("份名册", {"draft": "草稿"}, {"send": Move(frozenset(), "draft", "交")})
