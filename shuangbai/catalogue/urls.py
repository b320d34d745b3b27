"""Addresses of the catalogue."""

from django.urls import path

from shuangbai.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("new/", views.new, name="new"),
    path("<uuid:entry_id>/name/", views.name, name="name"),
    path("<uuid:entry_id>/end/", views.end, name="end"),
]
