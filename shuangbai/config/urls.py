"""Every address of the product."""

from allauth.account import views as account
from django.urls import include, path

from shuangbai.config import api, views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/", include("shuangbai.access.urls")),
    path("api/v1/", api.api.urls),
    path("figures/", include("shuangbai.figures.urls")),
    path("stations/", include("shuangbai.staff.urls")),
    path("people/", include("shuangbai.clients.urls")),
    path("rosters/", include("shuangbai.rosters.urls")),
    path("catalogue/", include("shuangbai.catalogue.urls")),
    path("visits/", include("shuangbai.visits.urls")),
    path("jobs/", include("shuangbai.jobs.urls")),
    path("cover/", include("shuangbai.cover.urls")),
    path("", include("shuangbai.desk.urls")),
]

handler404 = "shuangbai.access.failures.absent"
