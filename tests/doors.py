"""Who gets which answer at which address. Written by hand, never derived from the policy table.

The records lie in 思劳镇 and belong to `owner`. An address that is missing here fails a test, and
so does a line here whose address is gone. Status codes are in the order of WALKERS.

302 for a visitor leads to the sign-in; 404 is somebody else's and not there, both the same;
403 is not this role's work; 422 is a form that lacks something; 405 is the wrong method.
"""

from tests.doors_cover import COVER_DOORS, COVER_PROBES, COVER_QUERY
from tests.doors_plan import PLAN_DOORS, PLAN_PROBES
from tests.doors_services import SERVICES, SERVICES_PROBES
from tests.doors_staff import STAFF_DOORS, STAFF_PROBES

WALKERS = (
    "visitor",
    "owner",  # head of the station
    "reader",  # county officer above it
    "neighbour",  # worker of another town of the county
    "stranger",  # head of a station in another county
    "city",
    "province",
    "inspector",  # of other counties
    "system_admin",
    "audit_admin",
    "overseer",  # supervisor of two other counties: the second lock is as wide as the city
)

ONLY_POST = "302 405 405 405 405 405 405 405 405 405 405"
ONLY_GET = ONLY_POST
EVERYBODY = "302 200 200 200 200 200 200 200 200 200 200"
#           visitor own read neig stra city prov insp sys aud over
FIGURES_ANYWHERE = "302 200 200 200 200 200 200 200 403 403 200"
FIGURES_HERE = "302 200 200 404 404 200 200 404 403 403 404"
LISTS = "302 200 200 200 200 200 403 403 403 403 200"
A_FILE = "302 200 200 404 404 302 403 403 403 403 404"
A_CHANGE = "302 200 200 404 404 403 403 403 403 403 403"
"""A form about one person: the station and the county."""
A_MERGE = "302 200 200 403 404 403 403 403 403 403 403"
"""What heads and counties decide about a file."""
A_ROSTER = "302 200 200 403 404 403 403 403 403 403 403"
API_HERE = "401 200 200 404 404 200 200 404 403 403 404"

