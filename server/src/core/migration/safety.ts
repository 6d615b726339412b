import { kindNamed } from './kinds/kinds.ts';
import type { Edited, KeysHeld, Move, Plan, Shape } from './plans.ts';
import { START } from './plans.ts';
import type {
  Code,
  EnvironmentState,
  Held,
  LayerState,
  MigrationModel,
  Outcome,
  ReaderModel,
} from './replica-model.ts';
import { LAYERS } from './replica-model.ts';

/** All that decides whether a plan is safe. */
export interface SafetyFacts extends MigrationModel {
  /** Settings that ship inside the same artefact as the code change together with it. */
  readonly coupling: 'bundled' | 'external';
  /** The environments as they are today; for a layer that cannot be seen one shape for each thing it may hold. */
  readonly shapes: readonly Shape[];
  /** At every moment, going back to the version that read the keys differently must not need an edit of the
   * environment. */
  readonly rollbackWithoutEnvEdit: boolean;
  /** Somebody else reads OLD, and can follow only once NEW is there beside it. */
  readonly otherReaders?: boolean;
}

export type Failure = 'crash' | 'reject' | 'wrong' | 'split';

/** One replica that breaks. */
export interface Broken {
  readonly code: Code;
  readonly edited: Edited;
  readonly shape: Shape;
  /** Index into the readers; one behind the last for a reader of somebody else. */
  readonly reader: number;
  readonly failure: Failure;
  /** Index of the plan's move during which the replica can exist. */
  readonly move: number;
  /** `restart`: code that already runs starts again. `deploy`: code of this move. `rollback`: the release before. */
  readonly when: 'restart' | 'deploy' | 'rollback';
}

export interface Safety {
  readonly safe: boolean;
  readonly broken: readonly Broken[];
}

/** A replica that can exist during a move. */
interface Pair {
  readonly code: Code;
  readonly edited: Edited;
  readonly when: Broken['when'];
  /** The environment of which it is to hold the value: a release that also edits settings moves none. */
  readonly meant: Edited;
}

/** Looks at every replica that can exist while the plan is carried out, in every environment, for every reader. */
export function isSafe(plan: Plan, facts: SafetyFacts): Safety {
  const broken: Broken[] = [];
  let code: Code = 'old';
  let before: Code | undefined;
  let edited = START;
  const { signs } = kindNamed(facts.kind).model;
  let tokens: Tokens = [];
  plan.moves.forEach((move, index) => {
    const pairs = reached(move, code, edited, facts);
    const own = code;
    if (move.kind !== 'environment') {
      before = reading(move.code) === reading(code) ? before : code;
      code = move.code;
    }
    const back = facts.rollbackWithoutEnvEdit ? rollbackPairs(move, before, edited, facts) : [];
    broken.push(...brokenPairs([...pairs, ...back], index, facts));
    if (facts.otherReaders) broken.push(...othersBroken(move, own, edited, index, facts));
    if (signs) {
      // What was signed before a wait has run out; what runs now goes on to sign.
      const alive =
        move.kind === 'environment' && move.waits ? tokensOf([{ code: own, edited }], facts) : tokens;
      tokens = joined(alive, tokensOf([...pairs, ...back], facts));
      broken.push(...refusals([...pairs, ...back], tokens, index, facts));
    }
    if (move.kind !== 'code') edited = { process: move.to, dotenv: move.to };
  });
  return { safe: broken.length === 0, broken };
}

/** Only the two ends of a joint change exist where one artefact carries code and settings for its only reader, and no
 * process environment overrides the key. */
export function isDiagonal(facts: SafetyFacts): boolean {
  return (
    facts.coupling === 'bundled' &&
    facts.readers.length === 1 &&
    facts.otherReaders !== true &&
    facts.target !== 'process' &&
    kindNamed(facts.kind).model.apart !== true &&
    facts.shapes.every((shape) => shape.process === undefined)
  );
}

function reached(move: Move, code: Code, edited: Edited, facts: SafetyFacts): readonly Pair[] {
  const own = (state: Edited): Pair => ({ code, edited: state, when: 'restart', meant: state });
  switch (move.kind) {
    case 'code':
      return [own(edited), { code: move.code, edited, when: 'deploy', meant: edited }];
    case 'environment':
      return passedThrough(edited, move.to, facts).map(own);
    case 'together': {
      const states = passedThrough(edited, move.to, facts);
      const deployed = (state: Edited): Pair => ({
        code: move.code,
        edited: state,
        when: 'deploy',
        meant: edited,
      });
      if (isDiagonal(facts)) return [own(edited), deployed(states.at(-1) ?? edited)];
      return states.flatMap((state) => [{ ...own(state), meant: edited }, deployed(state)]);
    }
  }
}

