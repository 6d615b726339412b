import type { Edited, Move, Plan, Shape } from './plans.ts';
import { instantiate, passedThrough, START } from './plans.ts';
import type { Code, MigrationModel, Outcome, ReaderModel } from './replica-model.ts';
import { LAYERS, resolveReplica } from './replica-model.ts';

/** All that decides whether a plan is safe. */
export interface SafetyFacts extends MigrationModel {
  /** Settings that ship inside the same artefact as the code change together with it. */
  readonly coupling: 'bundled' | 'external';
  /** Every process that reads OLD. They are released one by one, in any order. */
  readonly readers: readonly ReaderModel[];
  /** The environments as they are today; for a layer that cannot be seen one shape for each thing it may hold. */
  readonly shapes: readonly Shape[];
  /** At every moment, going back to the version that read the keys differently must not need an edit of the
   * environment. */
  readonly rollbackWithoutEnvEdit: boolean;
}

export type Failure = 'crash' | 'reject' | 'wrong' | 'split';

/** One replica that breaks. */
export interface Broken {
  readonly code: Code;
  readonly edited: Edited;
  readonly shape: Shape;
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

interface Pair {
  readonly code: Code;
  readonly edited: Edited;
  readonly when: Broken['when'];
}

/** Looks at every replica that can exist while the plan is carried out, in every environment, for every reader. */
export function isSafe(plan: Plan, facts: SafetyFacts): Safety {
  const broken: Broken[] = [];
  let code: Code = 'old';
  let before: Code | undefined;
  let edited = START;
  plan.moves.forEach((move, index) => {
    const pairs = reached(move, code, edited, isDiagonal(facts));
    if (move.kind !== 'environment') {
      before = reading(move.code) === reading(code) ? before : code;
      code = move.code;
    }
    const back = facts.rollbackWithoutEnvEdit ? rollbackPairs(move, before, edited, facts) : [];
    broken.push(...brokenPairs([...pairs, ...back], index, facts));
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
    facts.shapes.every((shape) => shape.process === undefined)
  );
}

function reached(move: Move, code: Code, edited: Edited, diagonal: boolean): readonly Pair[] {
  switch (move.kind) {
    case 'code':
      return [
        { code, edited, when: 'restart' },
        { code: move.code, edited, when: 'deploy' },
      ];
    case 'environment':
      return passedThrough(edited, move.to).map((state) => ({ code, edited: state, when: 'restart' }));
    case 'together': {
      const states = passedThrough(edited, move.to);
      if (diagonal) {
        const last = states.at(-1) ?? edited;
        return [
          { code, edited, when: 'restart' },
          { code: move.code, edited: last, when: 'deploy' },
        ];
      }
      return states.flatMap((state): Pair[] => [
        { code, edited: state, when: 'restart' },
        { code: move.code, edited: state, when: 'deploy' },
      ]);
    }
  }
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
  const states = move.kind === 'code' ? [edited] : passedThrough(edited, move.to);
  return states.map((state) => ({ code: before, edited: state, when: 'rollback' }));
}

function brokenPairs(pairs: readonly Pair[], move: number, facts: SafetyFacts): readonly Broken[] {
  const codes = new Set(pairs.map((pair) => pair.code));
  const broken = new Map<string, Broken>();
  for (const { code, edited, when } of pairs) {
    facts.shapes.forEach((shape, shapeIndex) => {
      facts.readers.forEach((reader, index) => {
        const outcome = outcomeOf(code, edited, shape, reader, facts);
        if (outcome === undefined || outcome === 'ok') return;
        // A layer that holds nothing looks the same before and after its edit.
        const states = LAYERS.map((layer) => (shape[layer] === undefined ? '' : edited[layer]));
        const key = `${code} ${when} ${shapeIndex} ${index} ${states.join(' ')}`;
        const failure = failureOf(outcome, codes.size > 1);
        if (!broken.has(key)) broken.set(key, { code, edited, shape, reader: index, failure, move, when });
      });
    });
  }
  return [...broken.values()];
}

/** How a replica of an environment with this shape fares; undefined where today's replica does not run either. */
export function outcomeOf(
  code: Code,
  edited: Edited,
  shape: Shape,
  reader: ReaderModel,
  model: MigrationModel,
): Outcome | undefined {
  const today = instantiate(shape, START, model.kind);
  return resolveReplica(code, instantiate(shape, edited, model.kind), today, reader, model);
}

/** Two versions that run side by side and hold two values are split; one that silently holds the wrong one is wrong. */
function failureOf(outcome: Exclude<Outcome, 'ok'>, sideBySide: boolean): Failure {
  switch (outcome) {
    case 'crash':
    case 'reject':
      return outcome;
    case 'wrong-default':
      return 'wrong';
    case 'wrong-other':
      return sideBySide ? 'split' : 'wrong';
  }
}
