"""The key ring: sealing of secret text and keyed hashes for exact match.

Sealed bytes are: version (1), key id (4), nonce (12), ciphertext with tag (16 longer than
the UTF-8 text). Header and field name are authenticated with it, so that a value copied
into another field does not open. AES-256-GCM is the default; SM4-GCM (GB/T 32907) is there
when the OpenSSL underneath has it. The hash key never rotates: hashes could not be found
again.
"""

import hashlib
import hmac
import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import clock, wholefile
from .problems import catalogue, problem

catalogue(
    {
        "crypto.ring_missing": (
            "找不到密钥文件{path}",
            "请放回备份的密钥文件，或检查环境变量SHUANGBAI_KEYS写的位置",
        ),
        "crypto.ring_unreadable": (
            "密钥文件{path}读不出来，内容不完整或不是密钥文件",
            "请放回备份的密钥文件",
        ),
        "crypto.ring_not_written": (
            "密钥文件{path}写不进去（{why}）",
            "请检查所在文件夹是否存在、可写、有空间",
        ),
        "crypto.key_missing": (
            "这项内容是用密钥{key}加密的，现在的密钥文件里没有这把密钥",
            "请放回当时使用的密钥文件，内容没有丢失",
        ),
        "crypto.not_opened": (
            "这项加密内容打不开，可能被改动过，或密钥不对",
            "请核对密钥文件，必要时从备份恢复这条记录",
        ),
        "crypto.algorithm_missing": (
            "这台服务器上没有{algorithm}加密算法",
            "请改用AES-256-GCM，或换用带国密算法的OpenSSL",
        ),
    }
)

Algorithm = Literal["AES-256-GCM", "SM4-GCM"]

_VERSION = 1
_HEADER, _NONCE, _TAG = 5, 12, 16
_SECRET_BYTES: dict[Algorithm, int] = {"AES-256-GCM": 32, "SM4-GCM": 16}
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """One key of the ring; `id` is eight hex digits, random, so that rings never clash."""

    id: str
    algorithm: Algorithm
    secret: bytes
    made_on: date

    def cipher(self, nonce: bytes, tag: bytes | None = None) -> Cipher[modes.GCM]:
        block = algorithms.AES if self.algorithm == "AES-256-GCM" else algorithms.SM4
        return Cipher(block(self.secret), modes.GCM(nonce, tag))

    def hide(self, nonce: bytes, text: bytes, beside: bytes) -> bytes:
        """Ciphertext with tag; `beside` is authenticated with it."""
        if self.algorithm == "AES-256-GCM":
            return _ready_aes(self.secret).encrypt(nonce, text, beside)
        encryptor = self.cipher(nonce).encryptor()
        encryptor.authenticate_additional_data(beside)
        return encryptor.update(text) + encryptor.finalize() + encryptor.tag

    def show(self, nonce: bytes, hidden: bytes, beside: bytes) -> bytes:
        """The text of `hide`; InvalidTag when anything was changed."""
        if self.algorithm == "AES-256-GCM":
            return _ready_aes(self.secret).decrypt(nonce, hidden, beside)
        decryptor = self.cipher(nonce, hidden[-_TAG:]).decryptor()
        decryptor.authenticate_additional_data(beside)
        return decryptor.update(hidden[:-_TAG]) + decryptor.finalize()


@lru_cache(maxsize=8)
def _ready_aes(secret: bytes) -> AESGCM:
    """The key's schedule is worked out once and not for each value."""
    return AESGCM(secret)


def _new_key(algorithm: Algorithm) -> Key:
    if algorithm not in available():
        raise problem("crypto.algorithm_missing", algorithm=algorithm)
    secret = secrets.token_bytes(_SECRET_BYTES[algorithm])
    return Key(secrets.token_hex(4), algorithm, secret, clock.today())


@lru_cache(maxsize=1)
def available() -> tuple[Algorithm, ...]:
    """Algorithms that this machine's OpenSSL can do."""
    found: list[Algorithm] = []
    for algorithm in get_args(Algorithm):
        key = Key("00000000", algorithm, bytes(_SECRET_BYTES[algorithm]), date(2000, 1, 1))
        try:
            key.cipher(bytes(_NONCE)).encryptor()
        except UnsupportedAlgorithm:
            continue
        found.append(algorithm)
    return tuple(found)


