import type { Data } from '../../syntax/data.ts';
import { sourceFile } from '../../text/source-file.ts';
import type { ChecklistBlock } from '../checklist/checklist-items.ts';
import type { GateId } from '../gates.ts';
import { parseRecord, type RecordFile } from '../record.ts';
import { tickByHand } from './edit-by-hand.ts';
import { answerItem } from './edit-checklist.ts';
import { editFrontMatter, type FieldChange } from './edit-front-matter.ts';

/** What a person says of something that no file shows. Names, never values. */
export interface AttestRequest {
  readonly by: string;
  /** ISO date. */
  readonly on: string;
  /** What was run to see it. */
  readonly command?: string;
  readonly environment?: {
    readonly name: string;
    /** Names that are set there; those that the migration is not about are left out of the record. */
    readonly names?: readonly string[];
    /** Whether the values of OLD and NEW are equal. */
    readonly equal?: boolean;
    /** Whether code takes the values that the next phase needs. */
    readonly valid?: boolean;
    /** The names are those of one store that cannot be read, and not those of the whole environment. */
    readonly store?: string;
    /** Which version of a reader runs there; takes the place of what was said of that reader before. */
    readonly deployed?: readonly { readonly reader: string; readonly ref: string }[];
  };
  readonly evidence?: { readonly gate: GateId; readonly result: string };
  readonly check?: {
    readonly block: ChecklistBlock;
    readonly name: string;
    readonly value: string;
    readonly ticked: boolean;
  };
  /** A step of the section `By hand` that is done: a part of its text, or `all`. */
  readonly byHand?: string;
}

export type EditedRecord =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

/** The text of a record after an attestation. */
export function attestRecord(record: RecordFile, request: AttestRequest): EditedRecord {
  const text = editFrontMatter(record.file.text, [
    ...environmentChanges(record, request),
    ...evidenceChanges(record, request),
  ]);
  if (text === undefined) return notEditable(record);
  const { check, byHand } = request;
  const checked = check === undefined ? text : answerItem(text, check);
  if (checked === undefined)
    return { ok: false, message: `${record.file.path} has no section for \`${check?.name ?? ''}\`` };
  if (byHand === undefined) return { ok: true, text: checked };
  return tickByHand(parseRecord(sourceFile(record.file.path, checked)), byHand);
}

/** The text of a record in which somebody takes responsibility for a gate: in some environments, without any in all. */
export function waiveGate(
  record: RecordFile,
  gate: GateId,
  environments: readonly string[],
  waiver: { readonly reason: string; readonly by: string; readonly on: string },
): EditedRecord {
  const value = dict([
    ['reason', text(waiver.reason)],
    ['by', text(waiver.by)],
    ['on', date(waiver.on)],
  ]);
  const paths =
    environments.length === 0 ? [['waive', gate]] : environments.map((it) => ['env', it, 'waive', gate]);
  const edited = editFrontMatter(
    record.file.text,
    paths.map((path) => ({ path, value })),
  );
  return edited === undefined ? notEditable(record) : { ok: true, text: edited };
}

/** The text of a record that claims another phase. */
export function claimPhase(record: RecordFile, phase: string): EditedRecord {
  const edited = editFrontMatter(record.file.text, [{ path: ['phase'], value: text(phase) }]);
  return edited === undefined ? notEditable(record) : { ok: true, text: edited };
}

function notEditable(record: RecordFile): EditedRecord {
  const [problem] = record.problems;
  const why = problem ? problem.message : 'it is written in a way that is not changed without you';
  return { ok: false, message: `the front matter of ${record.file.path} cannot be changed: ${why}` };
}

function environmentChanges(record: RecordFile, request: AttestRequest): readonly FieldChange[] {
  const { environment } = request;
  if (environment === undefined) return [];
  const { name, names, equal, valid, store, deployed } = environment;
  const path = ['env', name];
  const attested = attestation(request);
  const own = new Set([...record.from, ...record.to]);
  const changes: FieldChange[] = [];
  if (names !== undefined) {
    const has = [...new Set(names)].filter((it) => own.has(it)).map(text);
    const where = store === undefined ? ['has'] : ['stores', store];
    changes.push({ path: [...path, ...where], value: { kind: 'list', items: has } });
  }
  if (equal !== undefined) changes.push({ path: [...path, 'equal'], value: { kind: 'bool', value: equal } });
  if (valid !== undefined) changes.push({ path: [...path, 'valid'], value: { kind: 'bool', value: valid } });
  if (changes.length > 0) changes.push({ path: [...path, 'attested'], value: dict(attested) });
  if (deployed !== undefined && deployed.length > 0) {
    changes.push({ path: [...path, 'deployed'], value: versions(record, request, deployed) });
  }
  return changes;
}

function versions(
  record: RecordFile,
  { environment, by, on }: AttestRequest,
  said: readonly { readonly reader: string; readonly ref: string }[],
): Data {
  const readers = new Set(said.map((it) => it.reader));
  const kept = (record.env.get(environment?.name ?? '')?.deployed ?? []).filter(
    (it) => !readers.has(it.reader ?? ''),
  );
  const item = (it: {
    readonly reader?: string;
    readonly ref?: string;
    readonly on?: string;
    readonly by?: string;
  }): Data =>
    dict([
      ...(it.reader === undefined ? [] : [['reader', text(it.reader)] as const]),
      ...(it.ref === undefined ? [] : [['ref', text(it.ref)] as const]),
      ...(it.on === undefined ? [] : [['on', date(it.on)] as const]),
      ...(it.by === undefined ? [] : [['by', text(it.by)] as const]),
    ]);
  return { kind: 'list', items: [...kept, ...said.map((it) => ({ ...it, on, by }))].map(item) };
}

function evidenceChanges(record: RecordFile, request: AttestRequest): readonly FieldChange[] {
  const { evidence } = request;
  if (evidence === undefined) return [];
  const value = dict([
    ['gate', text(evidence.gate)],
    ...attestation(request),
    ['result', text(evidence.result)],
    // Which credential a key holds changes from phase to phase.
    ...(record.kind === 'rotate-credential' ? [['phase', text(record.phase)] as const] : []),
  ]);
  return [{ path: ['evidence'], value, append: true }];
}

function attestation({ by, on, command }: AttestRequest): readonly (readonly [string, Data])[] {
  return [
    ['by', text(by)],
    ['on', date(on)],
    ...(command === undefined ? [] : [['command', text(command)] as const]),
  ];
}

function dict(entries: readonly (readonly [string, Data])[]): Data {
  return { kind: 'dict', entries: entries.map(([name, value]) => [text(name), value]) };
}

function text(value: string): Data {
  return { kind: 'str', value };
}

/** Written without quotes where it is a date to every reader. */
function date(value: string): Data {
  return { kind: 'date', text: value };
}
