import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fileOf, importsOf, sources } from './sources.ts';

/** Files that call each other because what they read is nested: each group is one recursion over one tree. */
const RECURSIONS: readonly { readonly files: RegExp; readonly over: string }[] = [
  {
    files: /core\/python\/parse-(arguments|comprehension|expression|literal|parameters|target|type)\.ts$/,
    over: 'expressions',
  },
  { files: /core\/python\/parse-(block|compound|statement)\.ts$/, over: 'statements' },
  {
    files:
      /core\/schema\/pydantic\/pydantic-(annotation|field|fields|model|named-tuple|root-model|typed-dict|types)\.ts$/,
    over: 'models in models',
  },
  {
    files: /core\/schema\/pydantic-1\/pydantic-1-(field|fields|model|types)\.ts$/,
    over: 'models of pydantic 1 in models',
  },
  {
    files: /core\/migration\/generate\/(annotation|attribute|instance)-kind\.ts$/,
    over: 'attributes of attributes',
  },
];

it('no two files need each other to run, but where they recurse over one tree', () => {
  const files = [...sources('server/src'), ...sources('client/src')];
  const needs = new Map(files.map((file) => [file, neededBy(file)]));
  const broken = cyclesOf(needs).filter((cycle) => {
    const recursion = RECURSIONS.find(({ files: own }) => own.test(cycle[0] as string));
    return !recursion || cycle.some((file) => !recursion.files.test(file));
  });
  assert.deepEqual(broken, []);
});

/** Types are gone when a file runs, so two files may name each other's. */
function neededBy(file: string): readonly string[] {
  return importsOf(file)
    .filter(({ target, typesOnly }) => target.startsWith('.') && !typesOnly)
    .map(({ target }) => fileOf(file, target));
}

/** Groups of files in which each leads to every other one, sorted. */
function cyclesOf(needs: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const reached = new Map([...needs.keys()].map((file) => [file, reachable(file, needs)]));
  const groups = new Set<string>();
  for (const [file, its] of reached) {
    if (!its.has(file)) continue;
    groups.add(
      [...its]
        .filter((other) => reached.get(other)?.has(file))
        .sort()
        .join('\n'),
    );
  }
  return [...groups].map((group) => group.split('\n'));
}

function reachable(from: string, needs: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...(needs.get(from) ?? [])];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    open.push(...(needs.get(file) ?? []));
  }
  return found;
}
