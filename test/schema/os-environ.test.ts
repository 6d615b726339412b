import assert from 'node:assert/strict';
import test from 'node:test';
import { osEnviron } from '../../server/src/core/schema/os-environ.ts';
import type { PythonFile, PythonProject } from '../../server/src/core/schema/reader.ts';
import type { SettingsSchema } from '../../server/src/core/schema/schema.ts';
import { dataKey } from '../../server/src/core/syntax/data.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { loadPythonParser } from '../../server/src/host/load-python-parser.ts';

const parser = await loadPythonParser();

function project(sources: Readonly<Record<string, string>>): PythonProject {
  const files = Object.entries(sources).map(([path, text]): PythonFile => {
    const file = sourceFile(path, text);
    return { file, module: parser.parse(text), stale: false };
  });
  const moduleName = (path: string) => path.replace(/\.py$/, '').replace(/\//g, '.');
  return {
    service: '',
    files,
    mentioning: (names) => (names.length === 0 ? [] : files),
    resolve: (module) => files.find((it) => moduleName(it.file.path) === module),
    moduleName,
    version: () => undefined,
    installed: () => undefined,
    asked: () => undefined,
    others: () => [],
    parser,
  };
}

function schemaOf(text: string): SettingsSchema {
  const [schema] = osEnviron.schemas(project({ 'app/db.py': text }));
  assert.ok(schema);
  return schema;
}

/** `name type required|optional default`, one line per field. */
function show(text: string): readonly string[] {
  return schemaOf(text).fields.map((it) => {
    const given = it.defaultUndecided
      ? `? ${it.defaultUndecided.reason}`
      : it.default
        ? dataKey(it.default)
        : '-';
    return `${it.name} ${it.type.kind} ${it.required ? 'required' : 'optional'} ${given}`;
  });
}

function reasons(text: string): readonly string[] {
  const schema = schemaOf(text);
  return schema.open.map((it) => `${text.slice(it.span.start, it.span.end)}: ${it.reason}`);
}

test('an index is required, `get` and `getenv` have a default', () => {
  const text = `
import os
from os import environ as env, getenv as read
A = os.environ["A"]
B = os.environ.get("B")
C = os.getenv("C", "x" * 2)
D = env.pop("D")
E = read("E", None)
F = env.setdefault("F", "f")
`;
  assert.deepEqual(show(text), [
    'A str required -',
    'B str optional none',
    'C str optional str:"xx"',
    'D str required -',
    'E str optional none',
    'F str optional str:"f"',
  ]);
});

test('a conversion around the read is the type, and converts the default', () => {
  const text = `
import json, os
A = int(os.getenv("A", "1_000"))
B = float(os.environ["B"])
C = bool(os.getenv("C"))
D = os.getenv("D", "a,b").split(",")
E = json.loads(os.environ["E"])
F = os.getenv("F", "no") == "yes"
G = int(os.getenv("G") or "3")
H = int(os.getenv("H", 3.7))
`;
  assert.deepEqual(show(text), [
    'A int optional int:1000',
    'B float required -',
    'C bool optional bool:false',
    'D separated optional list[str:"a",str:"b"]',
    'E json required -',
    'F switch optional bool:false',
    'G or-empty optional int:3',
    'H int optional int:3',
  ]);
});

test('a read that need not run at the start is never required', () => {
  const text = `
import os
def connect(name=os.environ["EAGER"]):
    return os.environ["LATER"]
class Config:
    HOST = os.environ["HOST"]
if os.environ["MODE"] == "x":
    X = os.environ["X"]
try:
    Y = int(os.environ["Y"])
except KeyError:
    Y = 1
Z = os.environ["Z"] if X else ""
`;
  assert.deepEqual(show(text), [
    'EAGER str required -',
    'LATER str optional -',
    'HOST str required -',
    'MODE switch required -',
    'X str optional -',
    'Y undecided optional -',
    'Z str optional -',
  ]);
});

test('several reads of one name are one field', () => {
  const text = `
import os
A = os.environ["A"]
B = os.environ["A"]
C = os.getenv("C", "1")
D = os.getenv("C", "2")
E = os.getenv("E", "1")
def later():
    return os.environ["A"], os.getenv("E", "1")
`;
  assert.deepEqual(show(text), [
    'A str required -',
    'C str optional ? the reads have different defaults',
    'E str optional str:"1"',
  ]);
  const field = schemaOf(text).fields[0];
  assert.equal(text.slice(field?.place.span.start, field?.place.span.end), '"A"');
  assert.equal(text.slice(field?.declaration.span.start, field?.declaration.span.end), 'A = os.environ["A"]');
});

test('names are folded from constants of the module and of others', () => {
  const files = project({
    'app/names.py': 'PREFIX = "APP_"\n',
    'app/db.py': 'import os\nfrom app.names import PREFIX\nKEY = PREFIX + "KEY"\nA = os.environ[KEY]\n',
  });
  const [schema] = osEnviron.schemas(files);
  assert.deepEqual(
    schema?.fields.map((it) => it.name),
    ['APP_KEY'],
  );
  assert.equal(schema?.id, 'app.db');
});

test('what is computed or handed on leaves the schema open', () => {
  const text = `
import os
class Reader:
    def read(self, name):
        return os.environ[name]
A = os.getenv(f"APP_{name}")
run(env=os.environ)
for key, value in os.environ.items():
    pass
B = dict(os.environ)
`;
  assert.deepEqual(reasons(text), [
    'name: the name is computed here',
    'f"APP_{name}": the name is computed here',
    'os.environ: `os.environ` is used as a whole here',
    'os.environ.items(): `os.environ` is used as a whole here',
    'os.environ: `os.environ` is used as a whole here',
  ]);
});

test('what is written is not read', () => {
  const text = `
import os
os.environ["A"] = "1"
del os.environ["B"]
os.environ.setdefault("C", "1")
os.environ.update(D="1")
os.environ["E"] += os.environ["F"]
if "G" in os.environ:
    pass
`;
  assert.deepEqual(
    schemaOf(text).fields.map((it) => it.name),
    ['F', 'G'],
  );
  assert.deepEqual(reasons(text), []);
});

test('an alias is followed and another `environ` is not', () => {
  const text = 'import os\nenv = os.environ\nA = env["A"]\ndef f(os):\n    return os.environ["B"]\n';
  assert.deepEqual(show(text), ['A str required -']);
  assert.deepEqual(osEnviron.schemas(project({ 'a.py': 'environ = {}\nA = environ["A"]\n' })), []);
});

test('tests and modules without reads have no schema', () => {
  const text = 'import os\nA = os.environ["A"]\n';
  assert.deepEqual(
    osEnviron.schemas(project({ 'tests/a.py': text, 'test_a.py': text, 'b.py': 'import os\n' })),
    [],
  );
});

test('a file with a syntax error is open and keeps its other reads', () => {
  const text = 'import os\nA = os.environ["A"]\nB: int =\nC = os.environ["C"]\n';
  assert.deepEqual(show(text), ['A str required -', 'C str required -']);
  assert.deepEqual(reasons(text), ['B: int =: the file has a syntax error']);
});

test('a function that hands its parameter on is a reader, its calls are the reads', () => {
  const sources = {
    'app/env.py': `
import os
def text(name, default=None):
    """The text of a variable."""
    return os.getenv(name, default)
def flag(key: str, default: str = "NO") -> bool:
    return bool(os.getenv(key, default).lower() in ("yes", "y", "1", "t", "true"))
def number(key: str, default: int) -> int:
    return int(os.getenv(key, default))
def needed(name):
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(name)
    return value
def strict(name):
    try:
        return os.environ[name]
    except KeyError as error:
        raise RuntimeError(name) from error
def rows(name, default):
    value = os.environ.get(name)
    if value is None:
        return default
    return value.split(",")
def odd(name):
    for prefix in ("A_", "B_"):
        print(prefix)
    return transform(os.environ.get(name, ""))
def twice(name):
    return number(name, 2)
`,
    'app/settings.py': `
from app import env
from app.env import flag, number as num
A = env.text("A")
B = env.text("B", "b")
C = flag("C")
D = num("D", default=3)
E = env.needed("E")
F = env.strict("F")
G = env.rows("G", ["x"])
H = env.odd("H")
I = env.twice("I")
J = int(env.text("J", "1"))
def later():
    return flag("K", "yes")
L = flag(computed())
`,
  };
  const schemas = osEnviron.schemas(project(sources));
  assert.deepEqual(
    schemas.map((it) => it.id),
    ['app.settings'],
  );
  const lines = schemas[0]?.fields.map((it) => {
    const given = it.defaultUndecided ? '?' : it.default ? dataKey(it.default) : '-';
    return `${it.name} ${it.type.kind} ${it.required ? 'required' : 'optional'} ${given}`;
  });
  assert.deepEqual(lines, [
    'A str optional none',
    'B str optional str:"b"',
    'C switch optional bool:false',
    'D int optional int:3',
    'E str required -',
    'F str required -',
    'G separated optional list[str:"x"]',
    'H undecided optional ?',
    'I int optional int:2',
    'J int optional int:1',
    'K switch optional bool:true',
  ]);
  assert.deepEqual(
    schemas[0]?.open.map((it) => it.reason),
    ['the name is computed here'],
  );
});

test('a function that is not understood as a whole claims nothing of the text', () => {
  const text = `
import os
def read(name, kind):
    raw = os.environ.get(name)
    if kind == "int":
        return int(raw)
    return raw
A = read("A", "int")
`;
  assert.deepEqual(show(text), ['A undecided optional ? the default is computed']);
});
