"""Whether two files may be put together: asked by the page before anybody writes a reason, and by
the action that does it."""

from shuangbai.access.actor import Actor
from shuangbai.clients import merge_rules
from shuangbai.clients.models import HandOver, Person
from shuangbai.clients.selectors import aliases
from shuangbai.clients.selectors.onfile import digest, on_file
from shuangbai.clients.selectors.particulars import plain
from shuangbai.kernel import clock
from shuangbai.kernel.problems import Problem, catalogue, problem

catalogue(
    {
        "merge.far": ("两份档案不在同一个地级市，不能并。", "请让对方站关掉那边的档案。"),
        "merge.already": (
            "{name}的这份档案已经并到另一份档案里。",
            "请用留下的那一份来并；要并到别处的，先撤销原来的并档。",
        ),
        "merge.numbers": (
            "两份档案的身份证号码不一样：号码不同就是两个人，不能并。",
            "请照证件核对；有一个写错的，先在那份档案上改正号码，再来并档。",
        ),
        "merge.third": (
            "{name}的身份证号码还登记在另一份档案上，不能并到这里。",
            "请按号码查找那一份，先弄清是谁的。",
        ),
        "merge.died": (
            "{name}登记了去世，另一份档案没有，不能并。",
            "请先核对：人确实去世的，在另一份上也登记去世；登记错了的，先撤回。",
        ),
        "merge.handover": (
            "{name}有一个等待答复的转接请求，不能并到别的档案里。",
            "请先在“转接”里办完，再来并档。",
        ),
        "merge.provisional": (
            "{name}的档案还没有核实，不能作为留下的一份。",
            "请留下另一份；两份都没有核实的，先核实其中一份。",
        ),
    }
)


def near(one: Person, other: Person) -> None:
    """A Problem for files of two prefectures."""
    if one.pref != other.pref:
        raise problem("merge.far")


def check(actor: Actor, goes_on: Person, becomes: Person) -> None:
    """A Problem when `becomes` cannot become a name for `goes_on`."""
    near(goes_on, becomes)
    for person in (goes_on, becomes):
        if aliases.canonical([person.pk]):
            raise problem("merge.already", name=person.name)
    theirs, others = (_numbers(actor, person) for person in (goes_on, becomes))
    if merge_rules.numbers_differ(theirs | others, clock.today()):
        raise problem("merge.numbers")
    if (goes_on.died_on is None) != (becomes.died_on is None):
        dead = goes_on if goes_on.died_on else becomes
        raise problem("merge.died", name=dead.name)
    if goes_on.provisional:
        raise problem("merge.provisional", name=goes_on.name)
    # A provisional file stands outside the uniqueness of numbers.
    fresh = {digest(number) for number in others - theirs} if becomes.provisional else set()
    if on_file(goes_on.pref, fresh):
        raise problem("merge.third", name=becomes.name)
    waiting = HandOver.objects.visible_to(actor).filter(pref=becomes.pref, person_id=becomes.pk)
    if waiting.filter(side=HandOver.Side.GIVING, state=HandOver.State.ASKED).exists():
        raise problem("merge.handover", name=becomes.name)


def hindrance(actor: Actor, goes_on: Person, becomes: Person) -> Problem | None:
    try:
        check(actor, goes_on, becomes)
    except Problem as found:
        return found
    return None


def _numbers(actor: Actor, person: Person) -> set[str]:
    """Identity numbers in any file of theirs."""
    files = Person.objects.visible_to(actor).filter(aliases.of(person, "pk"))
    return {plain(one.identity) for one in files} - {""}
