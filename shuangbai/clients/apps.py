from importlib import import_module

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "shuangbai.clients"
    label = "clients"
    verbose_name = "对象"

    def ready(self) -> None:
        import_module("shuangbai.clients.figures")
        import_module("shuangbai.clients.selectors.approvals")
        import_module("shuangbai.clients.actions.roster_kind")
