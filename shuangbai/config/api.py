"""The HTTP API, put together from each app's operations."""

from ninja import NinjaAPI
from ninja.security import django_auth

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
