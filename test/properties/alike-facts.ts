import { KINDS } from '../../server/src/core/migration/kinds/kinds.ts';
import type { Edited, HeldInPassing, Shape } from '../../server/src/core/migration/plans.ts';
import type { EnvironmentState, Held, ReaderModel } from '../../server/src/core/migration/replica-model.ts';
import { isDiagonal, type SafetyFacts } from '../../server/src/core/migration/safety.ts';

/**
 * Facts that neither a plan nor a walk can tell apart. Both ask three things of them alone: what of two edits leaves an
 * environment as it was, whether a replica holds what it is meant to hold, and whose signatures it accepts. Where all
 * of these answers are the same, for every version of the code and every state of every layer, so are plan and cost.
 */
export interface Alike {
  /** The same for facts that are alike, of one kind. */
  readonly key: string;
  /** Somewhere the service runs; and where it signs, all that runs there accepts each other. */
  readonly runs: boolean;
}

/** One environment and all that reads it. */
interface Place {
  readonly id: number;
  readonly runs: boolean;
  readonly agrees: boolean;
}

/** Tells facts of one kind apart. Lists of readers and shapes are known again by their identity. */
export function alikeFacts(): (facts: SafetyFacts) => Alike {
  const ids = new Map<string, number>();
  const known = new Map<string, Map<readonly ReaderModel[], Map<Shape, Place>>>();
  return (facts) => {
    const { bothAllowed, distinguishable, target, rollbackWithoutEnvEdit, otherReaders, readers } = facts;
    const model = `${bothAllowed} ${distinguishable} ${target}`;
    const byReaders = gotten(known, model, () => new Map());
    const byShape = gotten(byReaders, readers, () => new Map<Shape, Place>());
    const places = facts.shapes.map((shape) => gotten(byShape, shape, () => placeOf(shape, facts, ids)));
    const held = [...new Set(places.map((it) => it.id))].sort((a, b) => a - b);
    const { codes, ends } = KINDS[facts.kind].model;
    const flags = [
      isDiagonal(facts),
      rollbackWithoutEnvEdit,
      otherReaders === true,
      ends(facts),
      ...codes(facts),
    ];
    return {
      key: `${model} ${flags.join(' ')}: ${held.join(' ')}`,
      runs: places.some((it) => it.runs) && places.every((it) => it.agrees),
    };
  };
}

function gotten<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const before = map.get(key);
  if (before !== undefined) return before;
  const made = make();
  map.set(key, made);
  return made;
}

const TODAY: Edited = { process: 'old', dotenv: 'old' };

function placeOf(shape: Shape, facts: SafetyFacts, ids: Map<string, number>): Place {
  const { model } = KINDS[facts.kind];
  const states = statesOf(facts).map((edited) => model.environment(shape, edited, facts));
  const today = model.environment(shape, TODAY, facts);
  const first = facts.readers.map((reader) => model.held('old', today, reader, facts));
  const signed = first.flatMap((it) => (it.kind === 'value' ? [it.signs] : []));
  const rows = facts.readers.flatMap((reader, index) => {
    const own = first[index];
    return own?.kind === 'value' ? [rowOf(reader, own, states, today, facts)] : [];
  });
  const text = `${partition(states).join()} ${[...new Set(rows)].sort().join(' ')}`;
  const id = gotten(ids, text, () => ids.size);
  return { id, runs: signed.length > 0, agrees: new Set(signed).size <= 1 };
}

/** Every state that an edit of two layers can be in, on its way too. */
function statesOf(facts: SafetyFacts): readonly Edited[] {
  const { states, passes } = KINDS[facts.kind].model;
  const all: HeldInPassing[] = [...states];
  // What is passed through on the way from a state that was itself only passed through counts as well.
  for (const from of all)
    for (const to of states) for (const it of passes(from, to, facts)) if (!all.includes(it)) all.push(it);
  return all.flatMap((process) => all.map((dotenv) => ({ process, dotenv })));
}

/** Which environments are the same: for each the number of the first that it equals. */
function partition(environments: readonly EnvironmentState[]): readonly number[] {
  const texts = environments.map((it) => JSON.stringify(it, (_key, value) => value ?? null));
  return texts.map((it) => texts.indexOf(it));
}

/** What one reader is meant to hold in each environment, and what each version of the code holds there. */
function rowOf(
  reader: ReaderModel,
  first: Held,
  states: readonly EnvironmentState[],
  today: EnvironmentState,
  facts: SafetyFacts,
): string {
  const { model } = KINDS[facts.kind];
  const names = new Map<unknown, number>();
  // Only whether two values are the same counts, not which they are.
  const nameOf = (held: Held): string => {
    if (held.kind !== 'value') return 'x';
    const value = held.value === 'none' ? '*' : gotten(names, held.value, () => names.size);
    return `${value}${held.signs === undefined ? '' : `(${held.signs}; ${held.accepts?.join()})`}`;
  };
  const meant = states.map((it) => nameOf(model.moved?.(it, today, reader, facts) ?? first));
  const codes = [...new Set(['old' as const, ...model.codes(facts)])];
  const held = codes.map((code) => states.map((it) => nameOf(model.held(code, it, reader, facts))).join());
  return [meant.join(), ...held].join('/');
}
