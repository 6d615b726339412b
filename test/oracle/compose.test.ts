import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { interpolate } from '../../server/src/core/supply/compose/compose-interpolate.ts';
import { compose } from '../../server/src/core/supply/compose.ts';
import type { EnvironmentFile, Supplied, Workload } from '../../server/src/core/supply/supply.ts';
import { dialectValues } from '../../server/src/core/syntax/dotenv/dialect-values.ts';
import { parseDialect } from '../../server/src/core/syntax/dotenv/dotenv-dialect.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

/** What compose-go gave back: made by `record-compose.go`. */
interface Vectors {
  readonly texts: readonly {
    readonly text: string;
    readonly variables: Readonly<Record<string, string>>;
    /** `null`: compose refuses the text. */
    readonly result: string | null;
  }[];
  readonly projects: readonly {
    readonly name: string;
    readonly files: Readonly<Record<string, string>>;
    readonly services: Readonly<Record<string, Readonly<Record<string, string | null>>>> | null;
    readonly error?: boolean;
  }[];
}

const vectors = JSON.parse(readFileSync('test/vectors/compose.json', 'utf8')) as Vectors;

/** Refused for what a rule of ours says (`duplicate-key`), or what only a run of compose can know. */
const NOT_OURS = new Set([
  'a map that repeats a key',
  'a name that must be there and is not',
  'env_file that is not there',
  'a scalar: .inf',
  'a scalar: -.inf',
  'a scalar: .nan',
]);
describe('compose-go', () => {
  for (const { text, variables, result } of vectors.texts) {
    it(`replaces the references of ${JSON.stringify(text)}`, () => {
      const made = interpolate(text, (name) =>
        Object.hasOwn(variables, name)
          ? { kind: 'text', text: variables[name] as string }
          : { kind: 'unset' },
      );
      assert.deepEqual(made.kind === 'text' ? made.text : null, result);
    });
  }

  for (const project of vectors.projects) {
    it(`reads ${project.name}`, () => {
      const files = Object.entries(project.files).map(([path, text]) => sourceFile(path, text));
      const found = compose.supplied(files.sort((a, b) => (a.path < b.path ? -1 : 1)));
      if (project.error) {
        assert.equal(found.problems.length > 0, !NOT_OURS.has(project.name));
        return;
      }
      assert.deepEqual(found.problems, []);
      for (const [name, expected] of Object.entries(project.services ?? {})) {
        const workload = workloadNamed(found, name);
        assert.ok(workload, name);
        agrees(environmentOf(workload, project.files), expected);
      }
    });
  }
});

function workloadNamed({ workloads }: Supplied, name: string): Workload | undefined {
  return workloads.find((it) => it.name === name);
}

/** What is known of a variable is what compose gives; what is not known compose takes from its shell, here empty. */
function agrees(
  own: ReadonlyMap<string, string | undefined>,
  expected: Readonly<Record<string, string | null>>,
): void {
  assert.deepEqual([...own.keys()].sort(), Object.keys(expected).sort());
  for (const [name, value] of own) {
    if (value !== undefined) assert.equal(value, expected[name], name);
    else assert.ok(expected[name] === null || expected[name] === '', `${name} is not known`);
  }
}

function environmentOf(
  { sources }: Workload,
  files: Readonly<Record<string, string>>,
): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const source of sources) {
    if (source.kind === 'file') {
      for (const [name, value] of fileVariables(source, files, found)) found.set(name, value);
    }
    if (source.kind !== 'variables') continue;
    for (const { name, value } of source.variables) {
      found.set(name, value.kind === 'text' ? value.text : undefined);
    }
  }
  return found;
}

/** What compose reads in an env file, started by a shell that has no variables. */
function fileVariables(
  { path = '', dialect, outside }: EnvironmentFile,
  files: Readonly<Record<string, string>>,
  earlier: ReadonlyMap<string, string | undefined>,
): readonly (readonly [string, string])[] {
  const { root, ...rest } = parseDialect(sourceFile(path, files[path] ?? ''), dialect);
  const before = [...earlier].flatMap(([name, text]) =>
    text === undefined ? [] : [[name, { kind: 'text', text } as const] as const],
  );
  const environ = (name: string) => outside?.(name) ?? ({ kind: 'unset' } as const);
  const { values } = dialectValues({ root, ...rest }, dialect, environ, new Map(before));
  return root.entries.flatMap((entry, index) => {
    const { name } = entry.key;
    const own = values[index];
    const value = own?.kind === 'inherited' ? environ(name) : own;
    return value?.kind === 'text' ? [[name, value.text] as const] : [];
  });
}
