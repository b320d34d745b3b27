"""What a person does at the screen, for every journey."""

from playwright.sync_api import Locator, Page, expect

from shuangbai.access.models import User
from shuangbai.access.testing import set_password
from tests.serving import Server


class Screen:
    """What a person does at the screen."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server = page, server

    def sign_in(self, user: User) -> None:
        password = set_password(user)
        # Panels that the last page still loads would bring its cookies back.
        self.page.goto("about:blank")
        self.page.context.clear_cookies()
        self.go("/account/login/")
        self.page.get_by_label("账号").fill(user.username)
        self.page.get_by_label("密码", exact=True).fill(password)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.locator(".actor")).to_contain_text(user.name)

    def go(self, path: str) -> int:
        response = self.page.goto(self.server.url + path)
        assert response is not None
        return response.status

    def figure(self, label: str) -> str:
        """「1 / 3 人」 of the card with that label."""
        return " ".join(self.card(label).locator(".figure-line").inner_text().split())

    def card(self, label: str) -> Locator:
        heading = self.page.get_by_role("heading", name=label)
        return self.page.locator(".figure-card").filter(has=heading)
