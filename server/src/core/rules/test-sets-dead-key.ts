import { meaningOf, namesOf } from '../binding/names.ts';
import { migrationsInProgress, type Progress } from '../migration/in-progress.ts';
import { keyWriters } from '../migration/key-writers.ts';
import { type RecordFile, recordsOf } from '../migration/record.ts';
import { serviceOfRecord } from '../migration/record-service.ts';
import { sharingProject, sharingSchemas } from '../migration/sharing-services.ts';
import { isTestPath } from '../schema/test-path.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import type { Finding, Fix } from './finding.ts';
import { aboutRecord } from './migration-findings.ts';
import { byPath, type Placed } from './placed.ts';
import type { Rule } from './rule.ts';

/** Page: test-sets-dead-key.md */
export const testSetsDeadKey: Rule = {
  id: 'test-sets-dead-key',
  severity: 'warning',
  summary: 'A test sets a key that nothing reads any more, so that it tests the default.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (isTestPath(file.path)) yield* deadKeysInTests(snapshot).get(file.path) ?? [];
  },
};

/** By path of the test. */
export const deadKeysInTests: (snapshot: Snapshot) => ReadonlyMap<string, readonly Finding[]> = memo(
  (snapshot) => {
    const dead = [
      ...recordsOf(snapshot).flatMap((record) =>
        record.phase === 'done' ? [{ record, keys: goneWith(record) }] : [],
      ),
      ...migrationsInProgress(snapshot).flatMap((it) =>
        isPastCode(it) ? [{ record: it.record, keys: goneWith(it.record) }] : [],
      ),
    ];
    return byPath(dead.flatMap(({ record, keys }) => [...inTests(snapshot, record, keys)]));
  },
);

function goneWith({ from, to }: RecordFile): readonly string[] {
  return from.filter((key) => !to.includes(key));
}

/** Contraction is claimed, and no code reads the old key. */
function isPastCode({ record, facts }: Progress): boolean {
  const old = facts.fromKeys.filter((key) => !facts.toKeys.includes(key));
  return (
    record.phase === 'contract' &&
    facts.readers.length > 0 &&
    !facts.readers.some(({ fields, readsOld }) => readsOld.length > 0 || old.some((key) => fields.has(key)))
  );
}

/** The test of the migration's own phases names it, and sets the key on purpose. */
function* inTests(snapshot: Snapshot, record: RecordFile, keys: readonly string[]): Generator<Placed> {
  const service = serviceOfRecord(snapshot, record);
  const project = sharingProject(snapshot, service);
  const own = sharingSchemas(snapshot, service);
  const unread = keys.filter(
    (key) => !own.some((schema) => meaningOf(namesOf(schema), key).kind !== 'extra'),
  );
  if (!project || unread.length === 0 || own.some((schema) => schema.open.length > 0)) return;
  for (const file of project.mentioning(unread, isTestPath)) {
    const { path, text } = file.file;
    if (file.stale || text.includes(record.id)) continue;
    for (const { name, span } of keyWriters(file, new Set(unread))) {
      const message = `\`${name}\` is read by nothing since \`${record.id}\`: the test runs with the default`;
      const fixes = renamed(record, path, name, span);
      yield { path, finding: { span, message, key: name, related: [aboutRecord(record)], fixes } };
    }
  }
}

function renamed(
  record: RecordFile,
  path: string,
  name: string,
  span: Placed['finding']['span'],
): readonly Fix[] {
  const [to] = record.to;
  if (record.kind !== 'rename' || to === undefined) return [];
  const title = `Set \`${to}\` instead of \`${name}\``;
  return [{ title, safety: 'unsafe', kind: 'quickfix', edits: [{ path, span, newText: to }] }];
}
