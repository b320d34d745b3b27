"""Loading and renaming. Moving a unit takes living rows along: see the tests across apps."""

from datetime import date
from pathlib import Path

import pytest

from shuangbai.areas import actions, selectors
from shuangbai.areas.models import Area, Label
from shuangbai.areas.testing import SILAO, YUNFU, newer, open_keys
from shuangbai.kernel import clock
from shuangbai.kernel.problems import Problem

pytestmark = pytest.mark.usefixtures("areas_restored")
DAY = date(2026, 7, 1)


def test_loading_the_same_file_again_changes_nothing() -> None:
    before = set(Label.objects.values_list("id", "area_id", "code", "name", "since", "until"))
    loaded = actions.load(actions.shipped(), DAY, clock.now())
    assert (loaded.created, loaded.updated) == (0, 0)
    assert loaded.unchanged == Area.objects.count()
    after = set(Label.objects.values_list("id", "area_id", "code", "name", "since", "until"))
    assert after == before


def test_a_newer_file_renames_from_its_day() -> None:
    loaded = actions.load(newer(actions.shipped(), k445302103="思劳街道"), DAY, clock.now())
    assert (loaded.created, loaded.updated) == (0, 1)
    assert selectors.get(SILAO).name == "思劳街道"
    labels = Label.objects.filter(area_id=SILAO).order_by("since")
    assert [(label.name, label.until) for label in labels] == [("思劳镇", DAY), ("思劳街道", None)]


def test_a_newer_file_opens_what_is_new_and_closes_nothing() -> None:
    shipped = [row for row in actions.shipped() if row[0] != "445302103201"]
    before = open_keys(YUNFU)
    loaded = actions.load([*shipped, ("445302103299", "新村委会")], DAY, clock.now())
    assert (loaded.created, loaded.updated) == (1, 0)
    assert open_keys(YUNFU) - before == {"445302103299"}
    assert not before - open_keys(YUNFU)


def test_what_a_newer_file_adds_changes_no_number_of_the_past() -> None:
    before = clock.now()
    actions.load([*actions.shipped(), ("445302103299", "新村委会")], DAY, clock.now())
    early = Area.objects.filter(key="445302103299")
    assert not early.on(DAY, known=before).exists(), "it was not known then"
    assert not early.on(date(2026, 6, 30)).exists(), "it was not there yet"
    assert early.on(DAY).exists()


def test_a_first_load_of_another_prefecture_was_there_all_along() -> None:
    rows = [("53", "云南省"), ("5301", "昆明市"), ("530102", "五华区"), ("530102001", "华山街道")]
    actions.load(rows, DAY, clock.now())
    assert Area.objects.filter(key="530102001").on(date(2020, 1, 1)).exists()


def test_a_half_read_file_loads_nothing() -> None:
    with pytest.raises(Problem):
        actions.load([("44", "广东省"), ("445399999", "没有上级的镇")], DAY, clock.now())
    assert not Area.objects.filter(key="445399999").exists()


def test_a_rename_is_dated_and_keeps_the_key() -> None:
    area = selectors.get(SILAO)
    actions.rename(area, "思劳街道", "445302099", DAY, "粤民区〔2026〕1号")
    renamed = Area.objects.get(key=SILAO)
    assert (renamed.name, renamed.code) == ("思劳街道", "445302099")
    assert selectors.get("445302099").key == SILAO
    now = renamed.labels.get(until=None)
    assert (now.since, now.document) == (DAY, "粤民区〔2026〕1号")


def test_a_folder_without_the_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem) as told:
        list(actions.from_folder(tmp_path, "4453"))
    assert told.value.code == "areas.file_missing"


def test_a_folder_is_read_from_the_top_down_to_the_prefix(tmp_path: Path) -> None:
    lines = {
        "provinces": "44,广东省\n45,广西",
        "cities": "4453,云浮市\n4401,广州市",
        "areas": "445302,云城区",
        "streets": "445302103,思劳镇\n440103001,别处",
        "villages": "445302103201,某村委会",
    }
    for name, text in lines.items():
        (tmp_path / f"{name}.csv").write_text(f"code,name\n{text}\n", encoding="utf-8")
    read = [code for code, _ in actions.from_folder(tmp_path, "4453")]
    assert read == ["44", "4453", "445302", "445302103", "445302103201"]


@pytest.mark.parametrize("content", [b"number,label\n11,x\n", "代码,名称\n".encode("gb18030")])
def test_a_file_that_is_something_else_is_named(tmp_path: Path, content: bytes) -> None:
    for name in actions.FILES:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Problem) as told:
        list(actions.from_folder(tmp_path, "11"))
    assert told.value.code == "areas.unreadable" and "provinces.csv" in told.value.message
