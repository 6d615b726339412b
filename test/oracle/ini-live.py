"""Reads INI texts with `configparser` and prints what they hold.

Standard input: one JSON object per line, {"text", "options", "interpolation"}; options are keyword arguments of
`RawConfigParser`, and "keeps_case" stands for `optionxform = str`. Standard output: one JSON object per line,
{"sections": [[NAME, [[OPTION, RAW, VALUE], ...]], ...]} with the options of DEFAULT in each section, first that
section itself, or {"error": CLASS}. RAW is a text or null, VALUE the same or {"error": CLASS}.
"""

import configparser
import io
import json
import sys

INTERPOLATIONS = {
    "none": lambda: None,
    "basic": configparser.BasicInterpolation,
    "extended": configparser.ExtendedInterpolation,
}


def value_of(parser, section, option):
    try:
        return parser.get(section, option)
    except Exception as error:
        return {"error": type(error).__name__}


def load(case):
    options = dict(case.get("options", {}))
    keeps_case = options.pop("keeps_case", False)
    interpolation = INTERPOLATIONS[case.get("interpolation", "basic")]()
    parser = configparser.ConfigParser(interpolation=interpolation, **options)
    if keeps_case:
        parser.optionxform = str
    data = io.BytesIO(case["text"].encode("utf-8", "surrogatepass"))
    try:
        parser.read_file(io.TextIOWrapper(data, encoding="utf-8", errors="surrogatepass"))
    except Exception as error:
        return {"error": type(error).__name__}
    names = [parser.default_section, *parser.sections()]
    return {
        "sections": [
            [name, [[key, raw, value_of(parser, name, key)] for key, raw in parser.items(name, raw=True)]] for name in names
        ]
    }


def main():
    for line in sys.stdin:
        print(json.dumps(load(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
