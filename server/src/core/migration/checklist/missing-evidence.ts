import type { RecordFile } from '../record.ts';
import { type ChecklistItem, checklistItem, isAnswered } from './checklist.ts';
import { ASKED_ITEMS, type ChecklistBlock, TAGGED_BLOCKS } from './checklist-items.ts';
import { connectionsOf } from './connections.ts';

/** An item of a checklist that is not answered. */
export interface MissingItem {
  readonly block: ChecklistBlock;
  readonly name: string;
  /** What is wrong with it, to be read after its name: `is not ticked`. */
  readonly reason: string;
  /** Absent where the record has no such line. */
  readonly item?: ChecklistItem;
}

/** The evidence that the tags of a record ask for and that is not there, in the order of the checklist. */
export function missingEvidence(record: RecordFile): readonly MissingItem[] {
  return TAGGED_BLOCKS.filter((block) => record.tags.includes(block)).flatMap((block) =>
    ASKED_ITEMS[block].flatMap(({ name }) => missing(record, block, name)),
  );
}

/** What every release needs and what is not there. */
export function missingChecks(record: RecordFile): readonly MissingItem[] {
  return ASKED_ITEMS.release.flatMap(({ name }) => missing(record, 'release', name));
}

function missing(record: RecordFile, block: ChecklistBlock, name: string): readonly MissingItem[] {
  const item = checklistItem(record, block, name);
  const reason = reasonOf(record, block, name, item);
  return reason === undefined ? [] : [{ block, name, reason, ...(item ? { item } : {}) }];
}

/** Of an item that is empty. */
export const NOT_FILLED_IN = 'is not filled in';

const COMMIT = /\b[0-9a-f]{7,40}\b/;
const TESTED: ReadonlySet<string> = new Set(['lint', 'unit tests']);

function reasonOf(
  record: RecordFile,
  block: ChecklistBlock,
  name: string,
  item: ChecklistItem | undefined,
): string | undefined {
  if (item === undefined) return 'is not in the checklist';
  if (!isAnswered(item)) return item.ticked || item.value === '' ? NOT_FILLED_IN : 'is not ticked';
  if (block === 'release' && TESTED.has(name) && !COMMIT.test(item.value)) return 'names no commit';
  if (block !== 'database' || name !== 'connections') return undefined;
  const connections = connectionsOf(record);
  if (connections === undefined) return 'needs `replicas=N pool=N limit=N`';
  return connections.fits
    ? undefined
    : `needs ${connections.duringRoll} during a roll, and the server allows ${connections.limit}`;
}
