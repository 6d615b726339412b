import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import { type FactsRequest, type GatheredFacts, gatherFacts } from './gather-facts.ts';
import { KIND_NAMES } from './kinds/kinds.ts';
import type { RecordFile } from './record.ts';
import { serviceOfRecord } from './record-service.ts';

/** The facts that a record is judged by, gathered once for each snapshot; or why there are none. */
export function factsOfRecord(snapshot: Snapshot, record: RecordFile): GatheredFacts {
  return gathered(snapshot)(record);
}

const gathered = memo((snapshot: Snapshot) => memo((record: RecordFile) => gather(snapshot, record)));

function gather(snapshot: Snapshot, record: RecordFile): GatheredFacts {
  const [from] = record.from;
  if (record.kind === undefined) {
    return {
      ok: false,
      message: `${record.file.path}: \`kind\` names no kind of change`,
      candidates: KIND_NAMES,
    };
  }
  if (from === undefined)
    return { ok: false, message: `${record.file.path}: \`from\` names no key`, candidates: [] };
  const [to] = record.to;
  return gatherFacts(snapshot, {
    kind: record.kind,
    from,
    ...(to === undefined ? {} : { to }),
    fromKeys: record.from,
    toKeys: record.to,
    convert: record.convert,
    answers: record.answers,
    ...storesOf(record),
    record: { service: serviceOfRecord(snapshot, record), readers: record.readers },
  });
}

function storesOf({ env }: RecordFile): Pick<FactsRequest, 'stores'> {
  const listed = [...env].filter(([, it]) => it.stores.size > 0);
  return listed.length === 0 ? {} : { stores: new Map(listed.map(([name, it]) => [name, it.stores])) };
}
