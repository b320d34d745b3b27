"""A file that was merged into another is not written on any more: that is done on the one that
goes on, whose page leads to everything in both."""

from collections.abc import Iterable

from shuangbai.access.action import Act
from shuangbai.clients.models import Person
from shuangbai.clients.selectors import aliases
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "person.merged": (
            "{name}的这份档案已经并到{into}，不再改动。",
            "请打开{into}，在那里办。",
        ),
        "person.merged_away": (
            "{name}的这份档案已经并到别的镇（街）的一份档案里，不再改动。",
            "请找那边的站或县里的经办人办。",
        ),
    }
)


def refuse_merged(act: Act, people: Iterable[Person]) -> None:
    """A Problem that names the file that goes on, when one of these was merged into it."""
    named = {person.pk: person for person in people}
    for file in aliases.canonical(named):
        [found] = aliases.going_on(act.actor, [named[file]])
        if found.pk == file:
            raise problem("person.merged_away", name=named[file].name)
        raise problem("person.merged", name=named[file].name, into=called(found))


def called(person: Person) -> str:
    """How a file is named where two people may bear one name: 李秀英（身份证号码4453…）的档案."""
    number = f"（身份证号码 {person.identity}）" if person.identity else ""
    return f"{person.name}{number}的档案"
