import assert from 'node:assert/strict';
import test from 'node:test';
import { absoluteModule, candidates, lookup, qualify } from '../../server/src/core/python/scope.ts';
import { loadPythonParser } from '../../server/src/host/load-python-parser.ts';

const parser = await loadPythonParser();

/** Qualifies the expression that stands last in the source, at its own place. */
function qualified(source: string): string | undefined {
  const module = parser.parse(`${source}\n`);
  assert.deepEqual(module.problems, [], source);
  let last = module.body.at(-1);
  while (last && (last.kind === 'function' || last.kind === 'class')) last = last.body.at(-1);
  return last?.kind === 'expression' ? qualify(module, last.value) : undefined;
}

test('imports and aliases lead to dotted names', () => {
  assert.equal(qualified('import os\nos.environ.get'), 'os.environ.get');
  assert.equal(qualified('import os as o\no.environ'), 'os.environ');
  assert.equal(qualified('from os import environ, getenv as g\ng'), 'os.getenv');
  assert.equal(qualified('import a.b\na.b.C'), 'a.b.C');
  assert.equal(qualified('import a.b as c\nc.D'), 'a.b.D');
  assert.equal(qualified('from . import base\nbase.X'), '.base.X');
  assert.equal(qualified('from ..core.base import X as Y\nY'), '..core.base.X');
  assert.equal(qualified('import os\nenv = os.environ\nenv.get'), 'os.environ.get');
  assert.equal(qualified('from typing_extensions import Literal\nLiteral'), 'typing.Literal');
  assert.equal(qualified('int'), 'builtins.int');
  assert.equal(qualified('unknown'), undefined);
});

test('imports in `if` and `try` are seen', () => {
  assert.equal(qualified('if TYPE_CHECKING:\n    from a import B\nB'), 'a.B');
  assert.equal(qualified('try:\n    import a\nexcept ImportError:\n    pass\na.B'), 'a.B');
});

test('a name with several meanings has none', () => {
  const source = 'try:\n    from a import X\nexcept ImportError:\n    from b import X\nX';
  assert.equal(qualified(source), undefined);
  const module = parser.parse(source);
  const last = module.body.at(-1);
  assert.deepEqual(last?.kind === 'expression' && candidates(module, last.value), ['a.X', 'b.X']);
  assert.equal(lookup(module, 'X', source.length)?.ambiguous, true);
});

test('names are looked up from the inside out', () => {
  assert.equal(qualified('import os\ndef f(os):\n    os.environ'), undefined);
  assert.equal(qualified('def f():\n    import os\n    os.environ'), 'os.environ');
  assert.equal(qualified('class A:\n    import os\n    os.environ'), 'os.environ');
  assert.equal(qualified('class A:\n    import os\n    def f(self):\n        os.environ'), undefined);
  assert.equal(qualified('import os\nfor os in x:\n    pass\nos.environ'), undefined);
  assert.equal(qualified('import os\nwith a as os:\n    pass\nos.environ'), undefined);
});

test('relative modules are made absolute', () => {
  assert.equal(absoluteModule('.base', 'app.core.settings', false), 'app.core.base');
  assert.equal(absoluteModule('..base', 'app.core.settings', false), 'app.base');
  assert.equal(absoluteModule('.base', 'app.core', true), 'app.core.base');
  assert.equal(absoluteModule('.', 'app.core.settings', false), 'app.core');
  assert.equal(absoluteModule('a.b', 'app', false), 'a.b');
  assert.equal(absoluteModule('....base', 'app.core.settings', false), undefined);
});
