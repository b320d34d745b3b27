from importlib import import_module

from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "shuangbai.areas"
    label = "areas"
    verbose_name = "区划"

    def ready(self) -> None:
        import_module("shuangbai.areas.figures")
