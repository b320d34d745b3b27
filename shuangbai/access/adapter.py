"""Sign-in follows django-allauth; accounts are made by administrators, never by visitors."""

from typing import Any, ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import parse_rates
from django.http import HttpRequest

RATES = parse_rates(app_settings.RATE_LIMITS["login_failed"])
WAIT = round(max(rate.duration for rate in RATES) / 60)
"""Minutes until somebody who was locked out may try again."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "账号或密码不对，请再试一次。",
        "too_many_login_attempts": f"密码错的次数太多，请等 {WAIT} 分钟再试。",
        "account_inactive": "这个账号停用了，请找给您开账号的人。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Nothing to fill in: nobody signs up."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to tell: that one is signed in or out is seen."""
