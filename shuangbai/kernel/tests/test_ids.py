import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest

from shuangbai.kernel.ids import uuid7


def test_version_variant_and_time() -> None:
    # The example of RFC 9562, appendix A.6.
    moment = datetime(2022, 2, 22, 14, 22, 22, tzinfo=timezone(timedelta(hours=-5)))
    found = uuid7(moment)
    assert (found.version, found.variant) == (7, uuid.RFC_4122)
    assert str(found).startswith("017f22e2-79b0-7")


def test_now_is_in_front() -> None:
    before = datetime.now(UTC)
    millisecond = uuid7().int >> 80
    assert abs(millisecond - before.timestamp() * 1000) < 5000


def test_ids_grow_in_the_order_they_are_made() -> None:
    made = [uuid7() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_ids_of_one_given_moment_grow_too() -> None:
    moment = datetime(2024, 1, 2, tzinfo=UTC)
    made = [uuid7(moment) for _ in range(2000)]
    assert made == sorted(set(made))
    assert uuid7(moment - timedelta(days=1)) < made[0]


def test_threads_never_make_the_same_id() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: uuid7(), range(4000)))
    assert len(set(made)) == 4000


@pytest.mark.parametrize("moment", [datetime(2024, 1, 2), datetime(1969, 1, 1, tzinfo=UTC)])
def test_moments_without_a_place_in_time_are_refused(moment: datetime) -> None:
    with pytest.raises(ValueError):
        uuid7(moment)
