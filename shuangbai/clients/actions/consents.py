"""Recording what a person agreed to, and taking it back."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients import consent_rules as rules
from shuangbai.clients.actions.merged import refuse_merged
from shuangbai.clients.models import Consent, ConsentWithdrawal, Person, Photo
from shuangbai.kernel import days, ids
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "consent.who": (
            "按{name}的年龄，这一项要有{missing}的同意（{source}）。",
            "请问过再记；没有同意的，先不要用。",
        ),
        "consent.future": ("同意的日期 {day} 还没有到。", "请填当天或以前的日期。"),
        "consent.early": ("同意的日期 {day} 太早了。", "请核对年份。"),
        "consent.until": (
            "到期日 {until} 不在同意日期之后。",
            "请填晚一些的日期；长期有效就空着。",
        ),
        "consent.again": ("这一份同意已经撤回。", "要再用的，请重新问过，另记一份。"),
    }
)


@dataclass(frozen=True)
class NewConsent:
    """`guardian`: name and relation of who speaks for the person, or two empty texts."""

    person_id: UUID
    scope: str
    by_self: bool
    how: str
    since: date
    guardian: tuple[str, str] = ("", "")
    until: date | None = None
    note: str = ""
    id: UUID = field(default_factory=ids.uuid7)


@action("consent.record")
def record(act: Act, new: NewConsent) -> Consent:
    """Record a consent; the same id again answers with the one that is there."""
    person = gate.find(Person, act.actor, new.person_id)
    act.within(person.area)
    act.subject = ("clients.person", str(person.pk))
    already: Consent | None = Consent.objects.under(person.area).filter(pk=new.id).first()
    if already is not None:
        return already
    refuse_merged(act, [person])
    _check(act, new, person)
    name, relation = new.guardian
    made: Consent = Consent.objects.create(
        id=new.id,
        area=person.area,
        person=person,
        scope=new.scope,
        given_by_self=new.by_self,
        guardian_name=name,
        guardian_relation=relation,
        how=new.how,
        note=new.note,
        valid_from=new.since,
        valid_to=new.until,
        **act.stamp,
    )
    act.touch("clients.consent", made.pk, person.area, scope=new.scope, until=str(new.until or ""))
    return made


def _check(act: Act, new: NewConsent, person: Person) -> None:
    if new.since > act.today:
        raise problem("consent.future", column="同意日期", day=new.since)
    if new.since < days.EARLIEST:
        raise problem("consent.early", column="同意日期", day=new.since)
    if new.until is not None and new.until <= new.since:
        raise problem("consent.until", column="到期日", until=new.until)
    wanted = rules.needed(new.scope, person.birth_date, new.since)
    missing = rules.lacking(wanted, new.by_self, bool(new.guardian[0]))
    if missing:
        raise problem(
            "consent.who",
            column="谁同意的",
            name=person.name,
            missing=missing,
            source=wanted.source,
        )


@action("consent.record")
def withdraw(act: Act, consent_id: UUID, reason: str = "") -> Consent:
    """Taken back from today; a photo that rested on it is blanked at once."""
    consent = gate.find(Consent, act.actor, consent_id, "person")
    act.within(consent.area)
    act.subject, act.reason = ("clients.person", str(consent.person_id)), reason.strip()
    if ConsentWithdrawal.objects.under(consent.area).filter(consent=consent).exists():
        raise problem("consent.again")
    ConsentWithdrawal.objects.create(
        area=consent.area,
        consent=consent,
        day=act.today,
        reason=reason.strip(),
        at=act.at,
        by=act.actor.user_id,
        by_name=act.actor.name,
    )
    blanked = Photo.objects.under(consent.area).filter(consent=consent, pref=consent.pref)
    photos = blanked.filter(picture__isnull=False).update(picture=None)
    act.touch("clients.consent", consent.pk, consent.area, withdrawn=True, photos=photos)
    return consent
