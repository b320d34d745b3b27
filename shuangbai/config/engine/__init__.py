"""The database launcher: one PostgreSQL for a laptop and for a cluster.

With SHUANGBAI_DATABASE_URL a configured server is used. Without it an own server runs below the
data folder, on a private unix socket, started on demand and shared by all processes.
This package imports no Django, so that it can run before the settings exist.
"""

from shuangbai.config.engine.address import Addresses, addresses
from shuangbai.config.engine.checks import Finding, check
from shuangbai.config.engine.errors import EngineError
from shuangbai.config.engine.lifecycle import Status, drop, ensure, status, stop, stop_when_idle
from shuangbai.config.engine.provision import prepare

__all__ = [
    "Addresses",
    "EngineError",
    "Finding",
    "Status",
    "addresses",
    "check",
    "drop",
    "ensure",
    "prepare",
    "status",
    "stop",
    "stop_when_idle",
]
