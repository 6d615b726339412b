import { isProductionName } from '../supply/environment-name.ts';
import type { ReaderPair } from './pairs.ts';
import type { PreflightQuestion, States } from './question.ts';
import { replicasIn } from './replicas.ts';
import type { ReaderVerdict, ReplicaVerdict, Step, Verdict } from './report.ts';
import { isSameSchema } from './same-schema.ts';
import { stepsFor } from './steps.ts';
import { changedLayers, type View, viewsOf } from './views.ts';
import { worst } from './worst.ts';

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
  const parts = views.map((view) => replicasIn(question, states, pair, view, environment));
  const beside = pair.to?.form === 'calls' && hasClass(all, pair);
  const replicas = joined(parts.flatMap((it) => it.replicas)).map((it) => (beside ? withoutOld(it) : it));
  const { schema, environment: seen, resolution } = side;
  const files = [...new Set(views.flatMap((view) => changedLayers(states, view)))].sort();
  const steps = first.fromToday
    ? stepsFor({
        environment,
        from: question.from.name,
        to: question.to.name,
        running: first.fromToday,
        replicas,
        files,
      })
    : [];
  const todo = distinct([...steps, ...parts.flatMap((it) => it.steps)]);
  const isCalm = replicas.every((it) => it.verdict === 'yes' && it.problems.length === 0);
  return {
    settings: schema.id,
    service: schema.service,
    environment: seen.name,
    production: isProductionName(seen.name),
    assumes: resolution.assumes,
    deploy: worst(replicas.filter((it) => it.replica !== 'rolled-back').map(counted)),
    rollback: worst(replicas.filter((it) => it.replica === 'rolled-back').map(counted)),
    replicas,
    steps: todo,
    notes: [...new Set([...parts.flatMap((it) => it.notes), ...notesOf(question, pair, first)])],
    quiet: isCalm && todo.length === 0 && files.length === 0 && isUnchanged(question, pair),
  };
}

function isUnchanged(question: PreflightQuestion, { from, to }: ReaderPair): boolean {
  if (!from || !to) return false;
  const [before, after] = [question.from.snapshot, question.to.snapshot];
  return isSameSchema({ snapshot: before, schema: from }, { snapshot: after, schema: to });
}

/** That the running code is not wholly decided is no news of the deploy. */
function counted(it: ReplicaVerdict): Verdict {
  return it.verdict === 'unknown' && it.problems.length === 0 ? 'yes' : it.verdict;
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
