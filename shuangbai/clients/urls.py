"""Addresses of people."""

from django.urls import path

from shuangbai.clients.selectors.particulars import GROUPS
from shuangbai.clients.views import (
    approvals,
    consents,
    departures,
    handovers,
    household_moves,
    households,
    merging,
    particulars,
    people,
    photos,
)
from shuangbai.clients.views import particulars_lists as lists

app_name = "clients"
urlpatterns = [
    path("", people.people, name="people"),
    path("find/", people.find, name="find"),
    path("new/", people.person_new, name="person_new"),
    path("<uuid:person_id>/file/", people.file_open, name="file_open"),
    path("<uuid:person_id>/unmask/", people.unmask, name="unmask"),
    path("<uuid:person_id>/look/", people.look, name="look"),
    path("<uuid:person_id>/history/", particulars.history, name="person_history"),
    path("<uuid:person_id>/identity/", particulars.identity, name="person_identity"),
    *(
        path(
            f"<uuid:person_id>/{group}/",
            particulars.group,
            {"group": group},
            name=f"person_{group}",
        )
        for group in GROUPS
    ),
    path("<uuid:person_id>/certificate/", lists.certificate, name="person_certificate"),
    path("<uuid:person_id>/tie/", lists.tie, name="person_tie"),
    path("<uuid:person_id>/category/", lists.category, name="person_category"),
    path("<uuid:person_id>/grade/", lists.grade, name="person_grade"),
    path("<uuid:person_id>/charge/", lists.charge, name="person_charge"),
    path("<uuid:person_id>/over/", lists.over, name="person_over"),
    path("<uuid:person_id>/handover/", handovers.person_handover, name="person_handover"),
    path("<uuid:person_id>/consents/", consents.consents, name="consents"),
    path("<uuid:person_id>/consents/new/", consents.consent_new, name="consent_new"),
    path(
        "consents/<uuid:consent_id>/withdrawal/",
        consents.consent_withdrawal,
        name="consent_withdrawal",
    ),
    path("<uuid:person_id>/photo/", photos.photo_new, name="photo_new"),
    path("<uuid:person_id>/photo.jpg", photos.photo, name="photo"),
    path("<uuid:person_id>/file/closure/", departures.file_close, name="file_close"),
    path("<uuid:person_id>/death/", departures.death, name="death"),
    path("<uuid:person_id>/death/undo/", departures.death_undo, name="death_undo"),
    path("<uuid:person_id>/merge/", merging.person_merge, name="person_merge"),
    path("<uuid:person_id>/settlement/", merging.settlement, name="settlement"),
    path("merges/", merging.merges, name="merges"),
    path("merges/<uuid:merge_id>/undo/", merging.merge_undo, name="merge_undo"),
    path("households/<uuid:household_id>/", households.household, name="household"),
    *(
        path(f"households/<uuid:household_id>/{noun}/", view, name=f"household_{noun}")
        for noun, view in {
            "details": households.household_details,
            "absence": households.household_absence,
            "category": households.household_category,
            "correction": households.household_correction,
            "member": household_moves.household_member,
            "leaving": household_moves.household_leaving,
            "split": household_moves.household_split,
            "merger": household_moves.household_merger,
        }.items()
    ),
    path("departures/", departures.departures, name="departures"),
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/new/", approvals.approval_new, name="approval_new"),
    path("approvals/<uuid:approval_id>/end/", approvals.approval_end, name="approval_end"),
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/new/", handovers.handover_ask, name="handover_ask"),
    path("handovers/<uuid:handover_id>/", handovers.handover, name="handover"),
    path("handovers/<uuid:handover_id>/acceptance/", handovers.accept, name="handover_accept"),
    path("handovers/<uuid:handover_id>/refusal/", handovers.refuse, name="handover_refuse"),
    path("handovers/<uuid:handover_id>/withdrawal/", handovers.withdraw, name="handover_withdraw"),
]
