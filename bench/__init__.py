"""Benchmarks: how long the product takes, as figures and as ratios. See README.md.

Importing this package puts the process into a data folder of its own, before anything reads the
settings.
"""

import django

from bench.place import settle

settle()
django.setup()
