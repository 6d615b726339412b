"""Reads `{"cases": […], "shared": …}` on standard input, runs each case in this one process, prints what the library
made of it. `shared` is code that cases begin with.
"""

import json
import logging
import sys

from run_case import PREAMBLE, run, versions

logging.disable(logging.CRITICAL)
if "--preamble" in sys.argv:
    print(json.dumps({"preamble": PREAMBLE, "versions": versions()}))
else:
    given = json.load(sys.stdin)
    results = [run(case, given.get("shared", "")) for case in given["cases"]]
    print(json.dumps({"preamble": PREAMBLE, "versions": versions(), "results": results}))
