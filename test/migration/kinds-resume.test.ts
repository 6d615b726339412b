import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlanName } from '../../server/src/core/migration/kinds/kinds.ts';
import { phaseChange } from '../../server/src/core/migration/phase-change.ts';
import { factsOf, type KindFixture, namesOf } from './kind-code.ts';
import * as fixtures from './kind-fixtures.ts';
import { withEdits } from './make-facts.ts';
import { allEdits, type Files } from './walk.ts';

const PHASES = ['expand', 'migrate', 'contract'] as const;

/** The values of two environments, and a template, beside a service. */
function withEnvironments(fixture: KindFixture, lines: string): KindFixture {
  const files: Files = {
    ...fixture.files,
    '.env': lines,
    '.env.production': `# production\n${lines}OTHER=1\n`,
    '.env.example': `# copy me\n${lines}`,
  };
  return { ...fixture, files };
}

interface Case {
  readonly fixture: KindFixture | undefined;
  /** What both environments hold before. */
  readonly before: string;
  readonly plan: PlanName;
  /** `.env.production` after each phase. */
  readonly production: readonly [string, string, string];
}

const kept = (text: string) => `# production\n${text}OTHER=1\n`;
const same = (text: string): Case['production'] => [kept(text), kept(text), kept(text)];
const REDIS = 'REDIS_URL="redis://cache:6380"\n';
const MARKED = '# settings-migration: 20260923-change\n';

const CASES: readonly Case[] = [
  {
    fixture: fixtures.UNIT_FIXTURES[0],
    before: 'REQUEST_TIMEOUT=0.25\n',
    plan: 'code-first',
    production: [
      kept('REQUEST_TIMEOUT=0.25\n'),
      kept('REQUEST_TIMEOUT_MS=250\n'),
      kept('REQUEST_TIMEOUT_MS=250\n'),
    ],
  },
  {
    fixture: fixtures.SPLIT_FIXTURES[0],
    before: REDIS,
    plan: 'code-first',
    production: [
      kept(REDIS),
      kept('REDIS_HOST="cache"\nREDIS_PORT="6380"\n'),
      kept('REDIS_HOST="cache"\nREDIS_PORT="6380"\n'),
    ],
  },
  {
    fixture: fixtures.MERGE_FIXTURES[0],
    before: 'API_HOST=api\nAPI_PORT=80\n',
    plan: 'code-first',
    production: [
      kept('API_HOST=api\nAPI_PORT=80\n'),
      kept('API_ADDRESS=api:80\n'),
      kept('API_ADDRESS=api:80\n'),
    ],
  },
  {
    fixture: fixtures.MOVE_FIXTURES[0],
    before: 'DB_POOL=3\nDB_NAME=main\n',
    plan: 'code-first',
    production: [
      kept('DB_POOL=3\nDB_NAME=main\n'),
      kept('DATABASE_POOL=3\nDATABASE_NAME=main\n'),
      kept('DATABASE_POOL=3\nDATABASE_NAME=main\n'),
    ],
  },
  {
    fixture: fixtures.SPELLING_FIXTURES[0],
    before: 'ORIGINS=a,b\n',
    plan: 'code-first',
    production: [kept('ORIGINS=a,b\n'), kept('ORIGINS=["a","b"]\n'), kept('ORIGINS=["a","b"]\n')],
  },
  {
    fixture: fixtures.SPELLING_FIXTURES[2],
    before: 'MODE=fast\n',
    plan: 'code-first',
    production: [kept('MODE=fast\n'), kept('MODE=quick\n'), kept('MODE=quick\n')],
  },
  {
    fixture: fixtures.DEFAULT_FIXTURES[0],
    before: 'NAME=api\n',
    plan: 'env-first',
    production: [
      `${kept('NAME=api\n')}${MARKED}DB_POOL=5\n`,
      `${kept('NAME=api\n')}${MARKED}DB_POOL=5\n`,
      kept('NAME=api\n'),
    ],
  },
  {
    fixture: fixtures.BOUNDS_FIXTURES[0],
    before: 'DB_POOL=20\n',
    plan: 'code-first',
    production: same('DB_POOL=20\n'),
  },
  {
    fixture: fixtures.SIGNING_FIXTURES[1],
    before: 'SECRET_KEY=example\n',
    plan: 'code-first',
    production: same('SECRET_KEY=example\n'),
  },
];

