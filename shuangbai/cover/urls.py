"""The two 100%, who is missing, where nobody is yet."""

from django.urls import path

from shuangbai.cover.views import pages as views

app_name = "cover"
urlpatterns = [
    path("", views.page, name="page"),
    path("missing/", views.missing, name="missing"),
    path("missing.xlsx", views.missing_export, name="missing_export"),
    path("uncovered/", views.uncovered, name="uncovered"),
]
