"""Addresses of visits."""

from django.urls import path

from shuangbai.visits.views import (
    absences,
    entry,
    findings,
    frequencies,
    paper,
    photos,
    plan,
    rounds,
)
from shuangbai.visits.views import round as several
from shuangbai.visits.views import visits as views

app_name = "visits"
urlpatterns = [
    path("", views.visits, name="list"),
    path("new/", entry.new, name="new"),
    path("round/", several.round_, name="several"),
    path("paper/", paper.blank, name="blank"),
    path("of/<uuid:person_id>/", views.of_person, name="of_person"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<uuid:finding_id>/", findings.finding, name="finding"),
    path("findings/<uuid:finding_id>/taking/", findings.take, name="finding_taking"),
    path("findings/<uuid:finding_id>/closure/", findings.close, name="finding_closure"),
    path("findings/<uuid:finding_id>/withdrawal/", findings.withdraw, name="finding_withdrawal"),
    path("photos/<uuid:photo_id>/", photos.photo, name="photo"),
    path("photos/<uuid:photo_id>/removal/", photos.remove, name="photo_removal"),
    path("<uuid:visit_id>/", views.visit, name="visit"),
    path("<uuid:visit_id>/correction/", entry.correct, name="correction"),
    path("<uuid:visit_id>/withdrawal/", views.withdraw, name="withdraw"),
    path("<uuid:visit_id>/findings/new/", findings.add, name="finding_new"),
    path("<uuid:visit_id>/photos/new/", photos.add, name="photo_new"),
    path("<uuid:visit_id>/paper/", paper.paper, name="paper"),
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
