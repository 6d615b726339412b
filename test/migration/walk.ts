import assert from 'node:assert/strict';
import {
  advanceRecord,
  environmentEdits,
  type MigrationAsk,
  planMigration,
  recordState,
  recordsNamed,
} from '../../server/src/core/features/migrations.ts';
import { rollBack } from '../../server/src/core/features/roll-back.ts';
import { mentionIndex } from '../../server/src/core/mentions/mention-index.ts';
import type { AdvanceResult } from '../../server/src/core/migration/advance.ts';
import { claimedChange } from '../../server/src/core/migration/claimed-change.ts';
import type { CreateResult } from '../../server/src/core/migration/create-migration.ts';
import type { MigrationFacts } from '../../server/src/core/migration/facts.ts';
import type { MigrationChange } from '../../server/src/core/migration/migration-change.ts';
import { type RecordFile, recordsOf } from '../../server/src/core/migration/record.ts';
import { factsOfRecord } from '../../server/src/core/migration/record-facts.ts';
import { DEFAULT_OPTIONS, type Options, type Snapshot } from '../../server/src/core/snapshot.ts';
import { type SourceFile, sourceFile } from '../../server/src/core/text/source-file.ts';
import { workspace } from '../workspace.ts';
import { withEdits } from './make-facts.ts';

export type Files = Readonly<Record<string, string>>;

export interface WalkOptions {
  readonly environments?: Options['environments'];
  /** Files that git does not track. */
  readonly untracked?: readonly string[];
}

const NO_OPTIONS: WalkOptions = {};
const SEEN = new WeakMap<Files, Map<WalkOptions, Snapshot>>();
const SOURCES = new Map<string, SourceFile>();

/**
 * The files of a service as the program sees them, everything tracked by git. The same files are seen once, and a file
 * that stays as it is stays the same for the program, as in an editor.
 */
export function serviceOf(files: Files, options: WalkOptions = NO_OPTIONS): Snapshot {
  const seen = SEEN.get(files) ?? new Map<WalkOptions, Snapshot>();
  const known = seen.get(options) ?? snapshotOf(files, options);
  SEEN.set(files, seen.set(options, known));
  return known;
}

function sourceOf(path: string, text: string, tracked: boolean): SourceFile {
  const known = SOURCES.get(`${tracked} ${path}`);
  if (known?.text === text) return known;
  const file = sourceFile(path, text, { tracked });
  SOURCES.set(`${tracked} ${path}`, file);
  return file;
}

function snapshotOf(files: Files, { environments = {}, untracked = [] }: WalkOptions): Snapshot {
  const sources = Object.entries(files).map(([path, text]) =>
    sourceOf(path, text, !untracked.includes(path)),
  );
  const mentioning = sources.filter(
    (it) => !/(^|\/)(?:tests|settings-migrations)\//.test(it.path) && !/\.env|\.toml$/.test(it.path),
  );
  return workspace(files, {
    trusted: true,
    options: { ...DEFAULT_OPTIONS, environments },
    files: new Map(sources.map((it) => [it.path, it])),
    mentions: mentionIndex(mentioning),
  });
}

const ANSWERS: ReadonlyMap<string, string> = new Map([
  ['value_from_now_on', 'yes'],
  ['differing_values', 'yes'],
]);

/** What somebody asks for, with an owner, so that nothing is left open. */
export function ask(request: Partial<MigrationAsk> & Pick<MigrationAsk, 'kind' | 'from'>): MigrationAsk {
  return { owner: '@team', answers: ANSWERS, ...request };
}

export function create(
  files: Files,
  request: MigrationAsk,
  options?: WalkOptions,
): CreateResult & { ok: true } {
  const planned = planMigration(serviceOf(files, options), request);
  assert.ok(planned.ok, planned.ok ? '' : planned.message);
  return planned;
}

/** Every edit of a change: code, record, and the environment files, production included. */
export function allEdits(change: Pick<MigrationChange, 'code' | 'environment'>) {
  return [...change.code, ...change.environment.flatMap((it) => it.edits)];
}

/** One migration on its way. */
export interface Walk {
  readonly files: Files;
  readonly notes: readonly string[];
  readonly request: MigrationAsk;
  readonly options: WalkOptions;
}

export function start(files: Files, request: MigrationAsk, options: WalkOptions = NO_OPTIONS): Walk {
  const planned = create(files, request, options);
  assert.deepEqual(planned.questions, []);
  return { files: withEdits(files, allEdits(planned.change)), notes: planned.change.notes, request, options };
}

export function recordOf(walk: Walk): RecordFile {
  const found = recordsNamed(serviceOf(walk.files, walk.options), []);
  const [record] = found.ok ? found.records : [];
  const [any] = recordsOf(serviceOf(walk.files, walk.options));
  const known = record ?? any;
  assert.ok(known);
  return known;
}

/** Every gate, for walks in which none of them is the question. */
export const GATES: readonly string[] = Array.from({ length: 14 }, (_, index) => `G${index + 1}`);

/** People take responsibility for what no file shows: which versions run, and since when. */
export function waive(walk: Walk, ...gates: readonly string[]): Walk {
  const { file } = recordOf(walk);
  const lines = gates.map((it) => `  ${it}: { reason: looked at, by: "@on-call", "on": 2026-09-23 }`);
  const waived = file.text.replace(/^waive: \{\}$/m, ['waive:', ...lines].join('\n'));
  return { ...walk, files: { ...walk.files, [file.path]: answered(waived) } };
}

