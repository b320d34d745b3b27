"""`python -m shuangbai.demo.second`: the process that writes the other half of the city.

Beside the package that it runs, because that can only be imported once Django is set up.
"""

import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    import_module("shuangbai.demo.yunfu.halves").second(sys.stdin, sys.stdout)
