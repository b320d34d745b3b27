"""Addresses of visits."""

from django.urls import path

from shuangbai.visits.views import entry, findings, paper, photos
from shuangbai.visits.views import round as rounds
from shuangbai.visits.views import visits as views

app_name = "visits"
urlpatterns = [
    path("", views.visits, name="list"),
    path("new/", entry.new, name="new"),
    path("round/", rounds.round_, name="round"),
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
]
