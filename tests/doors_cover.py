"""Who gets which answer at addresses of the two 100%, of two days, of errands; see doors.py."""

ONLY_GET = "302 405 405 405 405 405 405 405 405 405 405"
LISTS = "302 200 200 200 200 200 403 403 403 403 200"
FIGURES_HERE = "302 200 200 404 404 200 200 404 403 403 404"
A_STAFF_FORM = {
    "GET": "302 200 200 403 404 403 403 403 403 403 403",
    "POST": "302 422 422 403 404 403 403 403 403 403 403",
}

COVER_DOORS: dict[str, dict[str, str]] = {
    # the two 100%
    "cover:page": {"GET": FIGURES_HERE, "POST": ONLY_GET},
    "cover:export": {"GET": FIGURES_HERE, "POST": ONLY_GET},
    "cover:changes": {"GET": FIGURES_HERE, "POST": ONLY_GET},
    "cover:changes_export": {"GET": FIGURES_HERE, "POST": ONLY_GET},
    "cover:uncovered": {"GET": FIGURES_HERE, "POST": ONLY_GET},
    "cover:missing": {"GET": "302 200 200 404 404 200 403 403 403 403 404", "POST": ONLY_GET},
    "cover:missing_export": {
        "GET": "302 200 200 403 404 200 403 403 403 403 403",
        "POST": ONLY_GET,
    },
    # people given to a worker: a head of another station has nobody of these to give
    "cover:errands": {"GET": LISTS, "POST": ONLY_GET},
    "cover:errand_new": {
        "GET": "302 200 200 403 302 403 403 403 403 403 403",
        "POST": "302 302 302 403 302 403 403 403 403 403 403",
    },
    "cover:errand_back": A_STAFF_FORM,
}

COVER_QUERY: dict[str, str] = {
    "cover:page": "area=445302103",
    "cover:export": "area=445302103",
    "cover:changes": "area=445302103",
    "cover:changes_export": "area=445302103",
    "cover:errand_new": "person={missing}",
    "cover:uncovered": "area=445302103",
    "cover:missing": "area=445302103",
    "cover:missing_export": "area=445302103",
}

COVER_PROBES: tuple[tuple[str, str], ...] = (
    ("cover:missing", "area=445302103&why=visit"),
    ("cover:page", "area=445302&by=town"),
    ("cover:changes", "area=445302"),
    ("cover:errands", "worker={worker}"),
    ("cover:errand_new", "person={missing}&village=445302103201"),
)
