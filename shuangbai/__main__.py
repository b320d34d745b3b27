"""`python -m shuangbai`: the command line."""

import sys

from shuangbai.config.cli import main

sys.exit(main(sys.argv[1:]))
