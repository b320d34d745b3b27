from django.apps import AppConfig

from shuangbai.kernel import lookups


class KernelConfig(AppConfig):
    name = "shuangbai.kernel"
    label = "kernel"
    verbose_name = "地基"

    def ready(self) -> None:
        lookups.register()
