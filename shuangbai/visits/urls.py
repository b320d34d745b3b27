"""Addresses of visits."""

from django.urls import path

from shuangbai.visits.views import visits as views

app_name = "visits"
urlpatterns = [
    path("", views.visits, name="list"),
    path("new/", views.new, name="new"),
    path("of/<uuid:person_id>/", views.of_person, name="of_person"),
    path("<uuid:visit_id>/", views.visit, name="visit"),
    path("<uuid:visit_id>/withdrawal/", views.withdraw, name="withdraw"),
]
