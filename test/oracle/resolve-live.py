"""Reads `{"cases": […]}` on standard input, runs each case in this one process, prints what the library made of it."""

import json
import logging
import sys

from run_case import PREAMBLE, run, versions

logging.disable(logging.CRITICAL)
if "--preamble" in sys.argv:
    print(json.dumps({"preamble": PREAMBLE, "versions": versions()}))
else:
    cases = json.load(sys.stdin)["cases"]
    print(json.dumps({"preamble": PREAMBLE, "versions": versions(), "results": [run(case) for case in cases]}))
