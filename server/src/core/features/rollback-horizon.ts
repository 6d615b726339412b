import type { EnvironmentFacts, LayerFacts, MigrationFacts } from '../migration/facts.ts';
import { mayHoldUnseen } from '../migration/plan-facts.ts';
import type { RecordFile } from '../migration/record.ts';
import { factsOfRecord } from '../migration/record-facts.ts';
import type { Snapshot } from '../snapshot.ts';
import { ticked } from '../text/ticked.ts';

/**
 * What has to be done first, should code go back to a release from before the migration: OLD has to be there again, and
 * where a reader rejects keys that it does not declare, NEW must not. That release declares no new key, whatever the
 * code of the claimed phase does.
 * @param before facts of the files from before the claimed phase
 * @param after the files as they are once the phase is taken back
 */
export function rollbackHorizon(
  before: MigrationFacts,
  after: Snapshot,
  record: RecordFile,
): readonly string[] {
  const gathered = factsOfRecord(after, record);
  if (!gathered.ok) return [];
  const { facts } = gathered;
  const old = facts.fromKeys.filter((it) => !facts.toKeys.includes(it));
  const added = facts.toKeys.filter((it) => !facts.fromKeys.includes(it));
  return facts.environments.flatMap((environment) => [
    ...oldMissing(environment, record, old, added),
    ...newRejected(environment, before, added),
  ]);
}

function oldMissing(
  environment: EnvironmentFacts,
  record: RecordFile,
  old: readonly string[],
  added: readonly string[],
): readonly string[] {
  const { name } = environment;
  const attested = record.env.get(name)?.has;
  const holds = (key: string) =>
    environment.layers.some((layer) => layer.entries.has(key)) || attested?.includes(key) === true;
  const missing = old.filter((it) => !holds(it));
  if (missing.length === 0) return [];
  if (mayHoldUnseen(environment) && attested === undefined) {
    return [
      `whether \`${name}\` holds ${ticked(missing)} is not seen: look before an older release goes out`,
    ];
  }
  if (added.length > 0 && !added.some(holds)) return [];
  return [`add ${ticked(missing)} back to \`${name}\` before a release from before the migration runs there`];
}

function newRejected(
  environment: EnvironmentFacts,
  before: MigrationFacts,
  added: readonly string[],
): readonly string[] {
  // The list of further keys of a rotation is the only new key that code may have had all along.
  const mayBeThereBefore = before.kind === 'rotate-signing';
  const rejects = (layer: LayerFacts, key: string) =>
    layer.entries.has(key) &&
    before.readers.some(
      (it) =>
        !(mayBeThereBefore && it.fields.has(key)) &&
        (it.strict === undefined || it.strict.includes(layer.kind)),
    );
  const rejected = added.filter((key) => environment.layers.some((layer) => rejects(layer, key)));
  if (rejected.length === 0) return [];
  return [
    `take ${ticked(rejected)} out of \`${environment.name}\` before a release that does not declare ${rejected.length === 1 ? 'it' : 'them'} runs there: it rejects unknown keys`,
  ];
}
