"""One request, one scoped transaction.

The transaction opens with the row scope as its first statements, and what is shown or written in
it commits together with its audit rows. Django turns an exception into a response below this
middleware, so `process_exception` marks the transaction for rollback; an answer of 400 or above
that a view made itself rolls back too. Refusals are written afterwards, on their own.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from shuangbai.access import audit, failures, scope, selectors
from shuangbai.access.refusal import Absent, Refused
from shuangbai.access.request import ActorRequest
from shuangbai.kernel import rowscope
from shuangbai.kernel.problems import problem

type Respond = Callable[[HttpRequest], HttpResponse]


class SignedIn(LoginRequiredMiddleware):
    """Every page needs an account unless it says otherwise; the API answers 401 by itself."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if request.path.startswith("/api/"):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class RequestTransaction:
    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponse:
        if not request.user.is_authenticated or request.path == reverse("account_logout"):
            return self.get_response(request)
        actor = selectors.actor_for(request.user, request.session.get("grant"))
        if actor is None:
            return failures.answer(request, 403, problem("access.no_grant"))
        request.actor = actor
        with scope.acting(actor):
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        told: Refused | Absent | None = getattr(request, "refusal", None)
        if told is not None:
            audit.refused(actor, told.verb, told.reason, **told.where)
        return response

    def process_exception(self, request: ActorRequest, error: Exception) -> HttpResponse | None:
        if rowscope.current() is not None:
            transaction.set_rollback(True)
        if isinstance(error, Refused | Absent):
            request.refusal = error
        if isinstance(error, DatabaseError):
            return failures.database(request, error)
        return failures.told(request, error)
