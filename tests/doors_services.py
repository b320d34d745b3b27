"""Who gets which answer at addresses of the catalogue and of what visits bring with them. Written
by hand; how a line is read stands in `tests/doors.py`."""

ONLY_POST = "302 405 405 405 405 405 405 405 405 405 405"
ONLY_GET = ONLY_POST
#           visitor own read neig stra city prov insp sys aud over
ANYWHERE = "302 200 200 200 200 200 200 200 403 403 200"
LISTS = "302 200 200 200 200 200 403 403 403 403 200"
A_CHANGE = "302 200 200 404 404 403 403 403 403 403 403"
"""By the station and the county."""
A_RECORD = "302 200 403 404 404 403 403 403 403 403 403"
"""By the station alone."""
ONE = "302 200 200 404 404 200 403 403 403 403 404"
A_COUNTY_FORM = {
    "GET": "302 403 200 403 403 403 403 403 403 403 403",
    "POST": "302 403 422 403 403 403 403 403 403 403 403",
}

SERVICES: dict[str, dict[str, str]] = {
    "visits:correction": {
        "GET": A_RECORD,
        "POST": A_RECORD.replace("200", "422"),
    },
    "visits:paper": {"GET": ONE, "POST": ONLY_GET},
    # A station anywhere looks at its own villages only: nothing of elsewhere is in it.
    "visits:several": {
        "GET": "302 200 403 200 200 403 403 403 403 403 403",
        "POST": "302 200 403 200 200 403 403 403 403 403 403",
    },
    "visits:blank": {"GET": A_RECORD, "POST": ONLY_GET},
    # needs that were found
    "visits:findings": {"GET": LISTS, "POST": ONLY_GET},
    "visits:finding": {"GET": ONE, "POST": ONLY_GET},
    "visits:finding_new": {
        "GET": A_RECORD,
        "POST": A_RECORD.replace("200", "422"),
    },
    "visits:finding_taking": {"GET": ONLY_POST, "POST": A_CHANGE.replace("200", "302")},
    "visits:finding_closure": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    "visits:finding_withdrawal": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    # photos of visits; the city would have to say why it opens the file
    "visits:photo": {"GET": "302 200 200 404 404 404 403 403 403 403 404", "POST": ONLY_GET},
    "visits:photo_new": {
        "GET": A_RECORD,
        "POST": A_RECORD.replace("200", "422"),
    },
    "visits:photo_removal": {
        "GET": ONLY_POST,
        "POST": A_RECORD.replace("200", "302"),
    },
    # the catalogue: what the county added is changed by the county only
    "catalogue:entries": {"GET": ANYWHERE, "POST": ONLY_GET},
    "catalogue:new": {
        "GET": "302 403 200 403 403 200 403 403 403 403 403",
        "POST": "302 403 422 403 403 422 403 403 403 403 403",
    },
    "catalogue:name": A_COUNTY_FORM,
    "catalogue:end": A_COUNTY_FORM,
}

SERVICES_PROBES: tuple[tuple[str, str], ...] = (
    ("visits:findings", "area=445302103"),
    ("visits:findings", "after={finding}"),
    ("visits:several", "area=445302103201"),
    ("visits:several", "area=445302103201&home={household}"),
)