/** Stops after each file of a phase, in both orders, and goes on from the files alone. */
function assertResumes(before: Files, after: Files, write: (files: Files) => Files): void {
  const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
  for (const order of [changed, [...changed].reverse()]) {
    for (let count = 0; count <= order.length; count++) {
      const files: Record<string, string> = { ...before };
      for (const path of order.slice(0, count)) files[path] = after[path] ?? '';
      assert.deepEqual(write(files), after, `stopped after ${order.slice(0, count).join(', ')}`);
    }
  }
}

for (const { fixture, before, plan, production } of CASES) {
  assert.ok(fixture);
  test(`${fixture.kind}: every phase goes on from wherever it stopped, and converts the values`, () => {
    const own = withEnvironments(fixture, before);
    const readers = namesOf(own, own.files);
    let { files } = own;
    for (const [at, phase] of PHASES.entries()) {
      const request = { id: '20260923-change', plan, phase, precedence: 'new', strict: true } as const;
      const write = (held: Files) =>
        withEdits(held, allEdits(phaseChange(factsOf(own, held, readers), request)));
      const next = write(files);
      assert.equal(next['.env.production'], production[at], phase);
      assertResumes(files, next, write);
      files = next;
    }
  });
}

test('production and untracked files wait for a person, and what has no exact value is left to one', () => {
  const [, split] = fixtures.SPLIT_FIXTURES;
  assert.ok(split);
  const own = withEnvironments(split, 'REDIS_URL=rediss://cache:6380/0?a=b\n');
  const request = { id: 'x', plan: 'code-first', phase: 'migrate', precedence: 'new', strict: true } as const;
  const change = phaseChange(factsOf(own, own.files), request);
  assert.deepEqual(change.environment, []);
  assert.ok(
    change.notes.includes(
      'put `REDIS_HOST`, `REDIS_PORT`, converted (`url-host-port`), in place of `REDIS_URL` in `.env.production` by hand',
    ),
    change.notes.join('\n'),
  );
  assert.doesNotMatch(change.notes.join('\n'), /cache/);
});

test('a value that interpolates is copied where it is the same value, and converted by a person', () => {
  const fixture: KindFixture = { ...(fixtures.MOVE_FIXTURES[0] as KindFixture), title: 'interpolated' };
  const own = withEnvironments(fixture, 'SIZE=3\nDB_POOL=${SIZE}\nDB_NAME=${DB_POOL}x\n');
  const request = { id: 'x', plan: 'env-first', phase: 'expand', precedence: 'new', strict: true } as const;
  const change = phaseChange(factsOf(own, own.files), request);
  const after = withEdits(own.files, allEdits(change));
  assert.match(after['.env'] ?? '', /^DATABASE_POOL=\$\{SIZE\}$/m);
  assert.doesNotMatch(after['.env'] ?? '', /DATABASE_NAME/);
  assert.ok(
    change.notes.includes('add `DATABASE_NAME` next to `DB_NAME` in `.env` by hand'),
    change.notes.join('\n'),
  );
});

test('where signing keys go is said in words, by step', () => {
  const [, signing] = fixtures.SIGNING_FIXTURES;
  assert.ok(signing);
  const own = withEnvironments(signing, 'SECRET_KEY=example\n');
  const notes = PHASES.map((phase) => {
    const request = { id: 'x', plan: 'code-first', phase, precedence: 'new', strict: true } as const;
    return phaseChange(factsOf(own, own.files), request).notes;
  });
  assert.match(notes[0]?.join() ?? '', /new key is in `SECRET_KEY_FALLBACKS` of every environment/);
  assert.match(notes[1]?.join() ?? '', /put the new key into `SECRET_KEY` and the old one into/);
  assert.match(notes[2]?.join() ?? '', /take the old key out of `SECRET_KEY_FALLBACKS`/);
  assert.doesNotMatch(notes.flat().join(), /example/);
});
