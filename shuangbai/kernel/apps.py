from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "shuangbai.kernel"
    label = "kernel"
    verbose_name = "地基"
