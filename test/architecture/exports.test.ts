import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { codeOf, sources } from './sources.ts';

/** What VS Code calls by name. */
const ENTRY_POINTS = ['client/src/extension.ts: activate', 'client/src/extension.ts: deactivate'];

it('nothing is passed on: what a file exports it declares', () => {
  const passing = product().filter((file) => /^export\s*(\{|\*|type \{)/m.test(codeOf(file)));
  assert.deepEqual(passing, []);
});

it('every function and constant that is exported is used by another file', () => {
  const scripts = readdirSync('scripts', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => join('scripts', name));
  const words = new Map([...product(), ...sources('test'), ...scripts].map((file) => [file, wordsOf(file)]));
  const unused = product().flatMap((file) =>
    exportedBy(file)
      .filter((name) => ![...words].some(([other, its]) => other !== file && its.has(name)))
      .map((name) => `${file}: ${name}`),
  );
  assert.deepEqual(
    unused.filter((name) => !ENTRY_POINTS.includes(name)),
    [],
  );
});

function product(): readonly string[] {
  return [...sources('server/src'), ...sources('client/src')];
}

function exportedBy(file: string): readonly string[] {
  const declared = codeOf(file).matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm);
  return [...declared].map((match) => match[1] as string);
}

function wordsOf(file: string): ReadonlySet<string> {
  return new Set(codeOf(file).match(/\w+/g));
}
