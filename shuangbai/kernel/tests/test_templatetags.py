"""Numbers, days and shares as written on a page."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Engine
from django.test import override_settings
from django.utils import timezone

from shuangbai.kernel.templatetags import sb

ENGINE = Engine(libraries={"sb": "shuangbai.kernel.templatetags.sb"})


def render(source: str, **values: object) -> str:
    return ENGINE.from_string("{% load sb %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (999, "999"), (60377, "60,377"), (Decimal("1234.50"), "1,234.50"), (None, "—")],
)
def test_thousands(value: Decimal | int | None, text: str) -> None:
    assert sb.thousands(value) == text


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (100, "100%"),
        (99.96, "99.9%"),
        (Decimal("99.999"), "99.9%"),
        (93.0, "93%"),
        (93.25, "93.2%"),
        (57.3, "57.3%"),
        (0, "0%"),
        (10, "10%"),
        (None, "—"),
    ],
)
def test_percent_is_cut_and_never_rounded_up(rate: float | Decimal | None, text: str) -> None:
    assert sb.percent(rate) == text


@pytest.mark.parametrize(
    ("value", "whole", "text"),
    [(961, 972, "98.8%"), (63, 63, "100%"), (2999, 3000, "99.9%"), (0, 0, "—"), (None, 5, "—")],
)
def test_share(value: int | None, whole: int, text: str) -> None:
    assert sb.share(value, whole) == text


def test_days() -> None:
    tuesday = date(2023, 4, 18)
    assert sb.day(tuesday) == "2023年4月18日"
    assert sb.shortday(tuesday) == "4月18日\N{NO-BREAK SPACE}周二"
    assert (sb.day(None), sb.shortday(None), sb.moment(None)) == ("", "", "")


@override_settings(TIME_ZONE="Asia/Shanghai", USE_TZ=True)
def test_an_instant_is_written_in_local_time() -> None:
    with timezone.override("Asia/Shanghai"):
        late = datetime(2023, 4, 17, 18, 5, tzinfo=UTC)
        assert sb.moment(late) == "2023年4月18日\N{NO-BREAK SPACE}02:05"
        assert sb.day(late) == "2023年4月18日"
        assert sb.shortday(late).startswith("4月18日")


def test_number_and_unit_stay_together() -> None:
    assert render('{% num n "人" %}', n=1206) == (
        '<span class="num">1,206<span class="unit">\N{NO-BREAK SPACE}人</span></span>'
    )
    assert render("{% num n %}", n=3) == '<span class="num">3</span>'


def test_pair() -> None:
    text = render('{% pair 961 972 "个" %}').replace("\N{NO-BREAK SPACE}", "_")
    assert text == '<span class="num pair"><b>961</b><span class="unit">_/_972_个</span></span>'
    assert render('{% pair 3 whole "个" %}', whole=None) == render('{% num 3 "个" %}')


def test_unit_is_escaped() -> None:
    assert "<b>" not in render("{% num 3 unit %}", unit="<b>")


def test_words() -> None:
    assert sb.words("上传 核对 合并") == ["上传", "核对", "合并"]
    assert sb.words(["核对 一遍"]) == ["核对 一遍"]


def test_pagehead_takes_buttons_between() -> None:
    source = '{% pagehead title sub="四月" %}<a href="/x">记</a>{% endpagehead %}'
    text = render(source, title="<走访>")
    assert "&lt;走访&gt;" in text
    assert "四月" in text
    assert '<a href="/x">记</a>' in text


@pytest.mark.parametrize(
    ("rate", "text"), [(None, "—"), (Decimal("99.9"), "99"), (Decimal(100), "100"), (0, "0")]
)
def test_a_rate_in_a_cell_is_cut(rate: Decimal | None, text: str) -> None:
    assert sb.cut_percent(rate) == text


def test_the_value_at_a_variable_key() -> None:
    assert render("{{ given|of:key }}", given={3: "周社工"}, key=3) == "周社工"
    assert render("{{ given|of:key|default:'没有' }}", given={}, key=3) == "没有"
