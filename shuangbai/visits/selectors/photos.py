"""Photos of a visit, for those who may see the visit, while those in them agree."""

from base64 import b64decode
from dataclasses import dataclass, field
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.access.refusal import Absent
from shuangbai.clients.selectors import consents
from shuangbai.kernel import clock
from shuangbai.visits.models import Photo, Visit
from shuangbai.visits.selectors import visits
from shuangbai.visits.selectors.visits import Told


@dataclass(frozen=True)
class Shown:
    """`words` and `may_remove` as the page needs them."""

    photo: Photo
    words: str
    may_remove: bool


@dataclass(frozen=True)
class Photos:
    """`withheld`: how many are not shown because somebody in them no longer agrees."""

    shown: list[Shown] = field(default_factory=list)
    withheld: int = 0


def of_visit(actor: Actor, told: Told) -> Photos:
    """In the order in which they came. For a visit whose words are open: a picture of a home
    tells as much as they do."""
    visit = told.visit
    found = list(_living(actor, visit))
    holding = _holding(actor, found)
    may_all = visits.may_correct(actor, visit) if found else False
    shown = [
        Shown(
            one,
            one.words.reveal() if one.words else "",
            actor.may("visit.record") and (may_all or one.recorded_by == actor.user_id),
        )
        for one in found
        if set(one.people) <= holding
    ]
    return Photos(shown, len(found) - len(shown))


def jpeg(actor: Actor, photo_id: UUID) -> tuple[Photo, bytes]:
    """One picture, or Absent: taken away, or somebody in it no longer agrees, or the words of the
    visit are closed."""
    photo = gate.find(Photo, actor, photo_id)
    told = visits.visit(actor, photo.visit_id)
    agreed = set(photo.people) <= _holding(actor, [photo])
    if photo.picture is None or not agreed or not visits.note_is_open(actor, told):
        raise Absent(Photo.see_verb, Photo._meta.label_lower, str(photo_id))
    return photo, b64decode(photo.picture.reveal())


def _living(actor: Actor, visit: Visit) -> list[Photo]:
    rows = Photo.objects.visible_to(actor).as_known(None).defer("picture")
    return list(rows.filter(pref=visit.pref, visit_id=visit.root).order_by("id"))


def _holding(actor: Actor, photos: list[Photo]) -> set[UUID]:
    people = {pk for one in photos for pk in one.people}
    return consents.holding(actor, people, "photo", clock.today()) if people else set()
