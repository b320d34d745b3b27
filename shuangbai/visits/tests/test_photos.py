"""Photos of visits: cleaned, kept once, shown while those in them agree."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from PIL import Image

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.testing import Cast, client_of
from shuangbai.clients.actions import consents
from shuangbai.clients.actions.consents import NewConsent
from shuangbai.kernel import clock
from shuangbai.kernel.problems import Problem
from shuangbai.visits.actions import Corrected, correct, photos, record
from shuangbai.visits.actions.photos import NewPhoto
from shuangbai.visits.models import Photo, Visit
from shuangbai.visits.tests.homes import Family, family, new

pytestmark = pytest.mark.django_db


def jpeg(shade: int = 90) -> bytes:
    """A picture that says where it was taken."""
    made, told = BytesIO(), Image.Exif()
    told[0x010E] = "23.01N 112.04E"
    Image.new("RGB", (60, 40), (shade, 90, 90)).save(made, "JPEG", exif=told)
    return made.getvalue()


@pytest.fixture
def home(worker: Actor) -> Family:
    return family(worker)


@pytest.fixture
def visit(worker: Actor, home: Family) -> Visit:
    return record(worker, new(home, home.head, home.child))


def agreed(actor: Actor, home: Family) -> Any:
    today = clock.today()
    new = NewConsent(home.head.pk, "photo", by_self=True, how="paper", since=today)
    return consents.record(actor, new)


def send(people: Cast, visit: Visit, *who: str, data: bytes | None = None) -> Any:
    file = SimpleUploadedFile("走访.jpg", data or jpeg(), "image/jpeg")
    form = {"photo": file, "people": list(who), "words": "新换的灶台"}
    return client_of(people.worker).post(f"/visits/{visit.root}/photos/new/", form, follow=True)


def test_one_without_faces_is_kept_without_what_the_camera_wrote(
    people: Cast, worker: Actor, visit: Visit
) -> None:
    assert "新换的灶台" in send(people, visit).content.decode()
    with scope.acting(worker):
        [one] = Photo.objects.all()
    shown = client_of(people.worker).get(f"/visits/photos/{one.pk}/")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert b"23.01N" in jpeg() and b"23.01N" not in shown.content
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT picture FROM visits_photo")
        assert b"JFIF" not in bytes(cursor.fetchone()[0])


def test_the_same_picture_is_kept_once(people: Cast, worker: Actor, visit: Visit) -> None:
    send(people, visit)
    send(people, visit)
    with scope.acting(worker):
        assert Photo.objects.count() == 1


def test_a_face_needs_consent_and_goes_when_it_is_taken_back(
    people: Cast, worker: Actor, home: Family, visit: Visit
) -> None:
    refused = send(people, visit, str(home.head.pk)).content.decode()
    assert "李秀英还没有同意保存照片" in refused
    given = agreed(worker, home)
    assert "新换的灶台" in send(people, visit, str(home.head.pk)).content.decode()
    with scope.acting(worker):
        [one] = Photo.objects.all()
    consents.withdraw(worker, given.pk, "不想留")
    page = client_of(people.worker).get(f"/visits/{visit.root}/").content.decode()
    assert "新换的灶台" not in page and "不再同意" in page
    assert client_of(people.worker).get(f"/visits/photos/{one.pk}/").status_code == 404


def test_a_child_whose_guardian_did_not_agree_is_refused(
    people: Cast, home: Family, visit: Visit
) -> None:
    assert "李小宝还没有同意" in send(people, visit, str(home.child.pk)).content.decode()


def test_it_stays_with_the_visit_through_versions(
    people: Cast, worker: Actor, home: Family, visit: Visit
) -> None:
    send(people, visit)
    told = Corrected(visit.pk, "改了", (home.head.pk,), visit.happened_on, "home", note="新灶台")
    correct(worker, told)
    assert "新换的灶台" in client_of(people.worker).get(f"/visits/{visit.root}/").content.decode()


def test_removed_means_gone(people: Cast, worker: Actor, visit: Visit) -> None:
    send(people, visit)
    with scope.acting(worker):
        [one] = Photo.objects.all()
    done = client_of(people.owner).post(f"/visits/photos/{one.pk}/removal/", follow=True)
    assert "照片删掉了" in done.content.decode() and "新换的灶台" not in done.content.decode()
    with scope.acting(worker):
        gone = Photo.objects.get()
    assert gone.picture is None and gone.words is None


def test_nine_are_enough(worker: Actor, visit: Visit) -> None:
    for shade in range(photos.MOST):
        photos.keep(worker, NewPhoto(visit.root, jpeg(shade * 20)))
    with pytest.raises(Problem, match="已经有 9 张"):
        photos.keep(worker, NewPhoto(visit.root, jpeg(250)))


def test_nobody_of_elsewhere_sees_it(people: Cast, worker: Actor, visit: Visit) -> None:
    one = photos.keep(worker, NewPhoto(visit.root, jpeg()))
    for who, status in (("neighbour", 404), ("city", 404), ("province", 403), ("reader", 200)):
        answer = client_of(getattr(people, who)).get(f"/visits/photos/{one.pk}/")
        assert answer.status_code == status, who
