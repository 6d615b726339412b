import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type MigrationAsk, planMigration } from '../../server/src/core/features/migrations.ts';
import type { KindName } from '../../server/src/core/migration/kinds/kinds.ts';
import { ship } from './kind-code.ts';
import { answered, KIND_CASES, kindService, READER_CASES, type ReaderCase } from './kind-services.ts';
import { withEdits } from './make-facts.ts';
import { assertPython, PYTHON } from './run-python.ts';
import {
  allEdits,
  ask,
  assertResumes,
  assertTakesBack,
  type Files,
  GATES,
  next,
  recordOf,
  serviceOf,
  start,
  tryAdvance,
  type Walk,
  waive,
  withFinalNotes,
} from './walk.ts';

/**
 * A key that is migrated a second time, once the first migration is done: what that left is what code has today, and
 * its test is no guard any more.
 */
const READERS = READER_CASES.filter((it) => it.name === 'tolerant' || it.name === 'os.environ');

/** A service of which ruff has nothing to say: the imports that its settings need, and no library besides. */
function tidyService(reader: ReaderCase, kind: KindName): Files {
  const files = kindService(reader, KIND_CASES[kind]);
  const code = files['app/settings.py'] ?? '';
  const uses = (name: string) => code.split(name).length > 2;
  const imported = ['Field', 'SecretStr'].filter(uses).join(', ');
  const tidy = code
    .replace(uses('Literal') ? /^$/ : /^from typing import Literal\n\n/, '')
    .replace(
      'from pydantic import Field, SecretStr\n',
      imported === '' ? '' : `from pydantic import ${imported}\n`,
    )
    .replace('\nfrom dotenv import load_dotenv\n\nload_dotenv()\n', '');
  return { ...files, 'app/settings.py': tidy };
}

function enumAsk(pairs: Readonly<Record<string, string>>): MigrationAsk {
  const { request } = KIND_CASES.enum;
  const rest = [...(request.answers ?? [])].filter(([id]) => !id.startsWith('enum.'));
  const own = Object.entries(pairs).map(([old, name]) => [`enum.${old}`, name] as const);
  return { ...request, answers: new Map([...rest, ...own]) };
}

function answersOf(request: MigrationAsk, more: Readonly<Record<string, string>>): MigrationAsk {
  return { ...request, answers: new Map([...(request.answers ?? []), ...Object.entries(more)]) };
}

/** By kind: the first change and the second one; none where the first one is asked for again, which is refused. */
const TWICE: readonly (readonly [KindName, MigrationAsk, MigrationAsk?])[] = [
  ['enum', enumAsk({ fast: 'quick' }), enumAsk({ quick: 'rapid' })],
  ['tighten', KIND_CASES.tighten.request, answersOf(KIND_CASES.tighten.request, { constraint: 'le=12' })],
  ['enum', KIND_CASES.enum.request],
  ['retype', KIND_CASES.retype.request],
  ['enum', enumAsk({ fast: 'quick' }), enumAsk({ quick: 'fast' })],
  [
    'default',
    KIND_CASES.default.request,
    answersOf(KIND_CASES.default.request, { default_old: '10', default_new: '15' }),
  ],
  [
    'rename',
    KIND_CASES.rename.request,
    ask({ kind: 'rename', from: 'DB_POOL_SIZE', to: 'DB_POOL_CONNECTIONS' }),
  ],
];

/** Which of them modules that read the process environment go through too. */
const ALSO_MODULES: ReadonlySet<number> = new Set([0, 1, 2]);

/** The files once a migration is done. */
function done(files: Files, request: MigrationAsk, each?: (walk: Walk, before: Files) => void): Files {
  let walk = start(files, request);
  each?.(walk, files);
  walk = waive(walk, ...GATES);
  while (recordOf(walk).phase !== 'contract') {
    const before = walk.files;
    walk = next(walk);
    each?.(walk, before);
  }
  const result = tryAdvance(withFinalNotes(walk));
  assert.ok(result.ok, result.ok ? '' : result.message);
  return withEdits(withFinalNotes(walk).files, allEdits(result.change));
}

function complete(files: Files, request: MigrationAsk): MigrationAsk {
  const asked = answered(files, request);
  assert.ok(typeof asked !== 'string', `${asked}`);
  return asked;
}

function assertTwice(reader: ReaderCase, [kind, first, second]: (typeof TWICE)[number]): void {
  const plain = tidyService(reader, kind);
  const asked = complete(plain, first);
  const between = done(plain, asked);
  if (second === undefined) {
    const planned = planMigration(serviceOf(between), asked);
    assert.match(
      planned.ok ? '' : planned.message,
      /^`\w+` has this spelling already: `_\w+_from_new_spelling` in `app\/settings\.py` takes/,
    );
    return;
  }
  const after = done(between, complete(between, second), (walk, before) => {
    assertResumes(walk, before, true);
    assertTakesBack(walk, before);
    const { phase } = recordOf(walk);
    if (PYTHON !== '' && (kind === 'enum' ? phase !== 'migrate' : phase === 'contract')) {
      assertPython(walk.files, `${kind}, ${reader.name}, ${phase}`, { pytest: true });
    }
  });
  const tests = Object.keys(after).filter((path) => after[path]?.includes('def test_'));
  assert.equal(tests.length, 1, `${tests}`);
}

describe('a key is migrated a second time', () => {
  for (const [at, twice] of TWICE.entries()) {
    for (const reader of READERS.filter(({ name }) => name === 'tolerant' || ALSO_MODULES.has(at))) {
      it(`${twice[0]} ${at}, ${reader.name}`, () => assertTwice(reader, twice));
    }
  }
});

describe('a default of the code that is a new name of another value', () => {
  const codes = {
    'a class': `from typing import Literal

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    mode: Literal["fast", "slow"] = "fast"
`,
    'os.environ': 'import os\n\nMODE = os.environ.get("MODE", "fast")\n',
  };
  for (const [name, code] of Object.entries(codes)) {
    it(`is left to people, since nothing tells it from a text of an environment: ${name}`, () => {
      const files = { 'pyproject.toml': '[project]\nname = "shop"\n', 'app/settings.py': code };
      const fixture = {
        title: name,
        kind: 'enum' as const,
        files,
        fromKeys: ['MODE'],
        toKeys: ['MODE'],
        convert: 'enum',
        answers: { 'enum.slow': 'fast' },
      };
      const shipped = ship(fixture, '20260923-mode', files, { code: 'both', phase: 'expand' });
      assert.equal(shipped.files['app/settings.py'], code);
      assert.match(shipped.notes.join('\n'), /take both spellings of `MODE` by hand/);
    });
  }
});
