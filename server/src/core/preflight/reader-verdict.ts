import type { Snapshot } from '../snapshot.ts';
import { isProductionName } from '../supply/environment-name.ts';
import { acceptedBy } from './accepted.ts';
import { codeChange } from './code-change.ts';
import { couplingOf } from './coupling.ts';
import { pairFields, type ReaderPair } from './pairs.ts';
import type { PreflightQuestion, States } from './question.ts';
import type { Problem, ReaderVerdict, ReplicaVerdict, Step, Verdict } from './report.ts';
import { outcomeKey, type Side, sidesOf } from './side.ts';
import { startProblems } from './start-problems.ts';
import { stepsFor } from './steps.ts';
import { valueChange } from './value-change.ts';
import { worst } from './worst.ts';

/** What one workload sees in each of the four states. */
interface View {
  readonly fromToday?: Side;
  readonly toToday?: Side;
  readonly fromRelease?: Side;
  readonly toRelease?: Side;
}

/** The verdict for one reader of settings in one environment; undefined where it has no such environment. */
export function readerVerdict(
  question: PreflightQuestion,
  states: States,
  pair: ReaderPair,
  environment: string,
  all: readonly ReaderPair[],
): ReaderVerdict | undefined {
  const views = viewsOf(states, pair, environment);
  const [first] = views;
  const side = first?.toToday ?? first?.fromToday;
  if (!first || !side) return undefined;
  const parts = views.map((view) => partOf(question, pair, view, environment, states));
  const beside = pair.to?.form === 'calls' && hasClass(all, pair);
  const replicas = joined(parts.flatMap((it) => it.replicas)).map((it) => (beside ? withoutOld(it) : it));
  const { schema, environment: seen, resolution } = side;
  const steps = first.fromToday
    ? stepsFor({
        environment,
        from: question.from.name,
        to: question.to.name,
        running: first.fromToday,
        replicas,
        files: changedLayers(states, first),
      })
    : [];
  return {
    settings: schema.id,
    service: schema.service,
    environment: seen.name,
    production: isProductionName(seen.name),
    assumes: resolution.assumes,
    deploy: worst(replicas.filter((it) => it.replica !== 'rolled-back').map(counted)),
    rollback: worst(replicas.filter((it) => it.replica === 'rolled-back').map(counted)),
    replicas,
    steps: distinct([...steps, ...parts.flatMap((it) => it.steps)]),
    notes: [...new Set([...parts.flatMap((it) => it.notes), ...notesOf(question, pair, first)])],
  };
}

/** That the running code is not wholly decided is no news of the deploy. */
function counted(it: ReplicaVerdict): Verdict {
  return it.verdict === 'unknown' && it.problems.length === 0 ? 'yes' : it.verdict;
}

function viewsOf(states: States, { from, to }: ReaderPair, environment: string): readonly View[] {
  const sides = (snapshot: Snapshot | undefined, schema: typeof from) =>
    snapshot && schema ? sidesOf(snapshot, schema, environment) : [];
  const fromToday = sides(states.fromToday, from);
  const toToday = sides(states.toToday, to);
  const fromRelease = sides(states.fromRelease, from);
  const toRelease = sides(states.toRelease, to);
  const count = Math.max(fromToday.length, toToday.length, fromRelease.length, toRelease.length);
  // Where workloads come or go, each is compared with the first of the others.
  const at = (list: readonly Side[], index: number) => list[index] ?? list[0];
  return Array.from({ length: count }, (_, index) => {
    const view = {
      ...named('fromToday', at(fromToday, index)),
      ...named('toToday', at(toToday, index)),
    };
    const release = {
      ...named('fromRelease', at(fromRelease, index)),
      ...named('toRelease', at(toRelease, index)),
    };
    return isOther(view, release) ? { ...view, ...release } : view;
  });
}

function named<K extends keyof View>(key: K, side: Side | undefined): View {
  return side ? { [key]: side } : {};
}

/** False where the files that changed mean nothing to this reader. */
function isOther(today: View, release: View): boolean {
  const differs = (a: Side | undefined, b: Side | undefined) =>
    b !== undefined && (a === undefined || outcomeKey(a) !== outcomeKey(b));
  return differs(today.fromToday, release.fromRelease) || differs(today.toToday, release.toRelease);
}

