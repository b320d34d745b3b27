from datetime import timedelta
from typing import Any

from django.apps import AppConfig, apps

from shuangbai.kernel import clock


def _shift() -> timedelta:
    # Models can only be imported once the registry is complete, hence by name.
    objects: Any = apps.get_model("access", "Installation")._default_manager
    return objects.filter(only=1).values_list("clock_shift", flat=True).first() or timedelta(0)


class AccessConfig(AppConfig):
    name = "shuangbai.access"
    label = "access"
    verbose_name = "权限"

    def ready(self) -> None:
        clock.set_source(_shift)
