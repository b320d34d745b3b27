from importlib import import_module

from django.apps import AppConfig


class CoverConfig(AppConfig):
    name = "shuangbai.cover"
    label = "cover"
    verbose_name = "两个100%"

    def ready(self) -> None:
        import_module("shuangbai.cover.figures")
