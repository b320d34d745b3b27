"""Photos of a visit: cleaned, kept once, shown while those who can be recognised agree."""

from base64 import b64encode
from dataclasses import dataclass
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.access.refusal import Refused
from shuangbai.clients.selectors import consents
from shuangbai.kernel import pictures, spells
from shuangbai.kernel.crypto import current_ring
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.visits.models import Photo, Served, Visit
from shuangbai.visits.selectors import visits

MOST = 9
"""Photos of one visit; more belongs to an activity."""

catalogue(
    {
        "visit.photo_consent": (
            "{names}还没有同意保存照片，或同意已经不再有效。",
            "请先问过本人（未成年人问监护人），在“知情同意”里记一份；或换一张认不出人的。",
        ),
        "visit.photo_who": ("选的人里有这次没有服务到的。", "请从这次服务到的人里选。"),
        "visit.photo_many": ("这次走访已经有 {most} 张照片。", "请先删一张，或挑要紧的留下。"),
        "visit.photo_gone": ("这次走访已经作废，不再加照片。", "要留照片，请重新记一次走访。"),
    }
)


@dataclass(frozen=True)
class NewPhoto:
    """`people`: who can be recognised in it; nobody means that nobody can."""

    visit_id: UUID
    data: bytes
    people: tuple[UUID, ...] = ()
    words: str = ""


@action("visit.record")
def keep(act: Act, new: NewPhoto) -> Photo:
    """The same picture again answers with the one that is there."""
    visit = visits.newest(act.actor, new.visit_id)
    act.within(visit.area)
    act.subject = ("visits.visit", str(visit.root))
    if visit.superseded_at is not None:
        raise problem("visit.photo_gone")
    _agreed(act, visit, new.people)
    picture = b64encode(pictures.shrunk(new.data)).decode()
    digest = current_ring().digest(picture, "visits.photo.picture")
    kept = Photo.objects.under(visit.area[:9]).as_known(None)
    there = {bytes(one.digest): one for one in kept.filter(visit_id=visit.root, pref=visit.pref)}
    if digest in there:
        act.detail = {"repeated": True}
        return there[digest]
    if len(there) >= MOST:
        raise problem("visit.photo_many", column="照片", most=MOST)
    made: Photo = Photo.objects.create(
        area=visit.area,
        visit_id=visit.root,
        picture=picture,
        digest=digest,
        people=list(new.people),
        words=new.words.strip() or None,
        **act.stamp,
    )
    act.touch("visits.photo", made.pk, visit.area, bytes=len(picture), people=len(new.people))
    return made


@action("visit.record")
def remove(act: Act, photo_id: UUID) -> UUID:
    """Taken away and blanked: nobody sees it again. That it was there stays. Answers with the
    visit to which it belonged."""
    photo = gate.find(Photo, act.actor, photo_id)
    visit = visits.newest(act.actor, photo.visit_id)
    act.within(photo.area)
    act.subject = ("visits.visit", str(visit.root))
    own = photo.recorded_by == act.actor.user_id
    if not (own or visits.may_correct(act.actor, visit)):
        raise Refused(act.verb, "这张照片是别人传的", area=photo.area, subject=act.subject)
    if photo.superseded_at is None:
        spells.withdraw(photo, act.stamp)
    same = Photo.objects.under(photo.area).filter(pk=photo.pk, pref=photo.pref)
    same.update(picture=None, words=None)
    act.touch("visits.photo", photo.pk, photo.area, removed=True)
    return visit.root


def _agreed(act: Act, visit: Visit, people: tuple[UUID, ...]) -> None:
    if not people:
        return
    served = Served.objects.under(visit.area).as_known(None).filter(pref=visit.pref, visit=visit)
    printed = {one.person_id: one.person_name.reveal() for one in served}
    if not set(people) <= set(printed):
        raise problem("visit.photo_who", column="照片里认得出谁")
    holding = consents.holding(act.actor, people, "photo", act.today)
    missing = [printed[pk] for pk in people if pk not in holding]
    if missing:
        names = "、".join(missing)
        raise problem("visit.photo_consent", column="照片里认得出谁", names=names)
