import pytest
from datetime import date,timedelta
from shuangbai.access import scope
from shuangbai.access.testing import *
from shuangbai.clients.testing import *
from shuangbai.visits.testing import make_visit
from shuangbai.kernel import counting, clock
from shuangbai.kernel.figures import Ask, Period
from shuangbai.visits.selectors.standing import standings
@pytest.mark.usefixtures("database")
def test_it():
    head=make_actor("head",OWN_TOWN)
    t=clock.today()
    p=make_person(head,since=t-timedelta(days=100))
    q=make_person(head,since=t-timedelta(days=100),name="a")
    r=make_person(head,since=t-timedelta(days=10),name="b",categories=("DB","CJ"))
    make_visit(head,q,t-timedelta(days=3))
    with scope.acting(head):
        ask=Ask(head.areas,Period(t,t))
        print(standings(ask))
        for by in (None,"town","village","group","category"):
            print(by,[ (counting.count(k,ask,by).total,[(x.part,x.value) for x in counting.count(k,ask,by).parts]) for k in ("people","people_on_schedule","people_overdue")])
        print(counting.rows("people_overdue",ask,by="town",part=OWN_TOWN))
    assert 0
