"""Addresses of stations."""

from django.urls import path

from shuangbai.staff import views

app_name = "staff"
urlpatterns = [
    path("", views.stations, name="stations"),
    path("<uuid:station_id>/", views.station, name="station"),
]