/** The states an environment passes through on its way, first and last included: one layer at a time and the
 * highest first, so that NEW never stands below an OLD that would lose to it. What only goes does so from below. */
function passedThrough(from: Edited, to: KeysHeld, facts: MigrationModel): readonly Edited[] {
  const { model } = kindNamed(facts.kind);
  if (model.unordered) {
    const states = [from, ...LAYERS.map((layer) => ({ ...from, [layer]: to })), { process: to, dotenv: to }];
    return states.filter((it, at) => states.findIndex((other) => same(it, other)) === at);
  }
  const states = [from];
  let current = from;
  const order = model.lowestFirst?.includes(to) ? [...LAYERS].reverse() : LAYERS;
  for (const layer of order) {
    for (const state of model.passes(current[layer], to, facts).slice(1)) {
      current = { ...current, [layer]: state };
      states.push(current);
    }
  }
  return states;
}

function same(a: Edited, b: Edited): boolean {
  return LAYERS.every((layer) => a[layer] === b[layer]);
}

/** Which keys a version reads; versions that read the same keys are no step back for each other. */
export function reading(code: Code): 'old' | 'both' | 'new' {
  switch (code) {
    case 'old':
      return 'old';
    case 'both':
    case 'both-old-first':
      return 'both';
    case 'new':
    case 'new-declaring':
      return 'new';
  }
}

/** The version before the running one, in every environment state that the running one meets. A bundled artefact
 * carries its own settings back, so nothing is asked there. */
function rollbackPairs(
  move: Move,
  before: Code | undefined,
  edited: Edited,
  facts: SafetyFacts,
): readonly Pair[] {
  if (before === undefined || isDiagonal(facts)) return [];
  const states = move.kind === 'code' ? [edited] : passedThrough(edited, move.to, facts);
  return states.map((state) => ({ code: before, edited: state, when: 'rollback', meant: state }));
}

function brokenPairs(pairs: readonly Pair[], move: number, facts: SafetyFacts): readonly Broken[] {
  const codes = new Set(pairs.map((pair) => pair.code));
  const broken = new Map<string, Broken>();
  for (const { code, edited, when, meant } of pairs) {
    facts.shapes.forEach((shape, shapeIndex) => {
      facts.readers.forEach((reader, index) => {
        const outcome = outcomeOf(code, edited, shape, reader, facts, meant);
        if (outcome === undefined || outcome === 'ok') return;
        // A layer that holds nothing looks the same before and after its edit.
        const key = `${code} ${when} ${shapeIndex} ${index} ${contents(shape, edited, facts)}`;
        const failure = failureOf(outcome, codes.size > 1);
        if (!broken.has(key)) broken.set(key, { code, edited, shape, reader: index, failure, move, when });
      });
    });
  }
  return [...broken.values()];
}

/**
 * Somebody else's reader that still reads OLD where it goes: before it does, every environment has to have held both,
 * so that others could follow, and evidence that they did is asked for.
 */
function othersBroken(
  move: Move,
  code: Code,
  edited: Edited,
  index: number,
  facts: SafetyFacts,
): readonly Broken[] {
  if (move.kind === 'code' || move.to !== 'new') return [];
  const { leaves } = kindNamed(facts.kind).model;
  if (!leaves && LAYERS.every((layer) => edited[layer] === 'both')) return [];
  const to: Edited = { process: move.to, dotenv: move.to };
  return facts.shapes
    .filter((shape) => changes(edited, to, { ...facts, shapes: [shape] }))
    .map((shape) => ({
      code,
      edited: to,
      shape,
      reader: facts.readers.length,
      failure: 'crash',
      move: index,
      when: 'restart',
    }));
}

/** An environment in which none of the own readers starts is no environment of this service. */
function runsToday(shape: Shape, facts: SafetyFacts): boolean {
  const today = environmentOf(shape, START, facts);
  return facts.readers.some((reader) => heldBy('old', today, reader, facts).kind === 'value');
}

/** Names of the keys, by shape, that have signed what is still shown around. */
type Tokens = readonly ReadonlySet<string>[];

