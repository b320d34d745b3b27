"""The HTTP API, put together from each app's operations."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.security import django_auth

from shuangbai.access.refusal import Absent
from shuangbai.cover.api import router as cover
from shuangbai.figures.api import router as figures

api = NinjaAPI(
    title="双百社工平台",
    version="1",
    urls_namespace="api",
    auth=django_auth,
    docs_url=None,
)
api.add_router("/figures", figures)
api.add_router("/cover", cover)


@api.exception_handler(Absent)
def _absent(request: HttpRequest, error: Any) -> Any:
    """To the middleware, which records the refusal; the library would answer by itself."""
    raise error
