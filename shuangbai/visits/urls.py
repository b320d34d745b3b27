"""Addresses of visits."""

from django.urls import path

from shuangbai.visits.views import absences, frequencies, plan, rounds
from shuangbai.visits.views import visits as views

app_name = "visits"
urlpatterns = [
    path("", views.visits, name="list"),
    path("new/", views.new, name="new"),
    path("of/<uuid:person_id>/", views.of_person, name="of_person"),
    path("<uuid:visit_id>/", views.visit, name="visit"),
    path("<uuid:visit_id>/withdrawal/", views.withdraw, name="withdraw"),
    path("plan/", plan.plan, name="plan"),
    path("plan/due/", plan.due, name="due"),
    path("plan/frequencies/", frequencies.frequencies, name="frequencies"),
    path("plan/frequencies/new/", frequencies.new, name="frequency_new"),
    path("plan/frequencies/<uuid:frequency_id>/end/", frequencies.end, name="frequency_end"),
    path("plan/absences/", absences.absences, name="absences"),
    path("plan/absences/new/", absences.new, name="absence_new"),
    path("plan/absences/<uuid:absence_id>/end/", absences.end, name="absence_end"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.new, name="round_new"),
    path("rounds/<uuid:round_id>/", rounds.result, name="round"),
    path("rounds/<uuid:round_id>/people/", rounds.people, name="round_people"),
    path("rounds/<uuid:round_id>/list.xlsx", rounds.export, name="round_export"),
    path("rounds/<uuid:round_id>/withdrawal/", rounds.call_off, name="round_off"),
]
