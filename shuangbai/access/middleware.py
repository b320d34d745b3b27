"""One request, one scoped transaction.

The transaction opens with the row scope as its first statements, and what is shown or written in
it commits together with its audit rows. Django turns an exception into a response below this
middleware, so `process_exception` marks the transaction for rollback; an answer of 400 or above
that a view made itself rolls back too. Refusals are written afterwards, on their own.

Typed text is looked at here once, before anybody asks the database with it. No answer to somebody
signed in may stay in a browser or on the way: whoever sits down next would find people in it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from shuangbai.access import audit, failures, scope, selectors
from shuangbai.access.refusal import Absent, Refused
from shuangbai.access.request import ActorRequest
from shuangbai.kernel import rowscope, texts
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
        known = request.user.is_authenticated
        if texts.strange(_typed(request)):
            response = failures.answer(request, 400, problem("access.text"))
        else:
            response = self._answer(request)
        if known:
            response.headers["Cache-Control"] = "no-store, private"
        return response

    def _answer(self, request: ActorRequest) -> HttpResponse:
        if not request.user.is_authenticated or request.path == reverse("account_logout"):
            return self.get_response(request)
        actor = selectors.actor_for(request.user, request.session.get("grant"))
        if actor is None:
            return failures.answer(request, 403, problem("access.no_grant"))
        request.actor = actor
        try:
            return self._scoped(request)
        except DatabaseError as error:
            # Constraints that wait for the end of the transaction speak up at its commit.
            answer = failures.database(request, error)
            if answer is None:
                raise
            _unsay(request)
            return answer

    def _scoped(self, request: ActorRequest) -> HttpResponse:
        with scope.acting(request.actor):
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: ActorRequest, error: Exception) -> HttpResponse | None:
        if rowscope.current() is not None:
            transaction.set_rollback(True)
            if isinstance(error, Refused | Absent):
                audit.refused(request.actor, error.verb, error.reason, **error.where)
        if isinstance(error, DatabaseError):
            return failures.database(request, error)
        return failures.told(request, error)


def _typed(request: HttpRequest) -> Iterator[str]:
    """All text that came with the request: address, question, form."""
    yield request.path
    for given in (request.GET, request.POST):
        for name, values in given.lists():
            yield name
            yield from map(str, values)


def _unsay(request: HttpRequest) -> None:
    """What a page was to say of success is dropped with the success."""
    for _ in messages.get_messages(request):
        pass
