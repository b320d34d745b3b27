"""The two 100%, who is missing, where nobody is yet, two days compared."""

from django.urls import path

from shuangbai.cover.views import changes, missing, pages

app_name = "cover"
urlpatterns = [
    path("", pages.page, name="page"),
    path("table.xlsx", pages.export, name="export"),
    path("changes/", changes.changes, name="changes"),
    path("changes.xlsx", changes.export, name="changes_export"),
    path("missing/", missing.missing, name="missing"),
    path("missing.xlsx", missing.export, name="missing_export"),
    path("uncovered/", pages.uncovered, name="uncovered"),
]
