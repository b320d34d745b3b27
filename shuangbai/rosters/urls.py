"""Addresses of rosters."""

from django.urls import path

from shuangbai.rosters.views import delta, matching, rosters

app_name = "rosters"
urlpatterns = [
    path("", rosters.rosters, name="rosters"),
    path("<uuid:roster_id>/", rosters.roster, name="roster"),
    path("<uuid:roster_id>/read/", matching.read, name="read"),
    path("<uuid:roster_id>/match/", matching.match, name="match"),
    path("<uuid:roster_id>/delta/", delta.delta, name="delta"),
    path("<uuid:roster_id>/delta.xlsx", delta.export, name="delta_export"),
    path("<uuid:roster_id>/file/", rosters.file, name="file"),
    path("<uuid:roster_id>/merge/", rosters.merge, name="merge"),
    path("<uuid:roster_id>/discard/", rosters.discard, name="discard"),
    path("<uuid:roster_id>/refused.xlsx", rosters.refused, name="refused"),
]
