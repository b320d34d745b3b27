"""Who heads a household and what the others are to the head, as part of a greater form.

Relations are said to one head. When another one is chosen, they are listed anew for that one and
asked about once more, so that nobody stays what they were to somebody else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from shuangbai.clients.actions.household_commands import Headed
from shuangbai.clients.forms.fields import choices
from shuangbai.clients.household_rules.relations import HEAD_WORDS, RELATIONS, proposed
from shuangbai.clients.selectors.households_page import Member

STRANGER = "name"


@dataclass(frozen=True)
class Candidate:
    """Somebody who can head the household. `relation`: to the head of `family`, in which they
    are now; of another family nothing is known."""

    pk: UUID
    name: str
    relation: str
    family: UUID

    @classmethod
    def of(cls, members: Sequence[Member]) -> "list[Candidate]":
        return [
            cls(one.person.pk, one.person.name, one.relation, one.membership.household_id)
            for one in members
        ]


@dataclass(frozen=True)
class Row:
    """A member with the field of the relation; none for the head."""

    name: str
    field: forms.BoundField | None


class Heads:
    """The fields, added to a form under `prefix`. `head`: who heads it now; None for a household
    that gets its first. `stranger`: its head may be somebody not on file, now `said`."""

    def __init__(
        self,
        prefix: str,
        label: str,
        people: Sequence[Candidate],
        *,
        head: UUID | None = None,
        stranger: bool = False,
        said: str = "",
    ) -> None:
        self.prefix, self.label, self.people = prefix, label, people
        self.head, self.stranger, self.said = head, stranger, said
        self.asked_again = ""
        self.form: forms.Form | None = None

    def name(self, part: str) -> str:
        return f"{self.prefix}_{part}"

    def start(self, chosen: UUID | None = None) -> dict[str, Any]:
        """What the empty form shows, with `chosen` as the head."""
        now = self.head or (None if self.stranger and self.said else chosen)
        told: dict[str, Any] = {self.name("head"): str(now) if now else STRANGER}
        told[self.name("shown")] = told[self.name("head")]
        told[self.name("name")] = "" if now else self.said
        words = self._relations(str(now) if now else STRANGER)
        return told | {self._relation(pk): word for pk, word in words.items()}

    def remembered(self, past: Mapping[UUID, str]) -> dict[str, Any]:
        """Shown for those who come back: what they were when they belonged here before."""
        offered = {one.pk: dict(_words(one.relation)) for one in self.people}
        return {
            self._relation(pk): word for pk, word in past.items() if word in offered.get(pk, {})
        }

    def follow(self, data: Any) -> None:
        """Another head than the relations on the page were said to: list them anew."""
        chosen, shown = data.get(self.name("head"), ""), data.get(self.name("shown"), "")
        names = {str(one.pk): one.name for one in self.people} | {STRANGER: "新户主"}
        if len(self.people) < 2 or chosen == shown or chosen not in names:
            return
        for pk, word in self._relations(chosen).items():
            data[self._relation(pk)] = word
        data[self.name("shown")] = chosen
        self.asked_again = names[chosen]

    def add(self, form: forms.Form) -> None:
        self.form = form
        offered = [(str(one.pk), one.name) for one in self.people]
        offered += [(STRANGER, "别的人，没有登记过")] if self.stranger else []
        if len(offered) > 1:
            form.fields[self.name("head")] = forms.ChoiceField(
                label=self.label,
                widget=forms.RadioSelect,
                choices=offered,
                error_messages={"required": "请选谁作户主。"},
            )
        form.fields[self.name("shown")] = forms.CharField(required=False, widget=forms.HiddenInput)
        if self.stranger:
            form.fields[self.name("name")] = forms.CharField(
                label="没有登记的户主姓名", required=False, max_length=60
            )
        for one in self.people:
            field = forms.ChoiceField(label=f"{one.name}与户主的关系", required=False)
            form.fields[self._relation(one.pk)] = field
            choices(form, self._relation(one.pk)).choices = _words(one.relation)

    def clean(self, told: Mapping[str, Any]) -> None:
        """Ask once more about relations that were listed anew; a name for a head not on file."""
        assert self.form is not None
        if self.asked_again:
            said = f"下面各人的关系，已经按{self.asked_again}作户主重新列出，请看一遍再存。"
            self.form.add_error(self.name("head"), said)
        chosen = told.get(self.name("head"))
        if chosen == STRANGER and not (told.get(self.name("name")) or "").strip():
            self.form.add_error(self.name("name"), "请写户主的姓名。")

    def headed(self, told: Mapping[str, Any], *, always: bool = False) -> Headed:
        """`always`: name the head also when it is the one of now."""
        chosen = told.get(self.name("head")) or (str(self.people[0].pk) if self.people else "")
        words = {
            one.pk: told[self._relation(one.pk)] for one in self.people if str(one.pk) != chosen
        }
        if chosen == STRANGER:
            name = told[self.name("name")].strip()
            same = self.head is None and name == self.said
            return Headed(name="" if same and not always else name, relations=words)
        if not always and self.head is not None and chosen == str(self.head):
            return Headed(relations=words)
        return Headed(UUID(chosen) if chosen else None, relations=words)

    @property
    def head_field(self) -> forms.BoundField | None:
        assert self.form is not None
        name = self.name("head")
        return self.form[name] if name in self.form.fields else None

    @property
    def name_field(self) -> forms.BoundField | None:
        assert self.form is not None
        return self.form[self.name("name")] if self.stranger else None

    @property
    def shown_field(self) -> forms.BoundField:
        assert self.form is not None
        return self.form[self.name("shown")]

    def rows(self) -> Iterator[Row]:
        """One for each member; the head is said, not asked."""
        assert self.form is not None
        shown = str(self.form[self.name("shown")].value() or "")
        for one in self.people:
            own = str(one.pk) == shown
            yield Row(one.name, None if own else self.form[self._relation(one.pk)])

    @property
    def several(self) -> bool:
        return len(self.people) > 1

    def _relation(self, pk: UUID) -> str:
        return f"{self.prefix}_rel_{pk.hex}"

    def _relations(self, chosen: str) -> dict[UUID, str]:
        """What each is to the chosen head, as far as it follows from what they are now."""
        new = next((one for one in self.people if str(one.pk) == chosen), None)
        if new is not None and new.pk == self.head:
            same = {one.pk: one.relation for one in self.people if one.family == new.family}
            return {one.pk: same.get(one.pk, "") for one in self.people}
        if new is None:
            now = self.head is None and bool(self.said)
            return {one.pk: one.relation if now else "" for one in self.people}
        return {
            one.pk: proposed(new.relation, one.relation) if one.family == new.family else ""
            for one in self.people
        }


def _words(now: str) -> list[tuple[str, str]]:
    """Common words, and the one that a list brought."""
    common = [(word, word) for word in RELATIONS if word not in HEAD_WORDS]
    own = [(now, now)] if now and now not in RELATIONS and now not in HEAD_WORDS else []
    return [("", "不清楚"), *common, *own]
