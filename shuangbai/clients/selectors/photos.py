"""The photo of a person, as long as they agree to it."""

from base64 import b64decode

from shuangbai.access.actor import Actor
from shuangbai.clients.models import Person, Photo
from shuangbai.clients.selectors import aliases, consents
from shuangbai.kernel import clock


def has(actor: Actor, person: Person) -> bool:
    """Whether there is one that may be shown today."""
    return newest(actor, person) is not None


def newest(actor: Actor, person: Person) -> Photo | None:
    found: Photo | None = (
        Photo.objects.visible_to(actor)
        .as_known(None)
        .filter(aliases.of(person), picture__isnull=False)
        .order_by("-id")
        .first()
    )
    if found is None or consents.in_force(actor, person, "photo", clock.today()) is None:
        return None
    return found


def jpeg(photo: Photo) -> bytes:
    return b64decode(photo.picture.reveal())
