"""The search for cycles rests, and goes on when the last one is through."""

import gc

import pytest

from shuangbai.kernel import memory


@memory.quiet()
def seen() -> bool:
    return gc.isenabled()


def test_it_rests_and_goes_on_also_when_nested_or_broken_off() -> None:
    assert gc.isenabled()
    with memory.quiet():
        assert not seen()
        assert not gc.isenabled()
    with pytest.raises(ValueError, match="broken"), memory.quiet():
        raise ValueError("broken")
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    try:
        assert not seen()
        assert not gc.isenabled()
    finally:
        gc.enable()
