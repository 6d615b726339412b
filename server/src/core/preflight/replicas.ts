import type { Snapshot } from '../snapshot.ts';
import { acceptedBy } from './accepted.ts';
import { codeChange } from './code-change.ts';
import { couplingOf } from './coupling.ts';
import { fieldAt } from './field-at.ts';
import { goneConstants } from './gone-constants.ts';
import { newReader } from './new-reader.ts';
import { pairFields, type ReaderPair } from './pairs.ts';
import type { PreflightQuestion, States } from './question.ts';
import type { Problem, ReplicaVerdict, Step } from './report.ts';
import { respelling } from './respelling.ts';
import { changedSecrets } from './secret-change.ts';
import type { Side } from './side.ts';
import { startProblems } from './start-problems.ts';
import { supplyGone } from './supply-gone.ts';
import { valueChange } from './value-change.ts';
import { changedLayers, layersOf, type View } from './views.ts';
import { worst } from './worst.ts';

/** The replicas that one view of an environment can hold, what is to be done, and what is worth knowing. */
export interface ViewVerdict {
  readonly replicas: readonly ReplicaVerdict[];
  readonly steps: readonly Step[];
  readonly notes: readonly string[];
}

/** A view of the environment, and how its values reach it. */
interface Meeting {
  readonly question: PreflightQuestion;
  readonly states: States;
  readonly pair: ReaderPair;
  readonly view: View;
  readonly environment: string;
  readonly coupling: 'bundled' | 'external' | undefined;
  /** Code and values of different versions may meet. */
  readonly mixed: boolean;
}

/** What becomes of each replica that a view of an environment can hold. */
export function replicasIn(
  question: PreflightQuestion,
  states: States,
  pair: ReaderPair,
  view: View,
  environment: string,
): ViewVerdict {
  const coupling = couplingIn(question, pair, view, environment, states);
  const mixed = coupling !== 'bundled' || view.toRelease === undefined;
  const meeting: Meeting = { question, states, pair, view, environment, coupling, mixed };
  const fresh = newReplicas(meeting);
  const replicas = [...runningReplicas(meeting), ...fresh.replicas].map((it) => judged(meeting, it));
  const order = (it: ReplicaVerdict) => ORDER.indexOf(`${it.replica} ${it.values}`);
  return {
    replicas: replicas.sort((a, b) => order(a) - order(b)),
    steps: fresh.steps,
    notes: [...fresh.notes, ...couplingNote(meeting, replicas)],
  };
}

type Unjudged = Omit<ReplicaVerdict, 'verdict'>;

/** As they come about. */
const ORDER: readonly string[] = [
  'running today',
  'new today',
  'running release',
  'new release',
  'rolled-back today',
  'rolled-back release',
];

/** The old code: as it runs, on the values of the new version, and once it comes back. */
function runningReplicas({ question, view, coupling, mixed }: Meeting): readonly Unjudged[] {
  const { fromToday, toToday, fromRelease, toRelease } = view;
  if (!fromToday) return [];
  const code = question.from.name;
  const asNow = startProblems(fromToday, undefined);
  const found: Unjudged[] = [{ replica: 'running', code, when: 'restart', values: 'today', problems: asNow }];
  const moved = fromRelease && mixed;
  const problems = moved
    ? [
        ...soften(
          [...valueChange(fromToday, fromRelease, toRelease), ...supplyGone(fromToday, fromRelease)],
          coupling,
          toRelease,
        ),
        ...changedSecrets(fromToday, fromRelease),
      ]
    : asNow;
  const values = moved ? 'release' : 'today';
  if (moved) found.push({ replica: 'running', code, when: 'restart', values, problems });
  if (toToday ?? toRelease) found.push({ replica: 'rolled-back', code, when: 'rollback', values, problems });
  return found;
}

