"""The two 100%, who is missing, where nobody is yet, two days compared."""

from django.urls import path

from shuangbai.cover.views import changes, errands, missing, pages

app_name = "cover"
urlpatterns = [
    path("", pages.page, name="page"),
    path("table.xlsx", pages.export, name="export"),
    path("changes/", changes.changes, name="changes"),
    path("changes.xlsx", changes.export, name="changes_export"),
    path("missing/", missing.missing, name="missing"),
    path("missing.xlsx", missing.export, name="missing_export"),
    path("errands/", errands.errands, name="errands"),
    path("errands/new/", errands.new, name="errand_new"),
    path("errands/<uuid:errand_id>/withdrawal/", errands.take_back, name="errand_back"),
    path("uncovered/", pages.uncovered, name="uncovered"),
]
