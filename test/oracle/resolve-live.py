"""Reads `{"cases": […], "shared": …, "winners": …}` on standard input, runs each case in this one process, prints what
the library made of it. `shared` is code that cases begin with; with `winners`, results say where each field comes from.
"""

import json
import logging
import sys

import winning_sources
from run_case import PREAMBLE, run, versions


def with_winners(case, shared):
    winning_sources.forget()
    result = run(case, shared)
    settings = next((source.settings_cls for source, _, _ in winning_sources.calls), None)
    found = settings and winning_sources.winners(settings)
    return {**result, "winners": found} if found else result


logging.disable(logging.CRITICAL)
if "--preamble" in sys.argv:
    print(json.dumps({"preamble": PREAMBLE, "versions": versions()}))
else:
    given = json.load(sys.stdin)
    if given.get("winners"):
        winning_sources.watch()
    judge = with_winners if given.get("winners") else run
    results = [judge(case, given.get("shared", "")) for case in given["cases"]]
    print(json.dumps({"preamble": PREAMBLE, "versions": versions(), "results": results}))
