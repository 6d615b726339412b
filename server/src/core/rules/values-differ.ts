import { conversionNamed } from '../migration/conversion.ts';
import type { EnvironmentFacts } from '../migration/facts.ts';
import type { GateVerdict } from '../migration/gates.ts';
import type { Progress } from '../migration/in-progress.ts';
import type { Snapshot } from '../snapshot.ts';
import { str } from '../syntax/data.ts';
import type { Fix } from './finding.ts';
import { aboutRecord, failing, migrationFindings, readsNew, verdictPlace } from './migration-findings.ts';
import type { Placed } from './placed.ts';
import type { Rule } from './rule.ts';

/** Page: values-differ.md */
export const valuesDiffer: Rule = {
  id: 'values-differ',
  severity: 'error',
  summary:
    'While a migration sets both keys they hold different values, so that old and new replicas behave differently.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    yield* found(snapshot).get(file.path) ?? [];
  },
};

const found = migrationFindings(judge);

function* judge(progress: Progress, snapshot: Snapshot): Generator<Placed> {
  for (const verdict of failing(progress, 'G3')) {
    const environment = progress.facts.environments.find((it) => it.name === verdict.environment);
    if (environment && differs(progress, environment))
      yield placed(progress, snapshot, verdict, environment.name);
  }
}

/** False where the new values are what the conversion makes of the old ones, or where it knows no exact value. */
function differs({ facts }: Progress, environment: EnvironmentFacts): boolean {
  const { fromKeys, toKeys, answers, convert } = facts;
  const old = textsOf(environment, fromKeys);
  const next = textsOf(environment, toKeys);
  const expected = conversionNamed(convert, { from: fromKeys, to: toKeys, answers })?.toNew(old);
  return expected !== undefined && toKeys.some((key) => next.has(key) && next.get(key) !== expected.get(key));
}

/** The text of each key in the highest layer that sets it. */
function textsOf(environment: EnvironmentFacts, keys: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    keys.flatMap((key): readonly [string, string][] => {
      const text = environment.layers.findLast((it) => it.entries.has(key))?.entries.get(key)?.text;
      return text === undefined ? [] : [[key, text]];
    }),
  );
}

function placed(progress: Progress, snapshot: Snapshot, verdict: GateVerdict, name: string): Placed {
  const { facts, record } = progress;
  const { path, span } = verdictPlace(snapshot, record, verdict);
  const isRead = readsNew(progress);
  const environment = facts.environments.find((it) => it.name === name);
  return {
    path,
    finding: {
      span,
      ...(isRead ? {} : { severity: 'warning' as const }),
      message: isRead
        ? `\`${facts.from}\` and \`${facts.to}\` differ in ${name}: replicas of the two releases behave differently`
        : `\`${facts.from}\` and \`${facts.to}\` differ in ${name}; code that reads \`${facts.to}\` would bring another value`,
      key: facts.to ?? facts.from,
      environments: [name],
      service: facts.service,
      related: [...oldPlace(environment), aboutRecord(record)],
      fixes: environment ? copied(progress, environment) : [],
    },
  };
}

function oldPlace(environment: EnvironmentFacts | undefined): NonNullable<Placed['finding']['related']> {
  const layer = environment?.layers.findLast((it) => it.old);
  const span = layer?.old?.entry?.key.span;
  return layer?.path === undefined || span === undefined
    ? []
    : [{ path: layer.path, span, message: 'the old key' }];
}

/** The old value over the new one: what replicas use today. Never of a secret. */
function copied({ facts }: Progress, environment: EnvironmentFacts): readonly Fix[] {
  const old = environment.layers.findLast((it) => it.old)?.old;
  const layer = environment.layers.findLast((it) => it.new);
  const entry = layer?.new?.entry;
  const secret = facts.readers.some((it) => it.old?.secret || it.new?.secret);
  const plain = facts.convert === 'same' && facts.fromKeys.length === 1 && facts.toKeys.length === 1;
  if (!entry || layer?.new?.supplied || !layer?.document || layer.path === undefined) return [];
  if (secret || !plain || old?.text === undefined) return [];
  const { document, path } = layer;
  const edits = document.format.replace(document, entry, str(old.text));
  if (edits.length === 0) return [];
  return [
    {
      title: `Give \`${facts.to}\` the value of \`${facts.from}\``,
      safety: 'unsafe',
      kind: 'quickfix',
      edits: edits.map((edit) => ({ ...edit, path })),
    },
  ];
}
