import {
  type Expression,
  ownExpressions,
  type Statement,
  walkExpressions,
  walkStatements,
} from '../python/tree.ts';
import type { PythonFile } from '../schema/reader.ts';
import type { Span } from '../text/span.ts';

/** A place that sets a variable of the process environment: the text of the name, without its quotes. */
export interface KeyWriter {
  readonly name: string;
  readonly span: Span;
}

/**
 * Where a test puts one of the names into the process environment: `monkeypatch.setenv("X", …)`,
 * `os.environ["X"] = …`, `patch.dict(os.environ, {"X": …})` or with keywords.
 */
export function keyWriters({ module }: PythonFile, names: ReadonlySet<string>): readonly KeyWriter[] {
  return [...walkStatements(module.body)].flatMap(writersOf).filter((it) => names.has(it.name));
}

function writersOf(statement: Statement): readonly KeyWriter[] {
  const targets = statement.kind === 'assign' ? statement.targets : [];
  const assigned = targets.flatMap((it) =>
    it.kind === 'subscript' && isEnviron(it.object) ? writer(it.index) : [],
  );
  const called = ownExpressions(statement)
    .flatMap((own) => [...walkExpressions(own)])
    .flatMap((it) => (it.kind === 'call' ? setByCall(it) : []));
  return [...assigned, ...called];
}

function setByCall({ callee, args }: Expression & { readonly kind: 'call' }): readonly KeyWriter[] {
  const called = callee.kind === 'attribute' ? callee.name : '';
  const [first, second] = args;
  if (!first) return [];
  if (called === 'setenv') return writer(first.value);
  if (!isEnviron(first.value)) return [];
  if (called === 'setitem') return second ? writer(second.value) : [];
  if (called !== 'dict') return [];
  const keywords = args.flatMap(({ name, nameSpan }) =>
    name !== undefined && nameSpan ? [{ name, span: nameSpan }] : [],
  );
  const given = second?.value;
  const keys = given?.kind === 'dict' ? given.entries.flatMap((it) => (it.key ? writer(it.key) : [])) : [];
  return [...keywords, ...keys];
}

function writer(key: Expression): readonly KeyWriter[] {
  if (key.kind !== 'string' || key.bytes || !key.content) return [];
  return [{ name: key.value, span: key.content }];
}

/** `os.environ`, `environ`, or the same as a text. */
function isEnviron(expression: Expression): boolean {
  switch (expression.kind) {
    case 'name':
    case 'attribute':
      return expression.name === 'environ';
    case 'string':
      return expression.value === 'os.environ';
    default:
      return false;
  }
}
