"""Records what python-dotenv makes of the texts of a vectors file, and writes the file anew.

    python record-dotenv.py VECTORS PYTHON [OLDER_PYTHON]

VECTORS holds {"environ": {...}, "cases": [{"text": ...}, ...]}; anything else in it is replaced.
PYTHON is an interpreter that can import the newest python-dotenv, OLDER_PYTHON one with an
older release: where its statements differ, they are kept as `older`.
"""

import json
import pathlib
import subprocess
import sys

LIVE = pathlib.Path(__file__).with_name("dotenv-live.py")


def ask(python, environ, texts):
    asked = json.dumps({"environ": environ, "texts": texts})
    done = subprocess.run(
        [python, str(LIVE)], input=asked, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def main(path, python, older_python=None):
    vectors = json.loads(pathlib.Path(path).read_text("utf-8"))
    environ = vectors["environ"]
    texts = [case["text"] for case in vectors["cases"]]
    newest = ask(python, environ, texts)
    versions = newest["versions"]
    cases = [{"text": text, **found} for text, found in zip(texts, newest["results"])]
    if older_python is not None:
        older = ask(older_python, environ, texts)
        versions["older python-dotenv"] = older["versions"]["python-dotenv"]
        for case, found in zip(cases, older["results"]):
            if found["statements"] != case["statements"]:
                case["older"] = found["statements"]
    lines = ",\n".join("  " + json.dumps(case) for case in cases)
    head = f' "versions": {json.dumps(versions)},\n "environ": {json.dumps(environ)},'
    text = f'{{\n{head}\n "cases": [\n{lines}\n ]\n}}\n'
    pathlib.Path(path).write_text(text, "utf-8")


main(*sys.argv[1:])
