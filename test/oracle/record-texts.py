"""Records what a loader makes of the texts of a vectors file, and writes the file anew.

    python record-texts.py json|toml|ini VECTORS

VECTORS holds {"cases": [CASE, ...]}; a CASE is {"text": ...}, for ini with "options" and "interpolation" where they
are not the usual ones. Anything else in it is replaced by what json-live.py, toml-live.py or ini-live.py prints.
"""

import importlib.util
import json
import pathlib
import platform
import sys

INPUTS = ("text", "options", "interpolation")


def main(kind, path):
    live_path = pathlib.Path(__file__).with_name(f"{kind}-live.py")
    spec = importlib.util.spec_from_file_location(f"{kind}_live", live_path)
    live = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(live)
    cases = []
    for case in json.loads(pathlib.Path(path).read_text("utf-8"))["cases"]:
        inputs = {key: case[key] for key in INPUTS if key in case}
        result = live.load(inputs if kind == "ini" else inputs["text"])
        cases.append("  " + json.dumps({**inputs, **result}))
    versions = json.dumps({"Python": platform.python_version()})
    text = f'{{\n "versions": {versions},\n "cases": [\n' + ",\n".join(cases) + "\n ]\n}\n"
    pathlib.Path(path).write_text(text, "utf-8")


main(*sys.argv[1:])