/** The new code, on the values of today and on those that come with it. */
function newReplicas(meeting: Meeting): {
  readonly replicas: readonly Unjudged[];
  readonly steps: readonly Step[];
  readonly notes: readonly string[];
} {
  const { question, states, pair, view, coupling, mixed } = meeting;
  const { fromToday, toToday, fromRelease, toRelease } = view;
  const base = { replica: 'new', code: question.to.name, when: 'deploy' } as const;
  const early = toToday && mixed ? changeOf(meeting, fromToday, toToday, fromToday) : undefined;
  const late = toRelease ? changeOf(meeting, fromRelease, toRelease, fromToday) : undefined;
  const respelled =
    early && fromToday && toToday && toRelease ? respelling(fromToday, toToday, toRelease) : [];
  const replicas: Unjudged[] = [];
  // Where the new code reads nothing of it any more, nothing else can go wrong.
  const gone =
    pair.from && !pair.to && fromToday ? goneConstants(fromToday, states.toToday, question.uses) : [];
  if (gone.length > 0) replicas.push({ ...base, values: 'today', problems: gone });
  if (early) {
    const problems = soften([...early.problems, ...respelled], coupling, toRelease);
    replicas.push({ ...base, values: 'today', problems });
  }
  if (late && toRelease) {
    const secrets = fromToday ? changedSecrets(fromToday, toRelease) : [];
    const lost = toToday ? supplyGone(toToday, toRelease) : [];
    const known = new Set(late.problems.map((it) => it.field));
    const unseen = lost.filter((it) => !known.has(it.field));
    replicas.push({ ...base, values: 'release', problems: [...late.problems, ...unseen, ...secrets] });
  }
  const both = [early, late].filter((it) => it !== undefined);
  return {
    replicas,
    steps: both.flatMap((it) => it.steps),
    notes: both.flatMap((it) => it.notes),
  };
}

function couplingNote(
  { states, view, environment, coupling }: Meeting,
  replicas: readonly ReplicaVerdict[],
): readonly string[] {
  if (coupling !== undefined || !replicas.some((it) => it.problems.some(isSoftened))) return [];
  const files = changedLayers(states, view).map((it) => `\`${it}\``);
  const ship = files.length > 1 ? 'ship' : 'ships';
  return [
    `whether ${files.join(', ')} ${ship} with the code is not known; \`coupling\` of \`${environment}\` in the configuration says it`,
  ];
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
  const kinds = layersOf(view).filter(({ path }) => path !== undefined && states.changed.includes(path));
  return kinds.some((it) => it.kind !== 'process') ? undefined : 'external';
}

function changeOf(
  { question, states }: Pick<Meeting, 'question' | 'states'>,
  before: Side | undefined,
  after: Side,
  running: Side | undefined,
): ReturnType<typeof codeChange> {
  const { successors, uses } = question;
  if (before && running) return codeChange(before, after, running, successors, uses);
  const stops = startProblems(after, undefined).map((it) => ({ ...it, introduced: true }));
  return {
    problems: stops.length > 0 ? stops : newReader(states.fromToday, after),
    steps: [],
    notes: [],
  };
}

function judged({ question, pair, view }: Meeting, it: Unjudged): ReplicaVerdict {
  const { snapshot } = question.to;
  const problems =
    it.replica === 'new'
      ? it.problems.map((problem) => withAcceptance(snapshot, pair, problem))
      : it.problems;
  const left = problems.filter((problem) => problem.accepted === undefined);
  const verdict = worst(left.map((problem) => problem.verdict));
  // What runs was decided when it started, though not here.
  const open = it.replica === 'running' && it.values === 'today' && view.fromToday?.resolution.ok === null;
  return { ...it, problems, verdict: verdict === 'yes' && open ? 'unknown' : verdict };
}

function withAcceptance(snapshot: Snapshot, pair: ReaderPair, problem: Problem): Problem {
  const own = pairFields(pair).find((it) => (it.to ?? it.from)?.name === problem.field)?.to;
  const part = own ?? (pair.to && problem.field?.includes('.') ? fieldAt(pair.to, problem.field) : undefined);
  const declaration = part?.declaration ?? pair.to?.place;
  const accepted = declaration && acceptedBy(snapshot, declaration, problem.cause);
  return accepted === undefined ? problem : { ...problem, accepted };
}
