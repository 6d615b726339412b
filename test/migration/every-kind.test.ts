import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KIND_NAMES, type KindName } from '../../server/src/core/migration/kinds/kinds.ts';
import { answered, KIND_CASES, kindService, READER_CASES, type ReaderCase } from './kind-services.ts';
import {
  assertResumes,
  assertTakesBack,
  type Files,
  GATES,
  next,
  nextMove,
  recordOf,
  start,
  takenBack,
  type Walk,
  waits,
  waive,
  withoutRecord,
} from './walk.ts';

/** How the files of a service are written. */
const STYLES: readonly (readonly [string, (text: string) => string])[] = [
  ['as they are', (text) => text],
  ['with CRLF everywhere', (text) => text.replace(/\r?\n/g, '\r\n')],
  ['without a last line break', (text) => text.replace(/\r?\n$/, '')],
];

/** `1` walks every kind with every reader in every style; else the pairs of `isLeftOut` are left out, each of the others is walked in one style. */
const ALL = process.env.EVERY_READER === '1';

/** The files with work in them that nobody has committed yet. */
function dirty(files: Files): Files {
  const [code = '', values = ''] = [files['app/settings.py'], files['.env']];
  const line = values.includes('\r\n') ? '\r\n' : '\n';
  return {
    ...files,
    'app/settings.py': code.endsWith('\n') ? `${code}${line}${line}# not committed${line}` : code,
    '.env': `NOT_COMMITTED=1${line}${values}`,
    'notes.txt': 'not committed\n',
  };
}

function assertWalk(reader: ReaderCase, kind: KindName, style: (text: string) => string): void {
  const { request } = KIND_CASES[kind];
  const plain = kindService(reader, KIND_CASES[kind]);
  const files = Object.fromEntries(Object.entries(plain).map(([path, text]) => [path, style(text)]));
  const asked = answered(files, request);
  assert.ok(typeof asked !== 'string', `${asked}`);
  // Code that goes on with the value of a flag has no trace of it: its test is written before it.
  const once = kind === 'flag' || !(ALL || reader.name === 'tolerant');
  let before: Files = files;
  let walk = start(files, asked);
  assertResumes(walk, before, once);
  assertTakesBack(walk, before);
  const work = dirty(files);
  const unclean = start(work, asked);
  assert.deepEqual(
    takenBack(unclean, files),
    withoutRecord(work, unclean),
    'with work that is not committed',
  );
  walk = waive(walk, ...GATES);
  while (recordOf(walk).phase !== 'contract') {
    before = walk.files;
    walk = next(walk);
    assertResumes(walk, before, once);
    assertTakesBack(walk, before);
    if (waits(walk)) walk = assertMove(walk, before);
  }
}

/** The second move of a phase goes back alone: the first one stays until that runs everywhere. */
function assertMove(first: Walk, before: Files): Walk {
  const walk = nextMove(first);
  assert.ok(!waits(walk));
  assertResumes(walk, first.files, true);
  assert.deepEqual(takenBack(walk, before), withoutRecord(first.files, first));
  return walk;
}

/** The first reader is walked with every kind, each of the others with three that follow on each other: one in each style. */
function isLeftOut(row: number, column: number): boolean {
  const groups = Math.floor(KIND_NAMES.length / STYLES.length);
  return row > 0 && Math.floor(column / STYLES.length) !== row % groups;
}

describe('every phase of every kind goes on from wherever it stopped, and can be taken back', () => {
  for (const [row, reader] of READER_CASES.entries()) {
    for (const [column, kind] of KIND_NAMES.entries()) {
      for (const [at, [words, style]] of STYLES.entries()) {
        if (!ALL && (at !== (row + column) % STYLES.length || isLeftOut(row, column))) continue;
        it(`${kind}, ${reader.name}, files ${words}`, () => assertWalk(reader, kind, style));
      }
    }
  }
});
