"""Who gets which answer at addresses of stations and of those who work there. Written by hand; how
a line is read stands in `tests/doors.py`."""

ONLY_POST = "302 405 405 405 405 405 405 405 405 405 405"
ONLY_GET = ONLY_POST
#           visitor own read neig stra city prov insp sys aud over
FIGURES_ANYWHERE = "302 200 200 200 200 200 200 200 403 403 200"
FIGURES_HERE = "302 200 200 404 404 200 200 404 403 403 404"
A_COUNTY_FORM = {
    "GET": "302 403 200 403 403 403 403 403 403 403 403",
    "POST": "302 403 422 403 403 403 403 403 403 403 403",
}
A_STAFF_FORM = {
    "GET": "302 200 200 403 404 403 403 403 403 403 403",
    "POST": "302 422 422 403 404 403 403 403 403 403 403",
}

STAFF_DOORS: dict[str, dict[str, str]] = {
    "staff:stations": {"GET": FIGURES_ANYWHERE, "POST": ONLY_GET},
    "staff:station": {"GET": FIGURES_HERE, "POST": ONLY_GET},
    "staff:station_new": A_COUNTY_FORM,
    "staff:station_details": A_COUNTY_FORM,
    "staff:station_closure": A_COUNTY_FORM,
    "staff:station_opening": A_COUNTY_FORM,
    "staff:villages": A_STAFF_FORM,
    # what stations must have, and what they have
    "staff:requirements": {"GET": FIGURES_ANYWHERE, "POST": ONLY_GET},
    "staff:requirements_edition": {
        "GET": "302 403 200 403 403 200 403 403 403 403 403",
        "POST": "302 403 422 403 403 422 403 403 403 403 403",
    },
    "staff:equipment": A_STAFF_FORM,
    # points and workers
    "staff:point_new": A_STAFF_FORM,
    "staff:point": A_STAFF_FORM,
    "staff:point_closure": A_STAFF_FORM,
    "staff:point_opening": {
        "GET": "302 302 302 403 404 403 403 403 403 403 403",
        "POST": "302 302 302 403 404 403 403 403 403 403 403",
    },
    "staff:worker_new": A_STAFF_FORM,
    "staff:worker": {"GET": "302 200 200 403 404 200 403 404 403 403 404", "POST": ONLY_GET},
    "staff:worker_details": A_STAFF_FORM,
    "staff:worker_post": A_STAFF_FORM,
    "staff:worker_leaving": A_STAFF_FORM,
    "staff:worker_unmask": A_STAFF_FORM,
    "staff:qualification_new": A_STAFF_FORM,
    "staff:qualification_withdrawal": A_STAFF_FORM,
}

STAFF_PROBES: tuple[tuple[str, str], ...] = (
    ("staff:stations", "after=445302102"),
    ("staff:requirements_edition", "area=445302"),
)
