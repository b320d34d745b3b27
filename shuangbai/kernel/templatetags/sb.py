"""How numbers, days and shares are written on a page, so that they look the same everywhere.

Filters give plain text and may stand in attributes; tags give HTML whose parts do not break
apart at the end of a line (class ``num``).
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

WEEKDAYS = "一二三四五六日"
NO_BREAK = "\N{NO-BREAK SPACE}"
NOTHING = "—"

Number = int | float | Decimal


def _local_day(value: date) -> date:
    """The calendar day here of a date or of an instant."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def _floor(rate: Number) -> str:
    """Cut to one decimal, never rounded up: 99.96 must not be printed as 100."""
    cut = Decimal(str(rate)).quantize(Decimal("0.1"), rounding=ROUND_DOWN)
    text = f"{cut:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def thousands(value: Number | None) -> str:
    """1206 → '1,206'; None → '—'. Fractions are kept as given."""
    return NOTHING if value is None else f"{value:,}"


@register.filter
def day(value: date | None) -> str:
    """A date or an instant → '2023年4月18日'; None → ''."""
    if not value:
        return ""
    there = _local_day(value)
    return f"{there.year}年{there.month}月{there.day}日"


@register.filter
def shortday(value: date | None) -> str:
    """A date or an instant → '4月18日 周二'; None → ''."""
    if not value:
        return ""
    there = _local_day(value)
    return f"{there.month}月{there.day}日{NO_BREAK}周{WEEKDAYS[there.weekday()]}"


@register.filter
def moment(value: datetime | None) -> str:
    """An instant → '2023年4月18日 14:05' in local time; None → ''."""
    if not value:
        return ""
    there = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(there)}{NO_BREAK}{there:%H:%M}"


@register.filter
def percent(rate: Number | None) -> str:
    """A rate in hundredths (0 to 100) → '93.2%', cut to one decimal; None → '—'."""
    return NOTHING if rate is None else f"{_floor(rate)}%"


@register.filter
def cut_percent(rate: Number | None) -> str:
    """The same as a whole number without its sign, for a cell of many: 99.6 → '99'; None → '—'."""
    return NOTHING if rate is None else f"{int(rate)}"


@register.filter
def of(values: Mapping[Any, Any], key: Any) -> Any:
    """{{ given|of:line.person_id }}: the value at a key that is itself a variable; None without."""
    return values.get(key)


@register.filter
def words(value: str | Iterable[str]) -> list[str]:
    """'上传 核对 合并' → three labels; a list passes through."""
    return value.split() if isinstance(value, str) else list(value)


@register.simple_tag
def share(value: int | None, whole: int | None) -> str:
    """{% share 961 972 %} → '98.8%', computed in whole numbers and cut; no whole → '—'."""
    if value is None or not whole:
        return NOTHING
    return percent(Decimal(value * 1000 // whole) / 10)


@register.simple_tag
def num(value: Number | None, unit: str = "") -> SafeString:
    """{% num 1206 "人" %}: a number that keeps its unit beside it."""
    if not unit:
        return format_html('<span class="num">{}</span>', thousands(value))
    return format_html(
        '<span class="num">{}<span class="unit">{}{}</span></span>',
        thousands(value),
        NO_BREAK,
        unit,
    )


@register.simple_tag
def pair(value: Number | None, whole: Number | None, unit: str = "") -> SafeString:
    """{% pair 961 972 "个" %} → 961 / 972 个 on one line; without a whole the same as ``num``."""
    if whole is None:
        return num(value, unit)
    return format_html(
        '<span class="num pair"><b>{}</b><span class="unit">{}/{}{}{}{}</span></span>',
        thousands(value),
        NO_BREAK,
        NO_BREAK,
        thousands(whole),
        NO_BREAK if unit else "",
        unit,
    )


@register.simple_block_tag
def pagehead(content: str, title: str, sub: str = "") -> SafeString:
    """{% pagehead "走访" sub="…" %}links and buttons{% endpagehead %}: a page head with a slot."""
    context = {"title": title, "sub": sub, "slot": content}
    return render_to_string("components/page_head.html", context)