interface Part {
  readonly replicas: readonly ReplicaVerdict[];
  readonly steps: readonly Step[];
  readonly notes: readonly string[];
}

function partOf(
  question: PreflightQuestion,
  pair: ReaderPair,
  view: View,
  environment: string,
  states: States,
): Part {
  const { from, to } = question;
  const coupling = couplingIn(question, pair, view, environment, states);
  const mixed = coupling !== 'bundled' || view.toRelease === undefined;
  const replicas: ReplicaVerdict[] = [];
  const steps: Step[] = [];
  const notes: string[] = [];
  const add = (it: Omit<ReplicaVerdict, 'verdict'>, decided: boolean | null) =>
    replicas.push(judged(question, pair, it, decided));
  const { fromToday, toToday, fromRelease, toRelease } = view;
  if (fromToday) {
    const problems = startProblems(fromToday, undefined);
    add(
      { replica: 'running', code: from.name, when: 'restart', values: 'today', problems },
      fromToday.resolution.ok,
    );
  }
  if (toToday && mixed) {
    const change = changeOf(question, fromToday, toToday, fromToday);
    steps.push(...change.steps);
    notes.push(...change.notes);
    const problems = soften(change.problems, coupling, toRelease);
    add({ replica: 'new', code: to.name, when: 'deploy', values: 'today', problems }, null);
  }
  const moved = fromToday && fromRelease ? valueChange(fromToday, fromRelease, toRelease) : [];
  if (fromRelease && mixed) {
    const problems = soften(moved, coupling, toRelease);
    add({ replica: 'running', code: from.name, when: 'restart', values: 'release', problems }, null);
  }
  if (toRelease) {
    const change = changeOf(question, fromRelease, toRelease, fromToday);
    steps.push(...change.steps);
    notes.push(...change.notes);
    add(
      { replica: 'new', code: to.name, when: 'deploy', values: 'release', problems: change.problems },
      null,
    );
  }
  if (fromToday && (toToday ?? toRelease)) {
    const back =
      mixed && fromRelease ? soften(moved, coupling, toRelease) : startProblems(fromToday, undefined);
    const values = mixed && fromRelease ? 'release' : 'today';
    add({ replica: 'rolled-back', code: from.name, when: 'rollback', values, problems: back }, null);
  }
  if (coupling === undefined && replicas.some((it) => it.problems.some(isSoftened))) {
    const files = changedLayers(states, view).map((it) => `\`${it}\``);
    notes.push(
      `whether ${files.join(', ')} ${files.length > 1 ? 'ship' : 'ships'} with the code is not known; \`coupling\` of \`${environment}\` in the configuration says it`,
    );
  }
  return { replicas, steps, notes };
}

const SOFT = '; this is so only if the values do not ship with the code';

function isSoftened(it: Problem): boolean {
  return it.message.endsWith(SOFT);
}

/** Code and values of different versions meet only where the values do not ship with the code. */
function soften(
  problems: readonly Problem[],
  coupling: 'bundled' | 'external' | undefined,
  release: Side | undefined,
): readonly Problem[] {
  if (coupling !== undefined || !release) return problems;
  return problems.map((it) => ({ ...it, verdict: 'unknown', message: `${it.message}${SOFT}` }));
}

/** Files of `KEY=VALUE` lines that git tracks may ship with the code; what manifests supply never does. */
function couplingIn(
  { today }: PreflightQuestion,
  pair: ReaderPair,
  view: View,
  environment: string,
  states: States,
): 'bundled' | 'external' | undefined {
  const schema = pair.to ?? pair.from;
  const configured = schema && couplingOf(today, schema, environment);
  if (configured !== undefined || !view.toRelease) return configured ?? 'external';
  const kinds = [view.fromToday, view.toToday, view.fromRelease, view.toRelease].flatMap((it) =>
    (it?.environment.layers ?? []).filter(({ path }) => path !== undefined && states.changed.includes(path)),
  );
  return kinds.some((it) => it.kind !== 'process') ? undefined : 'external';
}

function changedLayers(states: States, view: View): readonly string[] {
  const paths = [view.fromToday, view.toToday, view.fromRelease, view.toRelease].flatMap((it) =>
    (it?.environment.layers ?? []).flatMap(({ path }) => path ?? []),
  );
  return states.changed.filter((it) => paths.includes(it));
}

