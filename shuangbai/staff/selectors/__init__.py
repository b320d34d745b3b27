"""The questions of this app, cut by subject."""

from shuangbai.staff.selectors.stations import station_names

__all__ = ["station_names"]
