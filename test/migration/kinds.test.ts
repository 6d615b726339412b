import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { migrationStatus } from '../../server/src/core/features/migration-status.ts';
import { advanceRecord, planMigration } from '../../server/src/core/features/migrations.ts';
import { conversionNamed } from '../../server/src/core/migration/conversion.ts';
import { conversionsNear, OTHER_CONVERSIONS } from '../../server/src/core/migration/conversion-names.ts';
import { scaleNames } from '../../server/src/core/migration/conversions/scale.ts';
import { keyArguments } from '../../server/src/core/migration/kinds/key-arguments.ts';
import {
  KIND_NAMES,
  type KindName,
  kindNamed,
  planNamesOf,
} from '../../server/src/core/migration/kinds/kinds.ts';
import { choosePlan } from '../../server/src/core/migration/planner.ts';
import { parseRecord, recordsOf } from '../../server/src/core/migration/record.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { recordValidator } from '../../server/src/options/record-schema.ts';
import { askedBy, kindsPage, MORE_ANSWERS } from './kinds-page.ts';
import { ask, type Files, serviceOf } from './walk.ts';

const PAGE = 'docs/migration-kinds.md';

const FILES: Files = {
  'pyproject.toml': '[project]\nname = "api"\n',
  'app/__init__.py': '',
  'app/settings.py': `from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    db_pool: int = 5
    timeout_seconds: int = 30
    redis_url: str
    db_host: str
    db_port: int
    origins: list[str] = []
    level: Literal["low", "high"] = "low"
    new_checkout: bool = False
    secret_key: SecretStr
    session_key: str


settings = Settings()
`,
  '.env':
    'DB_POOL=20\nTIMEOUT_SECONDS=30\nREDIS_URL=redis://cache:6379\nDB_HOST=db\nDB_PORT=5432\nORIGINS=["a"]\nLEVEL=low\nNEW_CHECKOUT=true\nSECRET_KEY=hush-hush\nSESSION_KEY=s\n',
};

/** A change of each kind: its keys, how values change, and what is answered. */
const CHANGES: Readonly<
  Record<
    KindName,
    {
      readonly words: string;
      readonly convert?: string;
      readonly answers: Readonly<Record<string, string>>;
      readonly plan: string;
    }
  >
> = {
  rename: { words: 'DB_POOL DB_POOL_SIZE', answers: {}, plan: 'env-first' },
  remove: { words: 'DB_POOL', answers: { value_from_now_on: 'yes' }, plan: 'code-first' },
  split: { words: 'REDIS_URL REDIS_HOST REDIS_PORT', answers: {}, plan: 'env-first' },
  merge: { words: 'DB_HOST DB_PORT DB_ADDRESS', answers: { precedence: 'new' }, plan: 'env-first' },
  retype: { words: 'ORIGINS', convert: 'json-csv', answers: {}, plan: 'code-first' },
  unit: { words: 'TIMEOUT_SECONDS TIMEOUT_MS', answers: {}, plan: 'env-first' },
  enum: { words: 'LEVEL', answers: { enum: 'low=calm, high=loud' }, plan: 'code-first' },
  default: { words: 'DB_POOL', answers: { default_new: '10' }, plan: 'one-pr' },
  move: { words: 'DB_HOST=PG_HOST DB_PORT=PG_PORT', answers: {}, plan: 'env-first' },
  require: { words: 'REGION', answers: { default_value: 'eu' }, plan: 'env-first' },
  tighten: { words: 'DB_POOL', answers: { constraint: 'le=10' }, plan: 'env-first' },
  widen: { words: 'DB_POOL', answers: { constraint: 'none' }, plan: 'code-first' },
  'rotate-credential': { words: 'SECRET_KEY', answers: { both_allowed: 'yes' }, plan: 'code-first' },
  'rotate-signing': { words: 'SECRET_KEY', answers: { max_token_ttl: '14d' }, plan: 'code-first' },
  layer: { words: 'SESSION_KEY', answers: { to_layer: 'process' }, plan: 'env-first' },
  value: { words: 'DB_POOL', answers: {}, plan: 'env-first' },
  flag: { words: 'NEW_CHECKOUT', answers: { default_value: 'true' }, plan: 'env-first' },
};

const UNSAFE = { unsafe_plan: 'yes' };

function planned(kind: KindName, answers: Readonly<Record<string, string>>) {
  const { convert, words } = CHANGES[kind];
  const keys = keyArguments(kindNamed(kind), words.split(' '));
  if (typeof keys === 'string') throw new Error(keys);
  const [from = ''] = keys.from;
  const [to] = keys.to;
  return planMigration(serviceOf(FILES), {
    ...ask({ kind, from, answers: new Map(Object.entries(answers)) }),
    ...(to === undefined ? {} : { to }),
    fromKeys: keys.from,
    toKeys: keys.to,
    ...(convert === undefined ? {} : { convert }),
  });
}

for (const kind of KIND_NAMES) {
  test(`${kind}: asks what only people know, then writes a record that is valid and says no value of a secret`, () => {
    const { answers, plan } = CHANGES[kind];
    const first = planned(kind, {});
    assert.ok(first.ok, first.ok ? '' : first.message);
    const ids = first.questions.map((it) => it.id);
    assert.deepEqual(ids.filter((id) => id !== 'unsafe_plan').sort(), Object.keys(answers).sort());
    const result = planned(kind, answers);
    assert.ok(result.ok, result.ok ? '' : result.message);
    assert.deepEqual(result.questions, []);
    const record = parseRecord(sourceFile(result.change.record.path, result.change.record.text));
    assert.deepEqual(recordValidator(record.data), []);
    assert.deepEqual(record.problems, []);
    assert.deepEqual([record.kind, record.plan, record.phase], [kind, plan, 'expand']);
    assert.ok(planNamesOf(kindNamed(kind)).includes(plan as never));
    assert.ok((record.sections.get('rollback')?.text ?? '') !== '');
    assert.doesNotMatch(JSON.stringify([result.change, result.plan, result.grid, result.gates]), /hush-hush/);
    assert.ok(result.grid.rows.length > 0 && result.grid.columns.length > 0);
  });
}

