import type { EnvironmentFacts } from '../migration/facts.ts';
import type { GateVerdict } from '../migration/gates.ts';
import type { Progress } from '../migration/in-progress.ts';
import { mayHoldUnseen } from '../migration/plan-facts.ts';
import type { Place } from '../schema/schema.ts';
import { ticked } from '../text/ticked.ts';
import type { Fix } from './finding.ts';
import { aboutRecord, failing, migrationFindings, recordPlace } from './migration-findings.ts';
import type { Placed } from './placed.ts';
import type { Rule } from './rule.ts';

/** Page: contract-too-early.md */
export const contractTooEarly: Rule = {
  id: 'contract-too-early',
  severity: 'error',
  summary: 'The old key leaves, or has left, an environment in which a replica still needs it.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    yield* found(snapshot).get(file.path) ?? [];
  },
};

const found = migrationFindings(judge);

function* judge(progress: Progress): Generator<Placed> {
  const { record, facts } = progress;
  const old = facts.fromKeys.filter((key) => !facts.toKeys.includes(key));
  if (old.length === 0) return;
  if (record.phase === 'contract') yield* claimed(progress, old);
  for (const environment of facts.environments) {
    const place = leftTooEarly(environment, facts, old);
    const why = place && stillNeeded(progress, environment);
    if (place && why) yield { path: place.path, finding: gone(progress, { environment, place, old, why }) };
  }
}

const DEPLOYED: readonly GateVerdict['id'][] = ['G8', 'G9', 'G10'];

/** The phase is claimed, and something that is known to run still needs the key. */
function* claimed(progress: Progress, old: readonly string[]): Generator<Placed> {
  const verdicts = DEPLOYED.flatMap((id) => failing(progress, id));
  if (verdicts.length === 0) return;
  const { record, facts } = progress;
  const { path, span } = recordPlace(record, 'phase');
  const reasons = verdicts.map(
    ({ id, environment, reason }) => `${id}${environment ? ` in ${environment}` : ''}: ${reason}`,
  );
  yield {
    path,
    finding: {
      span,
      message: `Removing ${ticked(old)} now breaks replicas at their next restart, eviction or scale-up, not only at the next deploy; ${reasons.join('; ')}`,
      key: facts.from,
      environments: verdicts.flatMap((it) => it.environment ?? []),
      service: facts.service,
    },
  };
}

/** Where the new key stands alone. */
function leftTooEarly(
  environment: EnvironmentFacts,
  { toKeys, fromKeys }: Progress['facts'],
  old: readonly string[],
): Place | undefined {
  if (mayHoldUnseen(environment)) return undefined;
  const isSet = (key: string) => environment.layers.some((layer) => layer.entries.has(key));
  const next = toKeys.filter((key) => !fromKeys.includes(key));
  if (next.length === 0 || !next.every(isSet) || old.some(isSet)) return undefined;
  const [first = ''] = next;
  const layer = environment.layers.findLast((it) => it.entries.has(first));
  const span = layer?.entries.get(first)?.entry?.key.span;
  return layer?.path === undefined || span === undefined ? undefined : { path: layer.path, span };
}

/** Code of the workspace that reads the old key alone, or a release that is known to run and does. */
function stillNeeded(
  progress: Progress,
  environment: EnvironmentFacts,
): { readonly reader: string; readonly place?: Place } | undefined {
  const { fromKeys, toKeys, readers } = progress.facts;
  const next = toKeys.filter((key) => !fromKeys.includes(key));
  const only = readers.find(
    ({ fields }) =>
      fromKeys.some((key) => !toKeys.includes(key) && fields.has(key)) &&
      !next.some((key) => fields.has(key)),
  );
  const place = only?.fields.get(progress.facts.from)?.place;
  if (only) return { reader: `\`${only.name}\``, ...(place ? { place } : {}) };
  const deployed = failing(progress, 'G8').find((it) => it.environment === environment.name);
  return deployed ? { reader: `the release that runs there (${deployed.reason})` } : undefined;
}

function gone(
  { record, facts }: Progress,
  {
    environment,
    place,
    old,
    why,
  }: {
    readonly environment: EnvironmentFacts;
    readonly place: Place;
    readonly old: readonly string[];
    readonly why: NonNullable<ReturnType<typeof stillNeeded>>;
  },
): Placed['finding'] {
  return {
    span: place.span,
    message: `${ticked(old)} has left ${environment.name}, and ${why.reader} still reads it: a replica breaks at its next restart, eviction or scale-up`,
    key: facts.from,
    environments: [environment.name],
    service: facts.service,
    related: [
      ...(why.place ? [{ ...why.place, message: `\`${facts.from}\` is read here` }] : []),
      aboutRecord(record),
    ],
    fixes: putBack(facts, environment),
  };
}

/** The old key beside the new one, with its value as it is written. */
function putBack(facts: Progress['facts'], environment: EnvironmentFacts): readonly Fix[] {
  const { from, to, fromKeys, toKeys, convert } = facts;
  if (to === undefined || convert !== 'same' || fromKeys.length !== 1 || toKeys.length !== 1) return [];
  const layer = environment.layers.findLast((it) => it.new);
  const entry = layer?.new?.entry;
  if (!layer?.document || layer.path === undefined || !entry?.value || layer.new?.supplied) return [];
  const { document, path } = layer;
  const source = document.file.text.slice(entry.value.span.start, entry.value.span.end);
  const edits = document.format.insert(document, document.root, { name: from, value: { source } }, entry);
  if (edits.length === 0) return [];
  const title = `Add \`${from}\` back with the value of \`${to}\``;
  return [{ title, safety: 'unsafe', kind: 'quickfix', edits: edits.map((edit) => ({ ...edit, path })) }];
}
