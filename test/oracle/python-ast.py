"""Reads JSON lines {"source": …} or {"path": …}; answers what CPython makes of each, one JSON line per request."""

import ast
import json
import sys
import tokenize
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(10_000)


def units(line, column):
    """UTF-8 bytes of `ast` as UTF-16 code units."""
    return len(line.encode()[:column].decode(errors="replace").encode("utf-16-le")) // 2


def dotted(node):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(parts)])


def place(lines, node):
    return [node.lineno - 1, units(lines[node.lineno - 1], node.col_offset)]


def collect(tree, lines):
    classes, calls = [], []
    old_fstrings = sys.version_info < (3, 12)

    def visit(node):
        if isinstance(node, ast.ClassDef):
            fields = [
                [item.target.id, *place(lines, item)]
                for item in node.body
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
            ]
            classes.append([node.name, fields])
        if isinstance(node, ast.Call) and dotted(node.func) is not None:
            calls.append([dotted(node.func), *place(lines, node)])
        if old_fstrings and isinstance(node, ast.JoinedStr):
            return
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(tree)
    return {"classes": classes, "calls": sorted(calls)}


def read(path):
    with tokenize.open(path) as file:
        return file.read()


def answer(request):
    try:
        source = request["source"] if "source" in request else read(request["path"])
    except (SyntaxError, UnicodeDecodeError, OSError):
        return {"unreadable": True}
    extra = {} if "source" in request else {"source": source}
    try:
        tree = ast.parse(source)
        compile(source, "module", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as error:
        return {"accepts": False, "message": str(error), **extra}
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return {"accepts": True, **collect(tree, lines), **extra}


for request in sys.stdin:
    print(json.dumps(answer(json.loads(request))), flush=True)