/** The checklist with something in every line. */
function answered(text: string): string {
  return text.replace(
    /^- \[ \] ([^(:\n]+)(.*:)$/gm,
    (_line, name: string, rest: string) =>
      `- [x] ${name}${rest} ${name.startsWith('connections') ? 'replicas=2 pool=5 limit=100' : 'looked at 4f2a91c0'}`,
  );
}

export function tryAdvance(walk: Walk): AdvanceResult {
  return advanceRecord(serviceOf(walk.files, walk.options), recordOf(walk));
}

/** The files after the next phase; throws where a gate holds it back. */
export function next(walk: Walk): Walk {
  const result = tryAdvance(walk);
  const blocking = result.ok ? [] : result.blocking.map((it) => `${it.id} ${it.environment}: ${it.reason}`);
  assert.ok(result.ok, result.ok ? '' : `${result.message}\n${blocking.join('\n')}`);
  return { ...walk, files: withEdits(walk.files, allEdits(result.change)), notes: result.change.notes };
}

/** Final notes, as a person writes them, and a tick at every step by hand. */
export function withFinalNotes(walk: Walk): Walk {
  const { file } = recordOf(walk);
  const text = file.text
    .replace(/^(- (?:Reason|Files touched|Command used|Metric that improved):)$/gm, '$1 yes')
    .replace(/^- \[ \] (expand|migrate|contract): /gm, '- [x] $1: ');
  return { ...walk, files: { ...walk.files, [file.path]: text } };
}

/** `G1 production no`, for each gate that does not hold. */
export function failing(walk: Walk, which: 'claimed' | 'next'): readonly string[] {
  const answer = recordState(serviceOf(walk.files, walk.options), recordOf(walk), which);
  assert.ok(answer.ok, answer.ok ? '' : answer.message);
  return answer.state.gates
    .filter((it) => it.verdict === 'no' || it.verdict === 'unknown')
    .map((it) => `${it.id} ${it.environment ?? '-'} ${it.verdict}`);
}

export function factsOf(walk: Walk): MigrationFacts {
  const gathered = factsOfRecord(serviceOf(walk.files, walk.options), recordOf(walk));
  assert.ok(gathered.ok, gathered.ok ? '' : gathered.message);
  return gathered.facts;
}

/** What the phase that the record claims still has to change. */
export function stillMissing(walk: Walk) {
  const change = claimedChange(factsOf(walk), recordOf(walk));
  assert.ok(change);
  const shown = environmentEdits(serviceOf(walk.files, walk.options), recordOf(walk));
  assert.ok(shown.ok);
  assert.deepEqual(shown.edits, change.environment);
  return change;
}

/**
 * Stops after each file that a phase writes, the record first, in both orders of the others, and goes on from the
 * files alone. Throws where that leads to other files.
 * @param before files when the phase began
 * @param onlyAsWritten in the order in which they are written, tests first, not the other way round as well
 */
export function assertResumes(walk: Walk, before: Files, onlyAsWritten = false): void {
  const after = walk.files;
  const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
  const record = recordOf(walk).file.path;
  const others = changed.filter((path) => path !== record);
  const tests = others.filter((path) => path.startsWith('tests/'));
  const asWritten = [...tests, ...others.filter((path) => !tests.includes(path))];
  for (const order of onlyAsWritten ? [asWritten] : [asWritten, [...asWritten].reverse()]) {
    for (let count = 0; count <= order.length; count++) {
      const files: Record<string, string> = { ...before, [record]: after[record] ?? '' };
      for (const path of order.slice(0, count)) files[path] = after[path] ?? '';
      // What is whole goes on with the next move of the phase.
      if (count === order.length && count > 0 && waits(walk)) continue;
      const missing = stillMissing({ ...walk, files });
      const resumed = withEdits(files, allEdits(missing));
      assert.deepEqual(resumed, after, `stopped after ${order.slice(0, count).join(', ') || 'the record'}`);
    }
  }
}

/** True where another move of the phase waits until this one runs everywhere. */
export function waits({ notes }: Walk): boolean {
  return notes.some((it) => it.startsWith('afterwards, once that runs everywhere'));
}

/** The files after the next move of the claimed phase. */
export function nextMove(walk: Walk): Walk {
  const missing = stillMissing(walk);
  return { ...walk, files: withEdits(walk.files, allEdits(missing)), notes: missing.notes };
}

/** The files after the claimed phase is taken back, the record left out. */
export function takenBack(walk: Walk, before: Files): Files {
  const record = recordOf(walk);
  const result = rollBack(serviceOf(walk.files, walk.options), serviceOf(before, walk.options), record);
  assert.ok(result.ok, result.ok ? '' : result.message);
  const files: Record<string, string> = { ...withEdits(walk.files, allEdits(result.change)) };
  for (const path of result.change.removed) delete files[path];
  return withoutRecord(files, walk);
}

export function withoutRecord(files: Files, walk: Walk): Files {
  const { path } = recordOf(walk).file;
  return Object.fromEntries(Object.entries(files).filter(([it]) => it !== path));
}

/**
 * Throws where taking the claimed phase back leaves another byte than there was, or loses what somebody wrote later.
 * @param before files when the phase began
 */
export function assertTakesBack(walk: Walk, before: Files): void {
  const expected = withoutRecord(before, walk);
  assert.deepEqual(takenBack(walk, before), expected, recordOf(walk).phase);
  const later = { ...walk.files, '.env': `LATER=1\n${walk.files['.env']}` };
  assert.deepEqual(takenBack({ ...walk, files: later }, before), {
    ...expected,
    '.env': `LATER=1\n${before['.env']}`,
  });
}
