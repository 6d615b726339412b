import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { KIND_NAMES, type KindName } from '../../server/src/core/migration/kinds/kinds.ts';
import { codeChange } from '../../server/src/core/migration/phase-change.ts';
import { factsOf, type Ship } from './kind-code.ts';
import { KIND_CASES, kindService, READER_CASES, type ReaderCase } from './kind-services.ts';

const PAGE = 'docs/migration-readers.md';

/** The versions of the code that a kind has beside that of today: none where no code changes. */
const VERSIONS: Readonly<Record<KindName, readonly Ship['code'][]>> = {
  rename: ['both', 'new'],
  remove: ['new'],
  split: ['both', 'new'],
  merge: ['both', 'new'],
  retype: ['both', 'new'],
  unit: ['both', 'new'],
  enum: ['both', 'new'],
  default: ['new'],
  move: ['both', 'new'],
  require: ['new'],
  tighten: ['both', 'new'],
  widen: ['new'],
  'rotate-credential': [],
  'rotate-signing': [],
  layer: [],
  value: [],
  flag: ['new'],
};

/** Whether a version of the code is written whole for the service of a reader. */
function isWritten(reader: ReaderCase, kind: KindName, code: Ship['code']): boolean {
  const { request, ...rest } = KIND_CASES[kind];
  const { from, to } = request;
  const files = kindService(reader, { request, ...rest });
  const facts = factsOf(
    {
      title: kind,
      kind,
      files,
      fromKeys: request.fromKeys ?? [from],
      toKeys: request.toKeys ?? (to === undefined ? [] : [to]),
      convert: request.convert ?? (kind === 'enum' ? 'enum' : 'same'),
      answers: Object.fromEntries(request.answers),
    },
    files,
  );
  const asked = { id: '20260923-change', precedence: 'new', strict: false } as const;
  const plan = code === 'both' ? 'code-first' : 'env-first';
  const phase = code === 'both' || kind === 'remove' ? 'expand' : 'migrate';
  const { code: edits, notes } = codeChange(facts, { ...asked, plan, phase }, code);
  return (
    edits.some((it) => it.path === 'app/settings.py') && !notes.some((it) => /by hand|only you know/.test(it))
  );
}

function cell(reader: ReaderCase, kind: KindName): string {
  const versions = VERSIONS[kind];
  const written = versions.filter((code) => isWritten(reader, kind, code));
  if (written.length === versions.length) return 'written';
  return written.includes('new') ? 'new alone' : 'by hand';
}

function page(): string {
  const readers = READER_CASES.filter(({ name }) => name !== 'strict');
  const title = ({ name }: ReaderCase) => (name === 'tolerant' ? 'pydantic-settings' : name);
  const kinds = KIND_NAMES.filter((it) => VERSIONS[it].length > 0);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    '# Code that migrations write',
    '',
    'What is written for a small service, by kind of change and by library; a test makes this table from what is written.',
    'The other kinds change no code, but for `rotate-signing`: it is written where code of a class signs and verifies.',
    '',
    '- *written*: every version of the code, with its test: the one that reads both sides, and the one of the end.',
    '- *new alone*: the version of the end. A plan in which code has to read both sides has a step by hand, with its reason.',
    '- *by hand*: people write the code; environments, templates, tables and gates are those of every migration.',
    '',
    'What only people can be sure of stays with them in a written migration too, and the plan says why: a value that a library',
    'makes before code can look at its text (`env.list`, `cast=bool`), a default that is computed, a name that is put together.',
    '',
    line(['kind', ...readers.map(title)]),
    line([':--', ...readers.map(() => ':--')]),
    ...kinds.map((kind) => line([`\`${kind}\``, ...readers.map((reader) => cell(reader, kind))])),
    '',
  ].join('\n');
}

test('the page says for which library which code is written', () => {
  const made = page();
  if (process.env.UPDATE === '1') writeFileSync(PAGE, made);
  assert.equal(readFileSync(PAGE, 'utf8'), made);
});
