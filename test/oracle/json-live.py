"""Loads JSON texts with `json.load`, as pydantic-settings does with a file, and prints what they hold.

Standard input: one JSON string per line, a text. Standard output: one JSON object per line,
{"value": VALUE} or {"error": CLASS}. A VALUE is [type, ...]: see typed_value.py.
"""

import io
import json
import sys

from typed_value import typed


def load(text):
    try:
        return {"value": typed(json.load(io.StringIO(text, newline=None)))}
    except Exception as error:
        return {"error": type(error).__name__}


def main():
    for line in sys.stdin:
        print(json.dumps(load(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
