"""Consents, the photo that rests on one, and what the trail keeps."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditEntry
from shuangbai.access.testing import Cast, actor_of, client_of
from shuangbai.clients.actions import consents, photos
from shuangbai.clients.actions.consents import NewConsent
from shuangbai.clients.models import Consent, Person, Photo
from shuangbai.clients.selectors import consents as selectors
from shuangbai.clients.selectors import photos as shown
from shuangbai.clients.testing import make_person
from shuangbai.kernel import clock
from shuangbai.kernel.problems import Problem


def picture(side: int = 1500) -> bytes:
    made = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "某手机"
    exif[0x8825] = {1: "N", 2: (22.0, 55.0, 0.0)}
    Image.new("RGB", (side, side // 2), "gray").save(made, "JPEG", exif=exif)
    return made.getvalue()


def agree(actor: Actor, person: Person, use: str = "photo") -> Consent:
    today = clock.today()
    return consents.record(actor, NewConsent(person.pk, use, True, "paper", today))


def test_sent_twice_is_one_consent(worker: Actor) -> None:
    person = make_person(worker)
    new = NewConsent(person.pk, "story", True, "spoken", clock.today(), note="村支书在场")
    first, second = consents.record(worker, new), consents.record(worker, new)
    assert first.pk == second.pk
    with scope.acting(worker):
        assert [one.standing.holds for one in selectors.of_person(worker, person)] == [True]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"since": date(2099, 1, 1)}, "consent.future"),
        ({"since": date(1900, 1, 1)}, "consent.early"),
        ({"until": date(2020, 1, 1)}, "consent.until"),
        ({"by_self": False}, "consent.who"),
    ],
)
def test_what_cannot_be_a_consent_is_told(worker: Actor, told: dict[str, Any], code: str) -> None:
    person = make_person(worker)
    given: dict[str, Any] = {"by_self": True, "how": "paper", "since": date(2024, 1, 5), **told}
    with pytest.raises(Problem) as raised:
        consents.record(worker, NewConsent(person.pk, "photo", **given))
    assert raised.value.code == code


def test_a_photo_wants_a_consent_and_goes_with_it(people: Cast) -> None:
    owner = actor_of(people.owner)
    person = make_person(owner)
    with pytest.raises(Problem) as raised:
        photos.keep(owner, person.pk, picture())
    assert raised.value.code == "photo.consent"
    consent = agree(owner, person)
    photos.keep(owner, person.pk, picture())
    with scope.acting(owner):
        kept = shown.newest(owner, person)
        assert kept is not None
        with Image.open(BytesIO(shown.jpeg(kept))) as opened:
            assert max(opened.size) == 1024
            assert not opened.getexif()
    consents.withdraw(owner, consent.pk, "不想留照片了")
    with scope.acting(owner):
        assert shown.newest(owner, person) is None
        assert Photo.objects.get(pk=kept.pk).picture is None
    with pytest.raises(Problem):
        consents.withdraw(owner, consent.pk)


def test_the_pages_from_asking_to_taking_back(people: Cast) -> None:
    owner = actor_of(people.owner)
    person = make_person(owner)
    client = client_of(people.owner)
    address = reverse("clients:photo_new", args=[person.pk])
    assert "还不能存照片" in client.get(address).content.decode()
    form = {"scope": "photo", "by_self": "on", "how": "paper", "since": str(clock.today())}
    answer = client.post(reverse("clients:consent_new", args=[person.pk]), form, follow=True)
    assert "保存照片" in answer.content.decode()
    file = SimpleUploadedFile("照片.jpg", picture(), "image/jpeg")
    client.post(address, {"photo": file})
    image = client.get(reverse("clients:photo", args=[person.pk]))
    assert (image.status_code, image["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in image["Cache-Control"]
    with scope.acting(owner):
        consent = Consent.objects.get(person=person)
    client.post(reverse("clients:consent_withdrawal", args=[consent.pk]), {"reason": "后悔"})
    assert client.get(reverse("clients:photo", args=[person.pk])).status_code == 404
    looked = AuditEntry.objects.filter(detail__photo=True, subject_id=str(person.pk))
    assert looked.count() == 1


def test_a_file_that_is_no_photo_is_told(people: Cast) -> None:
    owner = actor_of(people.owner)
    person = make_person(owner)
    agree(owner, person)
    file = SimpleUploadedFile("照片.jpg", b"MZ" + bytes(500), "image/jpeg")
    answer = client_of(people.owner).post(
        reverse("clients:photo_new", args=[person.pk]), {"photo": file}
    )
    assert answer.status_code == 422
    assert "不是照片" in answer.content.decode()


def test_a_consent_of_a_past_day_expires(worker: Actor) -> None:
    person = make_person(worker)
    day = clock.today() - timedelta(days=40)
    new = NewConsent(person.pk, "wish", True, "paper", day, until=day + timedelta(days=30))
    consents.record(worker, new)
    with scope.acting(worker):
        assert selectors.in_force(worker, person, "wish", day) is not None
        assert selectors.in_force(worker, person, "wish", clock.today()) is None
