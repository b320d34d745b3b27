"""Who gets which answer at the addresses of the plan and of special rounds; see doors.py."""

ONLY_GET = "302 405 405 405 405 405 405 405 405 405 405"
LISTS = "302 200 200 200 200 200 403 403 403 403 200"
A_LIST_HERE = "302 200 200 404 404 200 403 403 403 403 404"
#        visitor own read neig stra city prov insp sys aud over

PLAN_DOORS: dict[str, dict[str, str]] = {
    # the plan of visits
    "visits:plan": {"GET": "302 200 200 200 200 200 403 403 403 403 200", "POST": ONLY_GET},
    "visits:due": {"GET": LISTS, "POST": ONLY_GET},
    "visits:frequencies": {"GET": LISTS, "POST": ONLY_GET},
    "visits:frequency_new": {
        "GET": "302 403 200 403 403 200 403 403 403 403 403",
        "POST": "302 403 422 403 403 422 403 403 403 403 403",
    },
    # The county's own word: not the city's to end.
    "visits:frequency_end": {
        "GET": "302 403 200 403 403 404 403 403 403 403 403",
        "POST": "302 403 422 403 403 404 403 403 403 403 403",
    },
    "visits:absences": {"GET": LISTS, "POST": ONLY_GET},
    "visits:absence_new": {
        "GET": "302 200 403 403 200 403 403 403 403 403 403",
        "POST": "302 422 403 403 422 403 403 403 403 403 403",
    },
    "visits:absence_end": {
        "GET": "302 200 403 403 404 403 403 403 403 403 403",
        "POST": "302 422 403 403 404 403 403 403 403 403 403",
    },
    # special rounds
    "visits:rounds": {"GET": LISTS, "POST": ONLY_GET},
    "visits:round_new": {
        "GET": "302 200 200 403 200 200 403 403 403 403 403",
        "POST": "302 422 422 403 422 422 403 403 403 403 403",
    },
    "visits:round": {"GET": A_LIST_HERE, "POST": ONLY_GET},
    "visits:round_people": {"GET": A_LIST_HERE, "POST": ONLY_GET},
    "visits:round_export": {
        "GET": "302 200 200 403 404 200 403 403 403 403 403",
        "POST": ONLY_GET,
    },
    "visits:round_off": {
        "GET": "302 200 200 403 404 200 403 403 403 403 403",
        "POST": "302 422 422 403 404 422 403 403 403 403 403",
    },
}

PLAN_PROBES: tuple[tuple[str, str], ...] = (
    ("visits:due", "area=445302103&whose=&state=all"),
    ("visits:due", "area=445302103&whose=&by=village"),
    ("visits:due", "after={person}&whose="),
    ("visits:plan", "area=445302103"),
)
