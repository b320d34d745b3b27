"""Addresses of people and rosters."""

from django.urls import path

from shuangbai.clients.views import people

app_name = "clients"
urlpatterns = [
    path("", people.people, name="people"),
    path("find/", people.find, name="find"),
    path("new/", people.person_new, name="person_new"),
    path("<uuid:person_id>/file/", people.file_open, name="file_open"),
    path("<uuid:person_id>/unmask/", people.unmask, name="unmask"),
    path("<uuid:person_id>/look/", people.look, name="look"),
]
