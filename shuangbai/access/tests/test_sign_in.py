"""Signing in, and being locked out after many wrong passwords."""

import os
import subprocess
import sys

import pytest
from django.test import Client

from shuangbai.access.policy import Role
from shuangbai.access.testing import OWN_TOWN, make_user, set_password

LOGIN = "/account/login/"


def _try(client: Client, username: str, password: str) -> int:
    return client.post(LOGIN, {"login": username, "password": password}).status_code


def test_the_right_password_opens(client: Client) -> None:
    password = set_password(make_user("someone", Role.WORKER, OWN_TOWN))
    assert _try(client, "someone", password + "x") == 200
    assert "_auth_user_id" not in client.session
    assert _try(client, "someone", password) == 302
    assert "_auth_user_id" in client.session


def test_many_wrong_passwords_lock_the_account_out(client: Client) -> None:
    password = set_password(make_user("someone", Role.WORKER, OWN_TOWN))
    for number in range(20):
        _try(client, "someone", f"wrong-{number}")
    _try(client, "someone", password)
    assert "_auth_user_id" not in client.session


def test_an_account_that_does_not_exist_answers_the_same(client: Client) -> None:
    set_password(make_user("someone", Role.WORKER, OWN_TOWN))
    answers = [
        client.post(LOGIN, {"login": name, "password": "wrong"}).content.decode()
        for name in ("someone", "nobody1")
    ]
    without = [
        text.split("csrfmiddlewaretoken")[0].replace(name, "")
        for text, name in zip(answers, ("someone", "nobody1"), strict=True)
    ]
    assert without[0] == without[1]


def test_sign_in_speaks_our_words(client: Client) -> None:
    password = set_password(make_user("someone", Role.WORKER, OWN_TOWN))
    said = client.post(LOGIN, {"login": "someone", "password": "wrong"}).content.decode()
    assert "账号或密码不对，请再试一次。" in said
    answer = client.post(LOGIN, {"login": "someone", "password": password}, follow=True)
    assert "登录。" not in answer.content.decode() and 'class="messages"' not in str(answer.content)
    other = Client()
    for number in range(20):
        answer = other.post(LOGIN, {"login": "someone", "password": f"wrong-{number}"})
    assert "请等 5 分钟再试" in answer.content.decode()


def test_nobody_signs_up(client: Client) -> None:
    assert client.get("/account/signup/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/people/", "/visits/", "/cover/", "/account/audit/"])
def test_a_visitor_is_led_to_the_door(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, LOGIN)


def test_a_visitor_of_the_api_is_refused_without_a_page(client: Client) -> None:
    answer = client.get("/api/v1/figures/")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/json; charset=utf-8")


def test_every_page_forbids_strange_scripts(client: Client) -> None:
    policy = client.get(LOGIN)["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_form_without_its_token_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post(LOGIN, {"login": "x"}).status_code == 403


@pytest.mark.parametrize(("tls", "found"), [("1", "10.0.0.7"), ("", "127.0.0.1")])
def test_behind_a_proxy_visitors_are_told_apart(tls: str, found: str) -> None:
    """The last address is the proxy's own word; what stands before it anybody can write."""
    asked = (
        "import django; django.setup();"
        "from django.test import RequestFactory as Maker;"
        "from allauth.core.internal.httpkit import get_client_ip as ip;"
        "print(ip(Maker().get('/', headers={'X-Forwarded-For': '9.9.9.9, 10.0.0.7'})))"
    )
    environment = {**os.environ, "SHUANGBAI_TLS": tls}
    done = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == found
