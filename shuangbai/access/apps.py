from datetime import timedelta

from django.apps import AppConfig

from shuangbai.kernel import clock


def _shift() -> timedelta:
    # Models can only be imported once the registry is complete, hence by name.
    model = AccessConfig.registry.get_model("access", "Installation")
    found = model.objects.filter(only=1).values_list("clock_shift", flat=True).first()
    return found or timedelta(0)


class AccessConfig(AppConfig):
    name = "shuangbai.access"
    label = "access"
    verbose_name = "权限"

    def ready(self) -> None:
        AccessConfig.registry = self.apps
        clock.set_source(_shift)
