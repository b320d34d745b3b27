"""Keys by which people are found, made for those who were on file before there were such keys."""

from shuangbai.access.action import Act, action
from shuangbai.clients.models import Person
from shuangbai.clients.selectors.onfile import phone_digest

BATCH = 2000


@action("person.edit")
def fill_phones(act: Act, area: str) -> int:
    """The keyed hash of each telephone that has none yet; how many were made. Safe to run again.

    A migration cannot do it: it has no keys.
    """
    act.within(area)
    without = Person.objects.under(area).filter(phone__isnull=False, phone_hash=None)
    made = 0
    for person in without.only("id", "pref", "area", "phone").iterator(chunk_size=BATCH):
        key = phone_digest(person.phone.reveal()) if person.phone else None
        if key is not None:
            Person.objects.filter(pk=person.pk, pref=person.pref).update(phone_hash=key)
            act.touch("clients.person", person.pk, person.area, fields=["phone_hash"])
            made += 1
    act.detail = {"updated": made}
    return made