function tokensOf(
  pairs: readonly { readonly code: Code; readonly edited: Edited }[],
  facts: SafetyFacts,
): Tokens {
  return facts.shapes.map((shape) => {
    const held = pairs.flatMap(({ code, edited }) =>
      facts.readers.map((reader) => heldBy(code, environmentOf(shape, edited, facts), reader, facts)),
    );
    return new Set(held.flatMap((it) => (it.kind === 'value' && it.signs !== undefined ? [it.signs] : [])));
  });
}

function joined(a: Tokens, b: Tokens): Tokens {
  return b.map((own, index) => new Set([...own, ...(a[index] ?? [])]));
}

/** Replicas that refuse what others have signed, where those of today accept each other. */
function refusals(
  pairs: readonly Pair[],
  tokens: Tokens,
  move: number,
  facts: SafetyFacts,
): readonly Broken[] {
  const today = tokensOf([{ code: 'old', edited: START }], facts);
  return facts.shapes.flatMap((shape, index) => {
    if ((today[index]?.size ?? 0) > 1) return [];
    return pairs.flatMap(({ code, edited, when }) =>
      facts.readers.flatMap((reader, at): readonly Broken[] => {
        const held = heldBy(code, environmentOf(shape, edited, facts), reader, facts);
        const accepts = held.kind === 'value' ? (held.accepts ?? []) : undefined;
        if (accepts === undefined || [...(tokens[index] ?? [])].every((it) => accepts.includes(it)))
          return [];
        return [{ code, edited, shape, reader: at, failure: 'split', move, when }];
      }),
    );
  });
}

/** What one replica holds after it starts with this code in this environment. */
export function heldBy(
  code: Code,
  environment: EnvironmentState,
  reader: ReaderModel,
  model: MigrationModel,
): Held {
  return kindNamed(model.kind).model.held(code, environment, reader, model);
}

/** An environment of this shape after its layers were edited so. */
export function environmentOf(shape: Shape, edited: Edited, model: MigrationModel): EnvironmentState {
  return kindNamed(model.kind).model.environment(shape, edited, model);
}

/** Whether an edit leaves anything else in one of the environments in which the service runs. */
export function changes(from: Edited, to: Edited, facts: SafetyFacts): boolean {
  return facts.shapes.some(
    (shape) => runsToday(shape, facts) && contents(shape, from, facts) !== contents(shape, to, facts),
  );
}

/** A text for what an environment holds: two are equal exactly where their layers are. */
function contents(shape: Shape, edited: Edited, facts: MigrationModel): string {
  const { process, dotenv } = environmentOf(shape, edited, facts);
  return `${layerText(process)};${layerText(dotenv)}`;
}

function layerText({ old, new: next, oldPart, newPart, list, unpinned }: LayerState): string {
  return `${old ?? '-'},${next ?? '-'},${oldPart ?? '-'},${newPart ?? '-'},${list},${unpinned}`;
}

/**
 * How a replica of an environment with this shape fares; undefined where today's replica does not run either.
 * @param meant the environment of which it is to hold the value, where that is not its own
 */
export function outcomeOf(
  code: Code,
  edited: Edited,
  shape: Shape,
  reader: ReaderModel,
  facts: MigrationModel,
  meant: Edited = edited,
): Outcome | undefined {
  const { model } = kindNamed(facts.kind);
  const today = environmentOf(shape, START, facts);
  const first = model.held('old', today, reader, facts);
  if (first.kind !== 'value') return undefined;
  const intended = model.moved?.(environmentOf(shape, meant, facts), today, reader, facts) ?? first;
  if (intended.kind !== 'value') return undefined;
  const held = model.held(code, environmentOf(shape, edited, facts), reader, facts);
  if (held.kind !== 'value') return held.kind;
  if (held.value === intended.value || held.value === 'none') return 'ok';
  return held.value === 'default' ? 'wrong-default' : 'wrong-other';
}

/** Two versions that run side by side and hold two values are split; one that silently holds the wrong one is wrong. */
function failureOf(outcome: Exclude<Outcome, 'ok'>, sideBySide: boolean): Failure {
  switch (outcome) {
    case 'crash':
    case 'reject':
    case 'split':
      return outcome;
    case 'wrong-default':
      return 'wrong';
    case 'wrong-other':
      return sideBySide ? 'split' : 'wrong';
  }
}
