from importlib import import_module

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "shuangbai.visits"
    label = "visits"
    verbose_name = "走访"

    def ready(self) -> None:
        import_module("shuangbai.visits.figures")