for (const kind of KIND_NAMES.filter((it) => Object.keys(CHANGES[it].answers).length > 0)) {
  test(`${kind}: a draft goes no further before the record answers what is asked`, () => {
    const first = planned(kind, {});
    assert.ok(first.ok, first.ok ? '' : first.message);
    const { path, text } = first.change.record;
    const ids = first.questions.map((it) => it.id);
    const [held, status] = draftState(path, text);
    assert.ok(!held.ok);
    const reason = held.blocking.find((it) => it.id === 'G12')?.reason ?? '';
    for (const id of ids) assert.match(reason, new RegExp(`\`(?:answers\\.)?${id}\` \\(`));
    assert.equal(status?.reason.split(/, and \d+ more$/)[0], `G12: ${reason}`);
    assert.match(status?.command ?? '', /^crossfade gates \S+ --next$/);
    const given = Object.entries({
      ...CHANGES[kind].answers,
      ...(ids.includes('unsafe_plan') ? UNSAFE : {}),
    });
    const own = new Set(['precedence', 'both_allowed', 'max_token_ttl']);
    const lines = [
      ...given
        .filter(([id]) => own.has(id))
        .map(([id, it]) => `${id}: ${id === 'both_allowed' ? it === 'yes' : it}`),
      'answers:',
      ...given.filter(([id]) => !own.has(id)).map(([id, it]) => `  ${id}: "${it}"`),
    ];
    const answered = text
      .replace(/^answers:\n(?: {2}.*\n)*/m, '')
      .replace('\n---\n#', `\n${lines.join('\n')}\n---\n#`);
    const [after] = draftState(path, answered);
    const left = after.ok ? [] : after.blocking.filter((it) => it.id === 'G12');
    assert.deepEqual(left, []);
  });
}

test('a draft without a conversion asks for it again', () => {
  const files = { ...FILES };
  const planned = planMigration(
    serviceOf(files),
    ask({ kind: 'unit', from: 'DB_POOL', to: 'DB_POOL_THOUSANDS', answers: new Map() }),
  );
  assert.ok(planned.ok);
  const { path, text } = planned.change.record;
  const [held] = draftState(path, text);
  assert.ok(!held.ok);
  assert.match(held.blocking.find((it) => it.id === 'G12')?.reason ?? '', /: `convert` \(Which conversion /);
});

function draftState(path: string, text: string) {
  const snapshot = serviceOf({ ...FILES, [path]: text });
  const [record] = recordsOf(snapshot);
  assert.ok(record);
  return [advanceRecord(snapshot, record), migrationStatus(snapshot)[0]] as const;
}

test('a unit has no safe plan under one key, and neither has a spelling that cannot be told from the old one', () => {
  const reader = { strict: [], required: true, emptyAccepted: false, ignoreEmpty: false } as const;
  const { chosen } = choosePlan({
    kind: 'retype',
    bothAllowed: true,
    distinguishable: false,
    coupling: 'external',
    readers: [reader],
    shapes: [{ process: undefined, dotenv: 'value' }],
    rollbackWithoutEnvEdit: false,
  });
  assert.equal(chosen, undefined);
});

test('the page about kinds names every answer that the code looks at', () => {
  const root = 'server/src/core/migration';
  const read = new Set(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((it) => it.endsWith('.ts'))
      .flatMap((it) => [
        ...readFileSync(`${root}/${it}`, 'utf8').matchAll(
          /\b(?:answers\.(?:get|has)|asked)\('([a-z_.]+)'\)/g,
        ),
      ])
      .map(([, id]) => id),
  );
  // The form of a plan is written by Crossfade itself.
  read.delete('form');
  assert.ok(read.size > 15);
  const named = new Set([
    ...MORE_ANSWERS.map(([id]) => id),
    ...KIND_NAMES.flatMap((kind) => askedBy(kind).map(({ id }) => id)),
  ]);
  named.delete('convert');
  assert.deepEqual([...read].sort(), [...named].sort());
});

test('every conversion of the page is one, and a name that is none brings those that may be meant', () => {
  const keys = { from: ['TIMEOUT'], to: ['TIMEOUT_MS'], answers: new Map([['enum.a', 'b']]) };
  const url = { from: ['DB_URL'], to: ['DB_HOST', 'DB_PORT'], answers: new Map([['scheme', 'postgresql']]) };
  const back = { ...url, from: url.to, to: url.from };
  for (const name of [...OTHER_CONVERSIONS.keys(), ...scaleNames()])
    assert.ok(
      [keys, url, back].some((it) => conversionNamed(name, it) !== undefined),
      name,
    );
  assert.deepEqual(conversionsNear('s-to-ms', keys), ['seconds-to-milliseconds']);
  assert.deepEqual(conversionsNear('csv', { ...keys, answers: new Map() }), [
    'seconds-to-milliseconds (and other units)',
    'same',
    'csv-json',
    'json-csv',
    'bool-words',
    'custom',
  ]);
});

test('the page about kinds says what the model says', () => {
  const page = kindsPage();
  if (process.env.UPDATE) writeFileSync(PAGE, page);
  assert.equal(readFileSync(PAGE, 'utf8'), page);
});
