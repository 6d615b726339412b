import { changedTexts } from '../core/apply-file-edits.ts';
import type { CreateResult } from '../core/migration/create-migration.ts';
import { untickedSteps } from '../core/migration/edit/edit-by-hand.ts';
import { type GateId, type GateVerdict, phaseAllowed } from '../core/migration/gates.ts';
import { parseRecord, type RecordFile } from '../core/migration/record.ts';
import type { FileEdit } from '../core/text/file-edit.ts';
import { sourceFile } from '../core/text/source-file.ts';
import type { Session } from './session.ts';
import type { WrittenChange } from './write-change.ts';

/** What a phase lacks once its edits are written. */
export interface PhaseLeft {
  /** Gates of the phase that do not hold then. */
  readonly blocking: readonly GateVerdict[];
  /** Steps by hand of the phase that nobody has ticked. */
  readonly steps: number;
  /** Files that wait for `--include-production`. */
  readonly held: number;
}

/** What runs, and since when: asked before a phase, and not shown by what it writes. */
const OF_TIME: ReadonlySet<GateId> = new Set(['G8', 'G9', 'G10']);

/**
 * What is left of the phase that a record claims once these edits are written.
 * @param record as it is before them
 */
export function phaseLeft(
  session: Session,
  record: RecordFile,
  edits: readonly FileEdit[],
  held: WrittenChange['held'],
): PhaseLeft {
  let after = session;
  for (const [path, text] of changedTexts(session.snapshot, edits)) after = after.overlay(path, text);
  const file = after.snapshot.files.get(record.file.path);
  const claimed = file === undefined ? record : parseRecord(file);
  const answer = after.analysis.recordState(claimed, 'claimed');
  return {
    blocking: answer.ok ? phaseAllowed(answer.state.gates).blocking.filter((it) => !OF_TIME.has(it.id)) : [],
    steps: stepsLeft(claimed),
    held: held.length,
  };
}

/** What is left of the first phase of a migration that was just created. */
export function leftAtStart(
  { gates, change }: CreateResult & { readonly ok: true },
  { held }: WrittenChange,
): PhaseLeft {
  const { path, text } = change.record;
  const steps = stepsLeft(parseRecord(sourceFile(path, text)));
  return { blocking: phaseAllowed(gates).blocking, steps, held: held.length };
}

/** Steps by hand of the claimed phase that nobody has ticked. */
function stepsLeft(record: RecordFile): number {
  return untickedSteps(record).filter((it) => it.phase === record.phase).length;
}

/** 1 where a claimed phase is not whole, or not proved: nothing after it may be shipped yet. */
export function exitOf({ blocking, steps, held }: PhaseLeft): 0 | 1 {
  return blocking.length + steps + held > 0 ? 1 : 0;
}

/** What is left, in one line; undefined where nothing is. */
export function leftInWords({ blocking, steps, held }: PhaseLeft, record: string): string | undefined {
  const gates = [...new Set(blocking.map((it) => it.id))];
  const parts = [
    ...(held === 0 ? [] : [`${counted(held, 'file')} left alone`]),
    ...(steps === 0 ? [] : [`${counted(steps, 'step')} by hand`]),
    ...(gates.length === 0 ? [] : [`${gates.join(', ')} not proved`]),
  ];
  if (parts.length === 0) return undefined;
  const how = [
    ...(held === 0
      ? []
      : [
          `; \`crossfade advance ${record} --resume --include-production\` edits ${held === 1 ? 'it' : 'them'}`,
        ]),
    ...(steps === 0 ? [] : [`; \`crossfade attest ${record} --by-hand TEXT\` ticks a step that is done`]),
  ];
  return `Not whole yet: ${parts.join(', ')}${how.join('')}.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
