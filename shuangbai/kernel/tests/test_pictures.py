"""Photos come out small, upright and silent."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from shuangbai.kernel.pictures import shrunk
from shuangbai.kernel.problems import Problem


def made(form: str, size: tuple[int, int] = (1600, 800), **more: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, form, **more)
    return out.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_each_format_becomes_a_small_jpeg(form: str) -> None:
    with Image.open(BytesIO(shrunk(made(form)))) as found:
        assert (found.format, found.size) == ("JPEG", (1024, 512))


def test_a_small_one_is_not_blown_up() -> None:
    with Image.open(BytesIO(shrunk(made("PNG", (60, 40))))) as found:
        assert found.size == (60, 40)


def test_a_picture_taken_sideways_stands_upright_and_tells_nothing() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (22.0, 55.0, 0.0)}
    with Image.open(BytesIO(shrunk(made("JPEG", exif=exif)))) as found:
        assert found.size == (512, 1024)
        assert not found.getexif()


def test_too_large_is_told_before_it_is_unpacked() -> None:
    for data in (bytes(11 * 1024 * 1024), made("PNG", (10_000, 7_000))):
        with pytest.raises(Problem) as raised:
            shrunk(data)
        assert raised.value.code == "picture.big"


@given(st.binary(max_size=2000))
def test_anything_else_is_told(data: bytes) -> None:
    with pytest.raises(Problem):
        shrunk(b"\xff\xd8\xff" + data)