function changeOf(
  { renames }: PreflightQuestion,
  before: Side | undefined,
  after: Side,
  running: Side | undefined,
): ReturnType<typeof codeChange> {
  if (before && running) return codeChange(before, after, running, renames);
  return {
    problems: startProblems(after, undefined).map((it) => ({ ...it, introduced: true })),
    steps: [],
    notes: [],
  };
}

function judged(
  { to }: PreflightQuestion,
  pair: ReaderPair,
  it: Omit<ReplicaVerdict, 'verdict'>,
  decided: boolean | null,
): ReplicaVerdict {
  const problems =
    it.replica === 'new'
      ? it.problems.map((problem) => withAcceptance(to.snapshot, pair, problem))
      : it.problems;
  const left = problems.filter((problem) => problem.accepted === undefined);
  const verdict: Verdict = worst(left.map((problem) => problem.verdict));
  const open = it.replica === 'running' && it.values === 'today' && decided === null;
  return { ...it, problems, verdict: verdict === 'yes' && open ? 'unknown' : verdict };
}

function withAcceptance(snapshot: Snapshot, pair: ReaderPair, problem: Problem): Problem {
  const own = pairFields(pair).find((it) => (it.to ?? it.from)?.name === problem.field)?.to;
  const declaration = own?.declaration ?? pair.to?.place;
  const accepted = declaration && acceptedBy(snapshot, declaration, problem.cause);
  return accepted === undefined ? problem : { ...problem, accepted };
}

/** Replicas of several workloads in one state are told as one. */
function joined(replicas: readonly ReplicaVerdict[]): readonly ReplicaVerdict[] {
  const found: ReplicaVerdict[] = [];
  for (const it of replicas) {
    const at = found.findIndex(({ replica, values }) => replica === it.replica && values === it.values);
    const known = found[at];
    if (!known) found.push(it);
    else {
      const fresh = it.problems.filter(
        ({ message }) => !known.problems.some((other) => other.message === message),
      );
      found[at] = {
        ...known,
        verdict: worst([known.verdict, it.verdict]),
        problems: [...known.problems, ...fresh],
      };
    }
  }
  return found;
}

function hasClass(all: readonly ReaderPair[], pair: ReaderPair): boolean {
  const service = pair.to?.service;
  return all.some((it) => it.to?.form === 'class' && it.to.service === service);
}

/** Which modules a service imports beside its class is not known: what was so before says nothing about the deploy. */
function withoutOld(it: ReplicaVerdict): ReplicaVerdict {
  const problems = it.problems.filter((problem) => problem.introduced);
  return problems.length === it.problems.length
    ? it
    : {
        ...it,
        problems,
        verdict: worst(problems.filter(({ accepted }) => accepted === undefined).map((p) => p.verdict)),
      };
}

function distinct(steps: readonly Step[]): readonly Step[] {
  const order: readonly Step['when'][] = ['before-deploy', 'after-deploy', 'before-rollback'];
  const texts = new Set<string>();
  return steps
    .filter(({ when, text }) => !texts.has(`${when} ${text}`) && texts.add(`${when} ${text}`))
    .sort((a, b) => order.indexOf(a.when) - order.indexOf(b.when));
}

function notesOf({ from, to }: PreflightQuestion, pair: ReaderPair, view: View): readonly string[] {
  const notes: string[] = [];
  const side = view.toToday ?? view.fromToday;
  if (!pair.from && pair.to) notes.push(`\`${pair.to.id}\` is not in \`${from.name}\``);
  if (!pair.to && pair.from) notes.push(`\`${pair.from.id}\` is not in \`${to.name}\``);
  if (side?.environment.unseen)
    notes.push(`no file of \`${side.environment.name}\` is seen; what differs between the versions is`);
  for (const store of side?.environment.opaque ?? []) notes.push(`\`${store}\` cannot be read`);
  if (side?.environment.guess !== undefined) notes.push(`assumed: ${side.environment.guess}`);
  const open = view.toToday?.resolution.ok === null ? view.toToday.resolution.undecided : [];
  const code = open.filter(
    (it) =>
      it.field === undefined || pair.to?.fields.some((f) => f.name === it.field && f.undecided.length > 0),
  );
  if (code.length > 0)
    notes.push(
      `code of the service decides about ${code.length === 1 ? 'one thing' : `${code.length} things`} here; it is the same text in both versions where nothing else is said`,
    );
  return notes;
}
