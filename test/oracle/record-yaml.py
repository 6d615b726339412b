"""Records what PyYAML makes of the documents of a vectors file, and writes the file anew.

    python record-yaml.py VECTORS

VECTORS holds {"cases": [{"text": ...}, ...]}; anything else in it is replaced. Run it with a Python that can import
yaml. A value is written as yaml-live.py prints it.
"""

import importlib.util
import json
import pathlib
import platform
import sys

import yaml

LIVE = pathlib.Path(__file__).with_name("yaml-live.py")


def main(path):
    spec = importlib.util.spec_from_file_location("yaml_live", LIVE)
    live = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(live)
    vectors = json.loads(pathlib.Path(path).read_text("utf-8"))
    versions = {"PyYAML": yaml.__version__, "Python": platform.python_version()}
    cases = [{"text": case["text"], **live.load(case["text"])} for case in vectors["cases"]]
    lines = ",\n".join("  " + json.dumps(case) for case in cases)
    text = f'{{\n "versions": {json.dumps(versions)},\n "cases": [\n{lines}\n ]\n}}\n'
    pathlib.Path(path).write_text(text, "utf-8")


main(*sys.argv[1:])
