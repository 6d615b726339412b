import { environmentNamed, environmentsOf } from '../binding/environments.ts';
import { schemasOf } from '../schema/readers.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import { isMeant, parseSettingsSpec } from '../schema/settings-spec.ts';
import type { Snapshot } from '../snapshot.ts';
import { pairReaders, type ReaderPair } from './pairs.ts';
import type { PreflightQuestion, States } from './question.ts';
import { readerVerdict } from './reader-verdict.ts';
import type { Preflight, ReaderVerdict } from './report.ts';
import { crossed, valuesOf } from './values.ts';
import { worst } from './worst.ts';

export type PreflightAnswer =
  | { readonly ok: true; readonly report: Preflight }
  | { readonly ok: false; readonly message: string; readonly candidates: readonly string[] };

/** Says which replicas of a deploy, and of the way back, start and read what they should. */
export function preflight(question: PreflightQuestion): PreflightAnswer {
  const states = statesOf(question);
  const all = pairReaders(schemasOf(states.fromToday), schemasOf(states.toToday));
  const pairs = chosen(all, question.settings);
  if (pairs.length === 0) return nothingThere(all, question.settings);
  const names = environmentNames(states, pairs, question.environments ?? []);
  if ('unknown' in names) {
    return {
      ok: false,
      message: `there is no environment \`${names.unknown}\``,
      candidates: names.candidates,
    };
  }
  const readers = pairs.flatMap((pair) =>
    names.wanted.flatMap((name) => readerVerdict(question, states, pair, name, all) ?? []),
  );
  return { ok: true, report: reportOf(question, states, readers, names.leftOut) };
}

function statesOf({ today, from, to, applied = false }: PreflightQuestion): States {
  const values = valuesOf(today, from, to, applied);
  const fromToday = crossed(today, from, values.today, to);
  const toToday = crossed(today, to, values.today, from);
  if (!values.release) return { fromToday, toToday, changed: [] };
  return {
    fromToday,
    toToday,
    fromRelease: crossed(today, from, values.release, to),
    toRelease: crossed(today, to, values.release, from),
    changed: values.changed,
  };
}

function chosen(pairs: readonly ReaderPair[], settings: string | undefined): readonly ReaderPair[] {
  if (settings === undefined) return pairs;
  const spec = parseSettingsSpec(settings);
  return pairs.filter(({ from, to }) => [from, to].some((it) => it !== undefined && isMeant(it, spec)));
}

function nothingThere(all: readonly ReaderPair[], settings: string | undefined): PreflightAnswer {
  const message =
    settings === undefined || all.length === 0
      ? 'no settings are read by the Python code of either version'
      : `\`${settings}\` names no settings of either version`;
  const candidates = all.flatMap(({ from, to }) => (to ?? from)?.id ?? []);
  return { ok: false, message, candidates: [...new Set(candidates)].sort() };
}

type Names =
  | { readonly wanted: readonly string[]; readonly leftOut: readonly string[] }
  | { readonly unknown: string; readonly candidates: readonly string[] };

/** Without a choice, those of which something is seen; all of them where nothing of any is. */
function environmentNames(states: States, pairs: readonly ReaderPair[], asked: readonly string[]): Names {
  const found = new Map<string, boolean>();
  const add = (snapshot: Snapshot, schema: SettingsSchema | undefined) => {
    for (const it of schema ? environmentsOf(snapshot, schema) : []) {
      found.set(it.name, (found.get(it.name) ?? false) || !it.unseen || it.opaque.length > 0);
    }
  };
  for (const { from, to } of pairs) {
    add(states.fromToday, from);
    add(states.toToday, to);
    if (states.toRelease) add(states.toRelease, to);
  }
  if (asked.length > 0) {
    const all = pairs.flatMap(({ from, to }) => [
      ...(from ? environmentsOf(states.fromToday, from) : []),
      ...(to ? environmentsOf(states.toToday, to) : []),
    ]);
    const unknown = asked.find((name) => !environmentNamed(all, name));
    if (unknown !== undefined) return { unknown, candidates: [...found.keys()] };
    return {
      wanted: [...new Set(asked.map((name) => environmentNamed(all, name)?.name ?? name))],
      leftOut: [],
    };
  }
  const seen = [...found].filter(([, it]) => it).map(([name]) => name);
  const wanted = seen.length > 0 ? seen : [...found.keys()];
  return { wanted, leftOut: [...found.keys()].filter((it) => !wanted.includes(it)) };
}

function reportOf(
  { from, to }: PreflightQuestion,
  { changed }: States,
  readers: readonly ReaderVerdict[],
  leftOut: readonly string[],
): Preflight {
  return {
    from: from.name,
    to: to.name,
    deploy: worst(readers.map((it) => it.deploy)),
    rollback: worst(readers.map((it) => it.rollback)),
    mends: readers.some(isMended) && readers.every((it) => it.deploy === 'yes' || isMended(it)),
    readers,
    changedFiles: changed,
    notes: leftOut.map((name) => `nothing of \`${name}\` is seen, and it was not looked at`),
  };
}

function isMended({ replicas }: ReaderVerdict): boolean {
  const broken = replicas.filter((it) => it.verdict === 'no' && it.replica !== 'rolled-back');
  const runs = replicas.some((it) => it.replica === 'new');
  return runs && broken.length > 0 && broken.every((it) => it.replica === 'running' && it.values === 'today');
}
