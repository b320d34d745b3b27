"""A person's photo: kept only while somebody agreed to it."""

from base64 import b64encode
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients.actions.merged import refuse_merged
from shuangbai.clients.models import Person, Photo
from shuangbai.clients.selectors import aliases, consents
from shuangbai.kernel import pictures, spells
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "photo.consent": (
            "{name}还没有同意保存照片，或同意已经不再有效。",
            "请先问过本人或监护人，在“知情同意”里记一份，再传照片。",
        ),
    }
)


@action("consent.record")
def keep(act: Act, person_id: UUID, data: bytes) -> Photo:
    """The new photo takes the place of the one before, which is blanked."""
    person = gate.find(Person, act.actor, person_id)
    act.within(person.area)
    act.subject = ("clients.person", str(person.pk))
    refuse_merged(act, [person])
    consent = consents.in_force(act.actor, person, "photo", act.today)
    if consent is None:
        raise problem("photo.consent", column="照片", name=person.name)
    picture = b64encode(pictures.shrunk(data)).decode()
    kept = Photo.objects.visible_to(act.actor).filter(aliases.of(person))
    for old in kept.as_known(None):
        spells.withdraw(old, act.stamp)
    kept.update(picture=None)
    made: Photo = Photo.objects.create(
        area=person.area, person=person, consent=consent, picture=picture, **act.stamp
    )
    act.touch("clients.photo", made.pk, person.area, bytes=len(picture))
    return made
