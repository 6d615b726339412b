import { Analysis } from '../../server/src/core/analysis.ts';
import type { Resolution } from '../../server/src/core/binding/resolution.ts';
import { gatherFacts } from '../../server/src/core/migration/gather-facts.ts';
import { safetyFacts } from '../../server/src/core/migration/plan-facts.ts';
import type { ReaderModel } from '../../server/src/core/migration/replica-model.ts';
import { heldBy, type SafetyFacts } from '../../server/src/core/migration/safety.ts';
import type { Snapshot } from '../../server/src/core/snapshot.ts';
import { workspace } from '../workspace.ts';
import type { SaidFate } from './fate.ts';
import type { ReplicaCase } from './replica-case.ts';

/** What is said of a replica, or why nothing is. */
export type Said = { readonly fate: SaidFate } | { readonly open: string };

/**
 * What the replica model says, with the reader as Crossfade reads it from the code of today. It leaves open what code
 * makes of an empty text where code decides it, and where an empty text of a lower layer stops the library before it
 * looks at the higher one: plans take the worse of it.
 */
export function modelSays(it: ReplicaCase): Said {
  const { reader, facts, decided } = readerOf(it);
  if (!decided && holdsEmpty(it)) return { open: 'what code makes of an empty text' };
  const { fromKeys = [], toKeys = [] } = it.ask;
  if (holdsEmpty(it) && fromKeys.length + toKeys.length > 2)
    return { open: 'several keys, one of them empty' };
  const held = heldBy(it.code, it.state, reader, facts);
  const runs = held.kind === 'value' || held.kind === 'split';
  return { fate: runs ? it.fateOf(held, reader) : held };
}

/** Any layer counts: what the library decodes as JSON stops it from wherever it is hidden as well. */
function holdsEmpty({ state, secrets }: ReplicaCase): boolean {
  return [state.process, state.dotenv, ...(secrets ? [secrets] : [])].some((layer) =>
    [layer.old, layer.new, layer.oldPart, layer.newPart].includes(''),
  );
}

function readerOf(it: ReplicaCase): {
  readonly reader: ReaderModel;
  readonly facts: SafetyFacts;
  readonly decided: boolean;
} {
  const { ask } = it;
  const gathered = gatherFacts(snapshotOf(it, it.today), ask);
  if (!gathered.ok) throw new Error(gathered.message);
  const facts = safetyFacts(gathered.facts, { bothAllowed: true, rollbackWithoutEnvEdit: false });
  const [reader] = facts.readers;
  if (!reader || facts.readers.length > 1)
    throw new Error(`${facts.readers.length} readers of \`${ask.from}\``);
  const decided = gathered.facts.readers.every(
    (known) => known.emptyAccepted !== undefined && known.old?.decoding !== 'json',
  );
  return { reader, facts, decided };
}

/** What `resolve` says. */
export function resolveSays(it: ReplicaCase): Said {
  const { settings } = it;
  const answer = new Analysis(snapshotOf(it, it.files)).resolve({ settings, environment: 'development' });
  // A module without the read that a removal took away may read nothing at all.
  if (!answer.ok) {
    return it.value === null ? { fate: { kind: 'value', value: undefined } } : { open: answer.message };
  }
  const [resolution] = answer.resolutions;
  return resolution === undefined ? { open: 'no settings' } : saidOf(resolution, it);
}

function saidOf(resolution: Resolution, it: ReplicaCase): Said {
  if (resolution.ok === null) return { open: 'whether it starts' };
  if (!resolution.ok) {
    const refused = resolution.errors.some((error) => error.type === 'extra_forbidden');
    return { fate: { kind: refused ? 'reject' : 'crash' } };
  }
  if (it.value === null) return { fate: { kind: 'value', value: undefined } };
  const value = it.resolved(resolution);
  return value === undefined
    ? { open: 'what a validator or a computed default gives' }
    : { fate: { kind: 'value', value } };
}

function snapshotOf(it: ReplicaCase, code: Readonly<Record<string, string>>): Snapshot {
  const files = it.dotenv === '' ? code : { ...code, '.env': it.dotenv };
  return workspace(files, {
    trusted: true,
    given: new Map([['development', new Map(Object.entries(it.environment))]]),
  });
}
