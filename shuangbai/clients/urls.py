"""Addresses of people and rosters."""

from django.urls import path

from shuangbai.clients.views import people, rosters

app_name = "clients"
urlpatterns = [
    path("", people.people, name="people"),
    path("find/", people.find, name="find"),
    path("new/", people.person_new, name="person_new"),
    path("<uuid:person_id>/file/", people.file_open, name="file_open"),
    path("<uuid:person_id>/unmask/", people.unmask, name="unmask"),
    path("<uuid:person_id>/look/", people.look, name="look"),
    path("rosters/", rosters.rosters, name="rosters"),
    path("rosters/<uuid:roster_id>/", rosters.roster, name="roster"),
    path("rosters/<uuid:roster_id>/merge/", rosters.roster_merge, name="roster_merge"),
    path("rosters/<uuid:roster_id>/discard/", rosters.roster_discard, name="roster_discard"),
    path("rosters/<uuid:roster_id>/refused.xlsx", rosters.roster_refused, name="roster_refused"),
]
