"""What the served product says when something is wrong: every code that it can raise is known."""

import json
import subprocess
import sys
from typing import Any

from tests import tree

ASKED = """
import ast, json, sys
import django
django.setup()
import shuangbai.config.urls
from shuangbai.kernel.problems import CATALOGUE

lost = []
for name, module in sorted(sys.modules.items()):
    if not name.startswith("shuangbai."):
        continue
    with open(module.__file__, encoding="utf-8") as source:
        found = ast.walk(ast.parse(source.read()))
    for node in found:
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        code = getattr(node.args[0], "value", None)
        if node.func.id == "problem" and isinstance(code, str) and code not in CATALOGUE:
            lost.append(f"{name}:{node.lineno} {code}")
print(json.dumps({"lost": lost, "known": len(CATALOGUE)}))
"""


def test_the_server_knows_every_code_that_it_can_raise() -> None:
    """In a process of its own: here, other tests have imported everything."""
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    assert told["known"] > 0
    assert not told["lost"], tree.listed(told["lost"])
