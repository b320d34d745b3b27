"""Addresses of the desk."""

from django.urls import path

from shuangbai.desk.views import pages as views

app_name = "desk"
urlpatterns = [
    path("", views.today, name="today"),
    path("p/<uuid:person_id>/", views.person, name="person"),
    path("p/<uuid:person_id>/merge/<uuid:other_id>/", views.merge, name="merge"),
]
