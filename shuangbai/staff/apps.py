from importlib import import_module

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "shuangbai.staff"
    label = "staff"
    verbose_name = "站点与人员"

    def ready(self) -> None:
        import_module("shuangbai.staff.figures")
        import_module("shuangbai.staff.actions.roster_kind")
