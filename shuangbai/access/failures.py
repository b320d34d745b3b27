"""Answers to what went wrong: a page, or JSON under /api/; none of them asks the database."""

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from psycopg import errors

from shuangbai.access.refusal import Refused
from shuangbai.kernel.problems import Problem, catalogue, problem

catalogue(
    {
        "access.role": ("您的岗位不办这件事。", "如果应该由您办，请告诉给您开账号的人。"),
        "access.no_grant": (
            "您的账号现在没有授权。",
            "请让安全管理员给您开通岗位和地区，再重新登录。",
        ),
        "access.csrf": ("这一页打开太久，已经过期。", "请回到上一页刷新，再填一次。"),
        "access.outside": (
            "要写的内容有一部分不在您负责的地区，什么也没有存。",
            "请核对地区，或转给负责的站。",
        ),
        "access.clash": (
            "同一件事刚才已经有人记了，这一次没有存。",
            "请回到上一页刷新，看看已有的内容。",
        ),
        "access.busy": (
            "同时办的人太多，这一次没有办成，什么也没有存。",
            "请过一会儿再试一次。",
        ),
        "access.text": (
            "填的内容或地址里有看不见的控制字符，没有办。",
            "请把那一处删掉，重新输入一遍，再试一次。",
        ),
        "access.disk": (
            "服务器的磁盘满了，这一次什么也没有存。",
            "请联系系统管理员腾出空间，再做一遍。",
        ),
    }
)


def answer(request: HttpRequest, status: int, what: Problem) -> HttpResponse:
    """The problem as JSON for programs, as a page for people."""
    if request.path.startswith("/api/"):
        return JsonResponse(what.as_dict(), status=status)
    own = status in (403, 404, 409, 500) and what.code != "access.busy"
    template = f"{status}.html" if own else "problem.html"
    return HttpResponse(render_to_string(template, {"problem": what}), status=status)


def told(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The answer to an error that has a user's explanation; None leaves it to Django."""
    if isinstance(error, Problem):
        return answer(request, 422, error)
    if isinstance(error, Http404):
        return absent(request)
    if isinstance(error, Refused):
        return answer(request, 403, problem("access.role"))
    if isinstance(error, PermissionDenied):
        return answer(request, 403, problem("access.no_grant"))
    return None


def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not there and not yours look the same; also what Django calls for an unknown address."""
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "absent", "message": "没有找到。"}, status=404)
    return HttpResponse(render_to_string("404.html"), status=404)


BUSY = (
    errors.DeadlockDetected,
    errors.SerializationFailure,
    errors.LockNotAvailable,
    errors.QueryCanceled,
)
"""Nothing is wrong with what was asked: the same once more will do."""


def explained(error: DatabaseError) -> tuple[int, Problem] | None:
    """Status and words for what the database refused; None when users cannot mend it."""
    cause = error.__cause__
    if isinstance(cause, errors.InsufficientPrivilege):
        return 403, problem("access.outside")
    if isinstance(cause, errors.UniqueViolation | errors.ExclusionViolation):
        return 409, problem("access.clash")
    if isinstance(cause, BUSY):
        return 409, problem("access.busy")
    if isinstance(cause, errors.DiskFull):
        return 507, problem("access.disk")
    return None


def database(request: HttpRequest, error: DatabaseError) -> HttpResponse | None:
    known = explained(error)
    return answer(request, *known) if known else None


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse(
        render_to_string("403_csrf.html", {"problem": problem("access.csrf")}), status=403
    )