DOORS: dict[str, dict[str, str]] = {
    # for machines
    "healthz": {"GET": "200 " * 11, "POST": "200 " * 11},
    "readyz": {"GET": "200 " * 11, "POST": "200 " * 11},
    # accounts
    "account_login": {"GET": "200" + " 302" * 10, "POST": "200" + " 302" * 10},
    "account_logout": {"GET": "302" + " 200" * 10, "POST": "302 " * 11},
    "access:grant": {"GET": ONLY_POST, "POST": "302 " * 11},
    "access:audit": {"GET": "302 403 403 403 403 403 403 403 403 200 403", "POST": ONLY_GET},
    # desk
    "desk:today": {"GET": EVERYBODY, "POST": ONLY_GET},
    "desk:person": {"GET": A_FILE, "POST": ONLY_GET},
    # people
    "clients:people": {"GET": LISTS, "POST": ONLY_GET},
    "clients:find": {"GET": ONLY_POST, "POST": "302 302 302 302 302 302 403 403 403 403 302"},
    "clients:person_new": {
        "GET": "302 200 200 200 200 403 403 403 403 403 403",
        "POST": "302 422 422 422 422 403 403 403 403 403 403",
    },
    "clients:file_open": {"GET": ONLY_POST, "POST": "302 302 403 404 404 403 403 403 403 403 403"},
    "clients:unmask": {
        "GET": "302 200 200 404 404 403 403 403 403 403 404",
        "POST": "302 422 422 404 404 403 403 403 403 403 404",
    },
    "clients:look": {
        "GET": "302 403 403 403 403 200 403 403 403 403 403",
        "POST": "302 403 403 403 403 422 403 403 403 403 403",
    },
    # what is told of a person
    "clients:person_history": {"GET": A_FILE, "POST": ONLY_GET},
    "clients:person_identity": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    "clients:person_home": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    "clients:person_care": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    "clients:person_school": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    "clients:person_accounts": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    "clients:person_certificate": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    "clients:person_tie": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    "clients:person_category": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    "clients:person_grade": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    "clients:person_charge": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    # 404 for those who may: no record is named.
    "clients:person_over": {
        "GET": A_CHANGE.replace("200", "404"),
        "POST": A_CHANGE.replace("200", "404"),
    },
    # how a file ends, and why people left a list
    "clients:file_close": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    "clients:death": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    "clients:death_undo": {"GET": A_CHANGE, "POST": A_CHANGE},
    "clients:departures": {
        "GET": "302 200 200 200 200 403 403 403 403 403 403",
        "POST": "302 302 302 302 302 403 403 403 403 403 403",
    },
    # households
    "clients:household": {"GET": A_FILE, "POST": ONLY_GET},
    "clients:household_details": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    "clients:household_absence": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    "clients:household_category": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    # 404 for those who may: nothing is named that could be taken back.
    "clients:household_correction": {
        "GET": A_CHANGE.replace("200", "404"),
        "POST": A_CHANGE.replace("200", "404"),
    },
    # Nobody is named yet: the first step is asked once more.
    "clients:household_member": {"GET": A_CHANGE, "POST": A_CHANGE},
    "clients:household_leaving": {"GET": A_CHANGE, "POST": A_CHANGE},
    "clients:household_split": {"GET": A_CHANGE, "POST": A_CHANGE},
    "clients:household_merger": {"GET": A_CHANGE, "POST": A_CHANGE},
    # consents, photo, children
    "clients:consents": {"GET": A_FILE, "POST": ONLY_GET},
    "clients:consent_new": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    "clients:consent_withdrawal": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "302")},
    "clients:photo_new": {"GET": A_CHANGE, "POST": A_CHANGE.replace("200", "422")},
    # 404 for those who may look: no photo is there.
    "clients:photo": {"GET": "302 404 404 404 404 404 403 403 403 403 404", "POST": ONLY_GET},
    "clients:approvals": {"GET": "302 200 200 200 200 403 403 403 403 403 403", "POST": ONLY_GET},
    "clients:approval_new": {
        "GET": "302 200 200 403 200 403 403 403 403 403 403",
        "POST": "302 422 422 403 422 403 403 403 403 403 403",
    },
    "clients:approval_end": {
        "GET": "302 200 200 403 404 403 403 403 403 403 403",
        "POST": "302 302 302 403 404 403 403 403 403 403 403",
    },
    # hand-over between stations
    "clients:handovers": {"GET": "302 200 200 200 200 403 403 403 403 403 403", "POST": ONLY_GET},
    "clients:handover_ask": {
        "GET": "302 200 200 200 200 403 403 403 403 403 403",
        "POST": "302 200 200 200 200 403 403 403 403 403 403",
    },
    "clients:handover": {"GET": A_CHANGE, "POST": ONLY_GET},
    "clients:handover_accept": {
        "GET": ONLY_POST,
        "POST": "302 422 422 403 404 403 403 403 403 403 403",
    },
    "clients:handover_refuse": {
        "GET": ONLY_POST,
        "POST": "302 422 422 403 404 403 403 403 403 403 403",
    },
    "clients:handover_withdraw": {
        "GET": ONLY_POST,
        "POST": "302 422 422 404 404 403 403 403 403 403 403",
    },
    # An open request is there already: no second form.
    "clients:person_handover": {"GET": A_FILE, "POST": A_CHANGE},
    # two files of one person
    "clients:person_merge": {"GET": A_MERGE, "POST": A_MERGE},
    "desk:merge": {"GET": A_MERGE, "POST": A_MERGE.replace("200", "422")},
    "clients:merges": {"GET": "302 200 200 403 200 403 403 403 403 403 403", "POST": ONLY_GET},
    "clients:merge_undo": {"GET": A_MERGE, "POST": A_MERGE.replace("200", "422")},
    "clients:settlement": {"GET": A_MERGE, "POST": A_MERGE.replace("200", "422")},
    # rosters
    "rosters:rosters": {
        "GET": "302 200 200 403 200 403 403 403 403 403 403",
        "POST": "302 422 422 403 422 403 403 403 403 403 403",
    },
    "rosters:roster": {"GET": A_ROSTER, "POST": ONLY_GET},
    "rosters:refused": {"GET": A_ROSTER, "POST": ONLY_GET},
    "rosters:match": {"GET": A_ROSTER, "POST": A_ROSTER.replace("200", "422")},
    "rosters:read": {"GET": ONLY_POST, "POST": A_ROSTER.replace("200", "302")},
    "rosters:delta": {"GET": A_ROSTER, "POST": ONLY_GET},
    "rosters:delta_export": {"GET": A_ROSTER, "POST": ONLY_GET},
    "rosters:file": {"GET": A_ROSTER, "POST": A_ROSTER.replace("200", "422")},
    "rosters:merge": {"GET": ONLY_POST, "POST": A_ROSTER.replace("200", "302")},
    "rosters:discard": {"GET": ONLY_POST, "POST": A_ROSTER.replace("200", "302")},
    # visits
    "visits:list": {"GET": LISTS, "POST": ONLY_GET},
    "visits:new": {
        "GET": "302 200 403 404 404 403 403 403 403 403 403",
        "POST": "302 422 403 404 404 403 403 403 403 403 403",
    },
    "visits:visit": {"GET": "302 200 200 404 404 200 403 403 403 403 404", "POST": ONLY_GET},
    "visits:withdraw": {
        "GET": "302 200 403 404 404 403 403 403 403 403 403",
        "POST": "302 422 403 404 404 403 403 403 403 403 403",
    },
    "visits:of_person": {"GET": A_FILE, "POST": ONLY_GET},
    **SERVICES,
    **PLAN_DOORS,
    **STAFF_DOORS,
    # long work
    "jobs:list": {"GET": FIGURES_ANYWHERE, "POST": ONLY_GET},
    "jobs:job": {"GET": "302 200 200 404 404 404 404 404 403 403 404", "POST": ONLY_GET},
    "jobs:cancel": {
        "GET": ONLY_POST,
        "POST": "302 302 302 404 404 404 404 404 403 403 404",
    },
    **COVER_DOORS,
    # figures
    "figures:catalogue": {"GET": FIGURES_ANYWHERE, "POST": ONLY_GET},
    "figures:number": {"GET": FIGURES_HERE, "POST": ONLY_GET},
    "figures:frozen": {"GET": FIGURES_ANYWHERE, "POST": ONLY_GET},
    "figures:frozen_one": {"GET": FIGURES_HERE, "POST": ONLY_GET},
    "figures:freeze": {
        "GET": "302 200 200 403 404 200 403 403 403 403 403",
        "POST": "302 422 422 403 422 422 403 403 403 403 403",
    },
    # the API
    "api:figures_list": {"GET": "401 200 200 200 200 200 200 200 403 403 200", "POST": "405 " * 11},
    "api:figures_count": {"GET": API_HERE, "POST": "405 " * 11},
    "api:figures_rows": {"GET": API_HERE, "POST": "405 " * 11},
    "api:cover": {"GET": API_HERE, "POST": "405 " * 11},
    "api:openapi-json": {"GET": "200 " * 11, "POST": "200 " * 11},
    "api:api-root": {"GET": "404 " * 11, "POST": "404 " * 11},
}

