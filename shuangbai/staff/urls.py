"""Addresses of stations, points and workers."""

from django.urls import path

from shuangbai.staff.views import equipment, points, qualifications, stations, workers

app_name = "staff"
urlpatterns = [
    path("", stations.stations, name="stations"),
    path("new/", stations.station_new, name="station_new"),
    path("requirements/", equipment.requirements, name="requirements"),
    path("requirements/edition/", equipment.requirements_edition, name="requirements_edition"),
    path("<uuid:station_id>/", stations.station, name="station"),
    path("<uuid:station_id>/details/", stations.station_details, name="station_details"),
    path("<uuid:station_id>/closure/", stations.station_closure, name="station_closure"),
    path("<uuid:station_id>/opening/", stations.station_opening, name="station_opening"),
    path("<uuid:station_id>/villages/", stations.villages, name="villages"),
    path("<uuid:station_id>/equipment/", equipment.equipment, name="equipment"),
    path("<uuid:station_id>/points/new/", points.point_new, name="point_new"),
    path("<uuid:station_id>/workers/new/", workers.worker_new, name="worker_new"),
    path("points/<uuid:point_id>/", points.point, name="point"),
    path("points/<uuid:point_id>/closure/", points.point_closure, name="point_closure"),
    path("points/<uuid:point_id>/opening/", points.point_opening, name="point_opening"),
    path("workers/<uuid:worker_id>/", workers.worker, name="worker"),
    path("workers/<uuid:worker_id>/details/", workers.worker_details, name="worker_details"),
    path("workers/<uuid:worker_id>/post/", workers.worker_post, name="worker_post"),
    path("workers/<uuid:worker_id>/leaving/", workers.worker_leaving, name="worker_leaving"),
    path("workers/<uuid:worker_id>/unmask/", workers.worker_unmask, name="worker_unmask"),
    path(
        "workers/<uuid:worker_id>/qualifications/new/",
        qualifications.qualification_new,
        name="qualification_new",
    ),
    path(
        "qualifications/<uuid:qualification_id>/withdrawal/",
        qualifications.qualification_withdrawal,
        name="qualification_withdrawal",
    ),
]
