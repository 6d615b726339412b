import { Analysis } from '../../server/src/core/analysis.ts';
import type { Resolution } from '../../server/src/core/binding/resolution.ts';
import { gatherFacts } from '../../server/src/core/migration/gather-facts.ts';
import { safetyFacts } from '../../server/src/core/migration/plan-facts.ts';
import type { ReaderModel } from '../../server/src/core/migration/replica-model.ts';
import { heldBy } from '../../server/src/core/migration/safety.ts';
import type { Snapshot } from '../../server/src/core/snapshot.ts';
import { toJson } from '../../server/src/core/values/dump.ts';
import { workspace } from '../workspace.ts';
import type { Fate } from './fate.ts';
import type { ReplicaCase } from './replica-case.ts';

/**
 * What the replica model says, with the reader as Crossfade reads it from the code of today. Undefined where code
 * decides what it makes of an empty text, and where an empty text of a lower layer stops the library before it looks at
 * the higher one: plans take the worse of it.
 */
export function modelFate(it: ReplicaCase): Fate | undefined {
  const { reader, decided } = readerOf(it);
  const model = { kind: it.kind, bothAllowed: true, readers: [reader] };
  if (!decided && holdsEmpty(it)) return undefined;
  const held = heldBy(it.code, it.state, reader, model);
  if (held.kind === 'split') throw new Error('nothing refuses a replica here');
  if (held.kind !== 'value') return held;
  if (held.value === 'none') return { kind: 'value', value: undefined };
  // What other kinds of change bring is no value here.
  if (held.value === 'next' || held.value === 'garbled') throw new Error(held.value);
  return { kind: 'value', value: held.value === '' ? '' : it.form.texts.held[held.value] };
}

function holdsEmpty({ state }: ReplicaCase): boolean {
  return [state.process, state.dotenv].some((layer) => layer.old === '' || layer.new === '');
}

function readerOf(it: ReplicaCase): { readonly reader: ReaderModel; readonly decided: boolean } {
  const { kind, form } = it;
  const to = kind === 'rename' ? { to: form.new } : {};
  const gathered = gatherFacts(snapshotOf(it, it.today), { kind, from: form.old, ...to });
  if (!gathered.ok) throw new Error(gathered.message);
  const { readers } = safetyFacts(gathered.facts, { bothAllowed: true, rollbackWithoutEnvEdit: false });
  const [reader] = readers;
  if (!reader || readers.length > 1) throw new Error(`${readers.length} readers of \`${form.old}\``);
  const decided = gathered.facts.readers.every(
    (known) => known.emptyAccepted !== undefined && known.old?.decoding !== 'json',
  );
  return { reader, decided };
}

/** What `resolve` says; undefined where it leaves that open. */
export function resolvedFate(it: ReplicaCase): Fate | undefined {
  const settings = it.form.library === 'os-environ' ? 'app.settings' : 'app.settings:Settings';
  const answer = new Analysis(snapshotOf(it, it.files)).resolve({ settings, environment: 'development' });
  if (!answer.ok) return nothingIsRead(it) ? { kind: 'value', value: undefined } : undefined;
  const [resolution] = answer.resolutions;
  return resolution && fateOf(resolution, it);
}

/** A module without the read that a removal took away may read nothing at all. */
function nothingIsRead(it: ReplicaCase): boolean {
  return it.kind === 'remove' && it.code !== 'old';
}

function fateOf(resolution: Resolution, it: ReplicaCase): Fate | undefined {
  if (resolution.ok === null) return undefined;
  if (!resolution.ok) {
    const refused = resolution.errors.some((error) => error.type === 'extra_forbidden');
    return { kind: refused ? 'reject' : 'crash' };
  }
  if (nothingIsRead(it)) return { kind: 'value', value: undefined };
  const names = it.code === 'old' ? [it.form.field, it.form.old] : [it.form.newField, it.form.new];
  const field = resolution.fields.find((found) => names.includes(found.field.name));
  if (field === undefined || (field.state !== 'set' && field.state !== 'default')) return undefined;
  return field.value === undefined ? undefined : { kind: 'value', value: toJson(field.value) };
}

function snapshotOf(it: ReplicaCase, code: Readonly<Record<string, string>>): Snapshot {
  const files = it.dotenv === '' ? code : { ...code, '.env': it.dotenv };
  return workspace(files, {
    trusted: true,
    given: new Map([['development', new Map(Object.entries(it.environment))]]),
  });
}
