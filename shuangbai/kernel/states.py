"""Transition tables as data: what may follow what is read, listed and tested, not coded."""

from collections.abc import Mapping
from dataclasses import dataclass

from .problems import catalogue, problem

catalogue(
    {
        "states.refused": ("这{name}现在是“{state}”，不能{verb}", "现在可以：{open}"),
        "states.finished": (
            "这{name}已经是“{state}”，不能再{verb}",
            "如果是弄错了，请找负责人核对记录",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Move:
    """One verb: allowed in the states `frm`, leads to `to`; `label` is the verb in Chinese."""

    frm: frozenset[str]
    to: str
    label: str


@dataclass(frozen=True, slots=True)
class Machine:
    """States (key → Chinese label) and moves (verb → Move) of one noun.

    `name` is the noun with its measure word, as in 个申请 or 份名册: it follows 这.
    Raises ValueError when a move names a state that is not there.
    """

    name: str
    states: Mapping[str, str]
    moves: Mapping[str, Move]

    def __post_init__(self) -> None:
        for verb, move in self.moves.items():
            unknown = sorted((move.frm | {move.to}) - set(self.states))
            if unknown:
                raise ValueError(f"{self.name}: {verb} names unknown states {unknown}")
            if not move.frm:
                raise ValueError(f"{self.name}: {verb} starts nowhere")

    def after(self, state: str, verb: str) -> str:
        """The state that follows; Problem when the verb is not allowed now.

        ValueError for a state or verb that the table does not know.
        """
        self._known(state)
        move = self.moves.get(verb)
        if move is None:
            raise ValueError(f"{self.name}: no verb {verb!r}")
        if state in move.frm:
            return move.to
        possible = [self.moves[other].label for other in self.verbs_from(state)]
        raise problem(
            "states.refused" if possible else "states.finished",
            name=self.name,
            state=self.states[state],
            verb=move.label,
            open="、".join(possible),
        )

    def verbs_from(self, state: str) -> tuple[str, ...]:
        """Verbs allowed in `state`, in the order of the table."""
        self._known(state)
        return tuple(verb for verb, move in self.moves.items() if state in move.frm)

    def label(self, state: str) -> str:
        """The Chinese label of a state."""
        self._known(state)
        return self.states[state]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(state, label) pairs, as a model field wants them."""
        return list(self.states.items())

    def _known(self, state: str) -> None:
        if state not in self.states:
            raise ValueError(f"{self.name}: no state {state!r}")
