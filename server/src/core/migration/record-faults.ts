import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { nearest } from '../text/nearest.ts';
import { ticked } from '../text/ticked.ts';
import { conversionNamed } from './conversion.ts';
import type { MigrationFacts } from './facts.ts';
import { type KeyShape, kindNamed } from './kinds/kinds.ts';
import { type RecordFile, recordsOf } from './record.ts';
import { factsOfRecord } from './record-facts.ts';
import { sharingSchemas } from './sharing-services.ts';

/** What makes a record meaningless though each field is well-formed. */
export interface RecordFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly other?: RecordFile;
}

/** Faults of a record whose front matter is valid by itself. */
export function recordFaults(snapshot: Snapshot, record: RecordFile): readonly RecordFault[] {
  return [
    ...sameId(snapshot, record),
    ...wrongKeys(record),
    ...unknownConversion(record),
    ...unknownKeys(snapshot, record),
  ];
}

function sameId(snapshot: Snapshot, record: RecordFile): readonly RecordFault[] {
  const other = recordsOf(snapshot).find((it) => it.file !== record.file && it.id === record.id);
  if (other === undefined) return [];
  const message = `\`${other.file.path}\` has the same \`id\`: which of the two is meant cannot be said`;
  return [{ path: ['id'], message, other }];
}

/** How many keys a kind starts from and ends with, in words; undefined where the record's are right. */
const SHAPES: Readonly<Record<KeyShape, (from: number, to: number) => string | undefined>> = {
  'old-new': (from, to) => (from === 1 && to === 1 ? undefined : 'one key in `from` and one in `to`'),
  key: (from, to) => (from === 1 && to <= 1 ? undefined : 'one key in `from`'),
  'one-to-many': (from, to) => (from === 1 && to > 1 ? undefined : 'one key in `from` and several in `to`'),
  'many-to-one': (from, to) => (from > 1 && to === 1 ? undefined : 'several keys in `from` and one in `to`'),
  pairs: (from, to) => (from > 0 && from === to ? undefined : 'as many keys in `to` as in `from`'),
  'key-and-list': (from, to) =>
    from === 1 && to === 2 ? undefined : 'one key in `from`, and in `to` that key and the list beside it',
};

function wrongKeys({ kind: name, from, to }: RecordFile): readonly RecordFault[] {
  const kind = name === undefined ? undefined : kindNamed(name);
  if (kind === undefined || from.length === 0) return [];
  const wanted = SHAPES[kind.takes](from.length, to.length);
  if (wanted !== undefined) return [{ path: ['from'], message: `\`${kind.name}\` needs ${wanted}` }];
  if (kind.takes === 'old-new' && from[0] === to[0]) {
    const message = `\`${from[0]}\` is in \`from\` and in \`to\`: \`${kind.name}\` needs two names`;
    return [{ path: ['to'], message }];
  }
  return [];
}

function unknownConversion(record: RecordFile): readonly RecordFault[] {
  const { convert, from, to, answers } = record;
  if (convert === 'same' || wrongKeys(record).length > 0) return [];
  if (conversionNamed(convert, { from, to, answers }) !== undefined) return [];
  const message = `\`${convert}\` is no conversion from ${ticked(from)} to ${ticked(to)}; \`custom\` leaves the values to you`;
  return [{ path: ['convert'], message }];
}

/** Keys that no code reads and no environment holds, while the migration begins: later the old ones are gone. */
function unknownKeys(snapshot: Snapshot, record: RecordFile): readonly RecordFault[] {
  const beginning = record.phase === 'draft' || (record.phase === 'expand' && record.to.length > 0);
  if (!beginning || wrongKeys(record).length > 0) return [];
  const gathered = factsOfRecord(snapshot, record);
  if (!gathered.ok) return notFound(snapshot, record, gathered.candidates);
  const { facts } = gathered;
  if (!allSeen(snapshot, facts) || record.to.some((key) => isKnown(facts, key))) return [];
  return record.from.flatMap((key, index) => {
    if (isKnown(facts, key)) return [];
    return [{ path: ['from', index], message: unknownMessage(key, facts.knownKeys) }];
  });
}

/** Where no settings code knows any of the keys, there is nothing to gather facts from. */
function notFound(
  snapshot: Snapshot,
  record: RecordFile,
  candidates: readonly string[],
): readonly RecordFault[] {
  const schemas = schemasOf(snapshot);
  const seen = schemas.length > 0 && schemas.every((it) => it.open.length === 0);
  const [key] = record.from;
  if (!seen || candidates.length === 0 || key === undefined || snapshot.mentions(key).length > 0) return [];
  return [{ path: ['from', 0], message: unknownMessage(key, candidates) }];
}

function unknownMessage(key: string, known: readonly string[]): string {
  const [near] = nearest(key, known);
  const meant = near === undefined ? '' : `; did you mean \`${near}\`?`;
  return `\`${key}\` is read by no settings code and set in no environment${meant}`;
}

function allSeen(snapshot: Snapshot, facts: MigrationFacts): boolean {
  const own = sharingSchemas(snapshot, facts.service);
  return (
    own.length > 0 &&
    own.every((it) => it.open.length === 0) &&
    facts.dynamicReaders.length === 0 &&
    facts.environments.every((it) => !it.unseen && it.opaque.length === 0)
  );
}

function isKnown(facts: MigrationFacts, key: string): boolean {
  return (
    facts.readers.some((it) => it.fields.has(key)) ||
    facts.environments.some((it) => it.layers.some((layer) => layer.entries.has(key))) ||
    facts.dataFiles.length > 0 ||
    facts.mentions.length > 0 ||
    facts.knownKeys.some((it) => it.toLowerCase() === key.toLowerCase())
  );
}