QUERY: dict[str, str] = {
    **COVER_QUERY,
    "figures:number": "area=445302103",
    "figures:freeze": "key=people&area=445302103&day=2026-02-03&window=365"
    "&id=01900000-0000-7000-8000-000000000001",
    "visits:new": "person={person}",
    "visits:several": "area=445302103201",
    "visits:blank": "person={person}",
    "clients:household_absence": "person={person}",
    "clients:household_leaving": "person={person}",
    "api:figures_count": "area=445302103",
    "api:figures_rows": "area=445302103",
    "api:cover": "area=445302103",
}
"""What is asked at addresses that take a question: about the owner's town."""

BODY: dict[str, dict[str, str]] = {
    "clients:find": {"q": "查无此人"},
}
"""Forms that are filled in; the others are sent with nothing of theirs and change nothing."""

CHANGING = frozenset(
    {
        "clients:file_open",
        "jobs:cancel",
        "clients:consent_withdrawal",
        "clients:approval_end",
        "rosters:merge",
        "rosters:discard",
        "visits:finding_taking",
        "visits:photo_removal",
    }
)
"""POSTs that need no form: each walker finds the world untouched."""

PROBES: tuple[tuple[str, str], ...] = (
    ("clients:people", "area=445302103"),
    ("clients:people", "q=欧阳"),
    ("clients:people", "q=oysl"),
    ("clients:people", "after={person}"),
    ("clients:person_new", "household={household}"),
    ("clients:household_member", "q=欧阳"),
    ("clients:household_member", "person={person}"),
    ("clients:household_merger", "into={household}"),
    ("clients:household_split", "go={person}"),
    ("visits:list", "area=445302103"),
    ("visits:list", "after={visit}"),
    *SERVICES_PROBES,
    ("visits:new", "q=欧阳"),
    ("visits:new", "household={household}"),
    ("visits:new", "person={person}&household={household}"),
    *PLAN_PROBES,
    *COVER_PROBES,
    ("figures:number", "area=4453"),
    ("figures:frozen", "area=445302103"),
    *STAFF_PROBES,
    ("rosters:rosters", "area=445302103"),
    ("api:figures_rows", "area=445302"),
    ("api:figures_rows", "area="),
)
"""Addresses asked for what lies elsewhere: whatever the answer, it tells nothing of it."""