class KeyRing:
    """Several keys, one of them active, and the hash key; made by `load` or `create`."""

    def __init__(self, path: Path, keys: dict[str, Key], active: str, hash_key: bytes) -> None:
        self.path = path
        self._keys, self._active, self._hash_key = keys, active, hash_key

    def __repr__(self) -> str:
        return f"<KeyRing {self.fingerprint} of {len(self._keys)} keys>"

    @classmethod
    def load(cls, path: Path) -> "KeyRing":
        """Read a key file; Problem when it is absent or not whole."""
        try:
            found = json.loads(path.read_text("utf-8"))
            keys = {entry["id"]: _from_json(entry) for entry in found["keys"]}
            hash_key = b64decode(found["hash_key"], validate=True)
            active = found["active"]
        except FileNotFoundError as absent:
            raise problem("crypto.ring_missing", path=path) from absent
        except (OSError, ValueError, KeyError, TypeError) as broken:
            raise problem("crypto.ring_unreadable", path=path) from broken
        if active not in keys or len(hash_key) != 32:
            raise problem("crypto.ring_unreadable", path=path)
        return cls(path, keys, active, hash_key)

    @classmethod
    def create(cls, path: Path, algorithm: Algorithm = "AES-256-GCM") -> "KeyRing":
        """Write a new ring (mode 0600). Never replaces one: whoever was first, wins."""
        key = _new_key(algorithm)
        ring = cls(path, {key.id: key}, key.id, secrets.token_bytes(32))
        with _alone_with(path):
            if not path.exists():
                ring._write()
        return cls.load(path)

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that name the hash key without showing it.

        Kept beside the data, it tells at start that a foreign key file was put in place.
        """
        return hmac.digest(self._hash_key, b"shuangbai key ring", "sha256").hex()[:16]

    @property
    def algorithm(self) -> Algorithm:
        """What new text is sealed with."""
        return self._keys[self._active].algorithm

    def seal(self, text: str, field: str) -> bytes:
        """Encrypt `text` for `field` with the active key; never twice the same bytes."""
        return self.sealer(field)(text)

    def sealer(self, field: str) -> Callable[[str], bytes]:
        """The same for many texts of one field: what is alike for all is worked out once."""
        key = self._keys[self._active]
        header = bytes([_VERSION]) + bytes.fromhex(key.id)
        beside = header + field.encode()

        def seal(text: str) -> bytes:
            nonce = secrets.token_bytes(_NONCE)
            return header + nonce + key.hide(nonce, text.encode(), beside)

        return seal

    def open(self, sealed: bytes, field: str) -> str:
        """Decrypt what `seal` made for the same field, with whichever key it names.

        Problem crypto.key_missing or crypto.not_opened (changed, other field, wrong key).
        """
        if len(sealed) < _HEADER + _NONCE + _TAG or sealed[0] != _VERSION:
            raise problem("crypto.not_opened")
        key = self._key(sealed[1:_HEADER].hex())
        nonce = sealed[_HEADER : _HEADER + _NONCE]
        beside = sealed[:_HEADER] + field.encode()
        try:
            shown = key.show(nonce, sealed[_HEADER + _NONCE :], beside)
        except InvalidTag as changed:
            raise problem("crypto.not_opened") from changed
        return shown.decode()

    def digest(self, text: str, field: str) -> bytes:
        """32 bytes, HMAC-SHA256 under the hash key: equal for equal text of one field."""
        message = field.encode() + b"\0" + text.encode()
        return hmac.digest(self._hash_key, message, hashlib.sha256)

    def rotate(self, algorithm: Algorithm | None = None) -> None:
        """Add a new active key to the file; what older keys sealed still opens."""
        with _alone_with(self.path):
            # Read again: a rotation by another process must not be written over.
            self._become(KeyRing.load(self.path))
            key = _new_key(algorithm or self.algorithm)
            keys = {**self._keys, key.id: key}
            KeyRing(self.path, keys, key.id, self._hash_key)._write()
            self._keys, self._active = keys, key.id

    def _key(self, key_id: str) -> Key:
        if key_id not in self._keys:
            # Another process may have rotated since this one read the file.
            self._become(KeyRing.load(self.path))
        if key_id not in self._keys:
            raise problem("crypto.key_missing", key=key_id)
        return self._keys[key_id]

    def _become(self, other: "KeyRing") -> None:
        if not hmac.compare_digest(other._hash_key, self._hash_key):
            # Hashes of this process and of the next would not meet: stop at once.
            raise problem("crypto.ring_unreadable", path=self.path)
        self._keys, self._active = other._keys, other._active

    def _write(self) -> None:
        content = {
            "version": _VERSION,
            "active": self._active,
            "keys": [_to_json(key) for key in self._keys.values()],
            "hash_key": b64encode(self._hash_key).decode(),
        }
        text = json.dumps(content, indent=1).encode()
        with _told(self.path):
            wholefile.replace(self.path, text)


def _to_json(key: Key) -> dict[str, str]:
    return {
        "id": key.id,
        "algorithm": key.algorithm,
        "secret": b64encode(key.secret).decode(),
        "made_on": key.made_on.isoformat(),
    }


def _from_json(entry: dict[str, Any]) -> Key:
    algorithm: Algorithm = entry["algorithm"]
    secret = b64decode(entry["secret"], validate=True)
    if len(bytes.fromhex(entry["id"])) != 4 or len(secret) != _SECRET_BYTES[algorithm]:
        raise ValueError("not a key")
    return Key(entry["id"], algorithm, secret, date.fromisoformat(entry["made_on"]))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as failed:
        raise problem("crypto.ring_not_written", path=path, why=failed.strerror) from failed


@contextmanager
def _alone_with(path: Path) -> Iterator[None]:
    with _told(path), wholefile.alone(path):
        yield


def ring_path() -> Path:
    """SHUANGBAI_KEYS, else keys.json in SHUANGBAI_DATA, else in var/ of the project."""
    return _path_of(os.environ.get("SHUANGBAI_KEYS"), os.environ.get("SHUANGBAI_DATA"))


@lru_cache(maxsize=8)
def _path_of(named: str | None, data: str | None) -> Path:
    # Asked for each sealed value; to resolve a path asks the disk for each of its folders.
    if named:
        return Path(named).expanduser().resolve()
    return Path(data or _ROOT / "var").expanduser().resolve() / "keys.json"


def current_ring() -> KeyRing:
    """The ring of this installation, made at first use, read once per process and path."""
    return _ring_at(ring_path())


@lru_cache(maxsize=8)
def _ring_at(path: Path) -> KeyRing:
    return KeyRing.load(path) if path.exists() else KeyRing.create(path)
