"""Writes test/vectors/settings-scenarios.json: runs every case of the files given with the installed libraries.

Usage: python test/oracle/record-scenarios.py CASES.json… > test/vectors/settings-scenarios.json

A file of cases holds `{"cases": [{name, code, env, files}]}`; of an earlier vector file only the inputs are used.
"""

import json
import logging
import sys

from run_case import PREAMBLE, run, versions


def main():
    logging.disable(logging.CRITICAL)
    cases = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            cases.extend(json.load(file)["cases"])
    names = [case["name"] for case in cases]
    if len(names) != len(set(names)):
        raise SystemExit("two cases have the same name: " + ", ".join(sorted({n for n in names if names.count(n) > 1})))
    lines = []
    for case in cases:
        inputs = {key: case[key] for key in ("name", "code", "env", "files", "call") if key in case}
        lines.append(json.dumps({**inputs, "result": run(inputs)}))
    print('{"versions": ' + json.dumps(versions()) + ', "preamble": ' + json.dumps(PREAMBLE) + ', "cases": [\n' + ",\n".join(lines) + "\n]}")


main()
