import json
import multiprocessing
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangbai.kernel import crypto
from shuangbai.kernel.crypto import KeyRing
from shuangbai.kernel.problems import Problem

FIELD = "app.noun.number"


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing.create(tmp_path / "keys.json")


@pytest.fixture(scope="module")
def shared_ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return KeyRing.create(tmp_path_factory.mktemp("ring") / "keys.json")


def refusal(ring: KeyRing, sealed: bytes, field: str = FIELD) -> str:
    with pytest.raises(Problem) as caught:
        ring.open(sealed, field)
    return caught.value.code


@settings(max_examples=50)
@given(text=st.text())
def test_what_is_sealed_opens_again(shared_ring: KeyRing, text: str) -> None:
    sealed = shared_ring.seal(text, FIELD)
    assert shared_ring.open(sealed, FIELD) == text
    assert sealed != shared_ring.seal(text, FIELD)


@settings(max_examples=100)
@given(data=st.data())
def test_any_changed_byte_is_noticed(shared_ring: KeyRing, data: st.DataObject) -> None:
    sealed = bytearray(shared_ring.seal("445302199001011234", FIELD))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    assert refusal(shared_ring, bytes(sealed)) in {"crypto.not_opened", "crypto.key_missing"}


def test_nothing_of_the_text_is_in_the_bytes(ring: KeyRing) -> None:
    assert b"4453" not in ring.seal("445302199001011234", FIELD)


def test_a_value_copied_into_another_field_does_not_open(ring: KeyRing) -> None:
    assert refusal(ring, ring.seal("甲", FIELD), "app.noun.phone") == "crypto.not_opened"


@pytest.mark.parametrize("cut", [0, 4, 20, -1])
def test_a_cut_value_does_not_open(ring: KeyRing, cut: int) -> None:
    assert refusal(ring, ring.seal("甲", FIELD)[:cut]) == "crypto.not_opened"


def test_after_rotation_old_values_open_and_new_ones_use_the_new_key(ring: KeyRing) -> None:
    old, digest = ring.seal("甲", FIELD), ring.digest("甲", FIELD)
    ring.rotate()
    new = ring.seal("甲", FIELD)
    assert old[1:5] != new[1:5]
    for reader in (ring, KeyRing.load(ring.path)):
        assert (reader.open(old, FIELD), reader.open(new, FIELD)) == ("甲", "甲")
        assert reader.digest("甲", FIELD) == digest


def test_a_running_process_opens_what_another_sealed_after_its_rotation(ring: KeyRing) -> None:
    other = KeyRing.load(ring.path)
    other.rotate()
    assert ring.open(other.seal("乙", FIELD), FIELD) == "乙"


def test_two_rotations_from_stale_rings_lose_no_key(ring: KeyRing) -> None:
    stale = KeyRing.load(ring.path)
    ring.rotate()
    sealed = ring.seal("丙", FIELD)
    stale.rotate()
    assert KeyRing.load(ring.path).open(sealed, FIELD) == "丙"


def test_a_foreign_ring_is_named_as_the_cause(ring: KeyRing, tmp_path: Path) -> None:
    foreign = KeyRing.create(tmp_path / "other.json")
    assert refusal(foreign, ring.seal("甲", FIELD)) == "crypto.key_missing"
    assert foreign.fingerprint != ring.fingerprint
    assert foreign.digest("甲", FIELD) != ring.digest("甲", FIELD)


def test_digest_is_32_bytes_and_of_one_field(ring: KeyRing) -> None:
    digest = ring.digest("11010519491231002X", FIELD)
    assert len(digest) == 32
    assert digest == KeyRing.load(ring.path).digest("11010519491231002X", FIELD)
    assert digest != ring.digest("11010519491231002X", "app.noun.other")
    assert ring.digest("bc", "a") != ring.digest("c", "ab")


def test_file_is_for_the_owner_only_and_leaves_no_drafts(ring: KeyRing) -> None:
    ring.rotate()
    assert stat.S_IMODE(ring.path.stat().st_mode) == 0o600
    assert sorted(file.name for file in ring.path.parent.iterdir()) == [
        "keys.json",
        "keys.json.lock",
    ]


def test_secrets_are_not_in_the_repr(ring: KeyRing) -> None:
    kept = json.loads(ring.path.read_text())
    assert kept["hash_key"] not in repr(ring)
    assert kept["keys"][0]["secret"] not in repr(ring)


def test_create_never_replaces_a_ring(ring: KeyRing) -> None:
    sealed = ring.seal("甲", FIELD)
    assert KeyRing.create(ring.path).open(sealed, FIELD) == "甲"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"keys": [], "hash_key": "", "active": "x"}',
        '{"keys": [{"id": "00000000", "algorithm": "ROT13", "secret": "", "made_on": "2026-01-01"'
        '}], "hash_key": "", "active": "00000000"}',
    ],
)
def test_a_broken_file_is_told_and_kept(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content)
    with pytest.raises(Problem) as caught:
        KeyRing.load(path)
    assert caught.value.code == "crypto.ring_unreadable"
    assert path.read_text() == content


def test_an_absent_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="找不到密钥文件") as caught:
        KeyRing.load(tmp_path / "none.json")
    assert caught.value.code == "crypto.ring_missing"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Problem) as caught:
        KeyRing.create(tmp_path / "file" / "keys.json")
    assert caught.value.code == "crypto.ring_not_written"


def test_sm4_where_the_machine_has_it(tmp_path: Path) -> None:
    if "SM4-GCM" not in crypto.available():
        with pytest.raises(Problem, match="SM4-GCM"):
            KeyRing.create(tmp_path / "sm4.json", "SM4-GCM")
        return
    ring = KeyRing.create(tmp_path / "sm4.json", "SM4-GCM")
    sealed = ring.seal("甲", FIELD)
    ring.rotate("AES-256-GCM")
    assert (ring.algorithm, ring.open(sealed, FIELD)) == ("AES-256-GCM", "甲")
    assert refusal(ring, sealed[:-1] + bytes([sealed[-1] ^ 1])) == "crypto.not_opened"


def test_place_of_the_ring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SHUANGBAI_DATA", str(tmp_path))
    monkeypatch.delenv("SHUANGBAI_KEYS", raising=False)
    assert crypto.ring_path() == tmp_path / "keys.json"
    monkeypatch.setenv("SHUANGBAI_KEYS", str(tmp_path / "k" / "own.json"))
    assert crypto.current_ring() is crypto.current_ring()
    assert (tmp_path / "k" / "own.json").exists()
    monkeypatch.delenv("SHUANGBAI_KEYS")
    monkeypatch.delenv("SHUANGBAI_DATA")
    assert crypto.ring_path().parts[-2:] == ("var", "keys.json")


def _fingerprint(path: str) -> str:
    return KeyRing.create(Path(path)).fingerprint


def test_processes_that_start_at_once_end_with_one_ring(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        found = pool.map(_fingerprint, [str(tmp_path / "keys.json")] * 9, chunksize=1)
    assert len(set(found)) == 1
