import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KIND_NAMES, type KindName } from '../../server/src/core/migration/kinds/kinds.ts';
import { choosePlan } from '../../server/src/core/migration/planner.ts';
import { type Shape, START } from '../../server/src/core/migration/plans.ts';
import type { ReaderModel } from '../../server/src/core/migration/replica-model.ts';
import { environmentOf, heldBy, isSafe, type SafetyFacts } from '../../server/src/core/migration/safety.ts';
import { cheapestWalk } from './cheapest-walk.ts';

const BOOLEANS = [false, true] as const;

/** What only some kinds look at. */
type Extras = Pick<SafetyFacts, 'bothAllowed' | 'distinguishable' | 'otherReaders' | 'target'>;

const TWO_NAMES: readonly Extras[] = BOOLEANS.map((bothAllowed) => ({ bothAllowed }));
const TARGETS: readonly Extras[] = [
  { bothAllowed: true, target: 'process' },
  { bothAllowed: true, target: 'dotenv' },
];
const SPELLINGS: readonly Extras[] = BOOLEANS.map((distinguishable) => ({
  bothAllowed: true,
  distinguishable,
}));
const PLAIN: readonly Extras[] = [{ bothAllowed: true }];

const EXTRAS: Readonly<Record<KindName, readonly Extras[]>> = {
  rename: TWO_NAMES,
  move: TWO_NAMES,
  split: TWO_NAMES,
  merge: TWO_NAMES,
  unit: TWO_NAMES,
  remove: PLAIN,
  flag: TARGETS,
  retype: SPELLINGS,
  enum: SPELLINGS,
  default: TARGETS,
  require: TARGETS,
  layer: TARGETS,
  tighten: PLAIN,
  widen: PLAIN,
  value: PLAIN,
  'rotate-credential': [{ bothAllowed: true }, { bothAllowed: false }],
  'rotate-signing': PLAIN,
};

/** What a reader may be like that only some kinds look at. */
const TRAITS: Partial<Record<KindName, 'garbles' | 'verifies' | 'blindToTarget' | 'defaultHolds' | 'knows'>> =
  {
    retype: 'garbles',
    enum: 'garbles',
    'rotate-signing': 'verifies',
    layer: 'blindToTarget',
    flag: 'defaultHolds',
    require: 'knows',
  };

const READERS: readonly ReaderModel[] = BOOLEANS.flatMap((strict) =>
  BOOLEANS.flatMap((required) =>
    BOOLEANS.flatMap((emptyAccepted) =>
      BOOLEANS.map((ignoreEmpty) => ({
        strict: strict ? (['dotenv'] as const) : [],
        required,
        emptyAccepted,
        ignoreEmpty,
      })),
    ),
  ),
);

function readersOf(kind: KindName): readonly ReaderModel[] {
  const trait = TRAITS[kind];
  if (trait === undefined) return READERS;
  return READERS.flatMap((reader) => BOOLEANS.map((has) => ({ ...reader, [trait]: has })));
}

const TEXTS = [undefined, '', 'value', 'other'] as const;
const LOWER = [undefined, '', 'value'] as const;

/** Of kinds that judge a text by itself, both values may stand in either layer. */
function lowerTexts(kind: KindName): readonly Shape['dotenv'][] {
  return kind === 'tighten' || kind === 'flag' ? TEXTS : LOWER;
}

function shapesOf(kind: KindName): readonly Shape[] {
  return TEXTS.flatMap((process) => lowerTexts(kind).map((dotenv) => ({ process, dotenv })));
}

/** A process environment that cannot be seen may hold anything. */
function unseen(kind: KindName): readonly (readonly Shape[])[] {
  return lowerTexts(kind).map((dotenv) => TEXTS.map((process) => ({ process, dotenv })));
}

function pairs<T>(items: readonly T[], withItself: boolean): readonly (readonly T[])[] {
  return items.flatMap((a, index) => items.slice(index + (withItself ? 0 : 1)).map((b) => [a, b]));
}

function* everyCombination(kind: KindName): Generator<SafetyFacts> {
  const readers = readersOf(kind);
  const shapes = shapesOf(kind);
  const single = readers.map((reader) => [reader]);
  const several = pairs(readers, true);
  const few = [...shapes.map((shape) => [shape]), ...unseen(kind)];
  const many = pairs(shapes, false);
  const all = EXTRAS[kind].flatMap((it) => BOOLEANS.map((otherReaders) => ({ ...it, otherReaders })));
  for (const extras of all)
    for (const coupling of ['bundled', 'external'] as const)
      for (const rollbackWithoutEnvEdit of BOOLEANS) {
        const rest = { kind, ...extras, coupling, rollbackWithoutEnvEdit };
        for (const readers of single)
          for (const shapes of [...few, ...many]) yield { ...rest, readers, shapes };
        // With several readers nothing is bundled, and each is released by itself.
        if (coupling === 'bundled') continue;
        for (const readers of several) for (const shapes of few) yield { ...rest, readers, shapes };
      }
}

/** Somewhere the service runs; and where it signs, all that runs there accepts each other. */
function runs(facts: SafetyFacts): boolean {
  const held = facts.shapes.map((shape) =>
    facts.readers
      .map((reader) => heldBy('old', environmentOf(shape, START, facts), reader, facts))
      .filter((it) => it.kind === 'value'),
  );
  return (
    held.some((it) => it.length > 0) && held.every((it) => new Set(it.map((own) => own.signs)).size <= 1)
  );
}

/** Every so many combinations, unless all are asked for (`PLANNER=all`): that takes minutes. */
const STRIDE = process.env.PLANNER === 'all' ? 1 : 37;

/** Some kinds only: `KINDS=rename,split`. */
const CHOSEN = (process.env.KINDS ?? '').split(',').filter((it) => it !== '');

for (const kind of KIND_NAMES.filter((it) => CHOSEN.length === 0 || CHOSEN.includes(it))) {
  test(`${kind}: the plan is safe and as cheap as the cheapest safe walk of all, for every combination of facts`, (t) => {
    let combinations = 0;
    const plans = new Map<string, number>();
    let index = 0;
    for (const facts of everyCombination(kind)) {
      if (index++ % STRIDE !== 0 || !runs(facts)) continue;
      combinations++;
      const { chosen } = choosePlan(facts);
      const name = chosen?.plan.name ?? 'none';
      plans.set(name, (plans.get(name) ?? 0) + 1);
      assert.deepEqual(chosen?.cost, cheapestWalk(facts), JSON.stringify(facts));
      if (chosen) assert.equal(isSafe(chosen.plan, facts).safe, true);
    }
    t.diagnostic(`${combinations} combinations: ${[...plans].map(([name, n]) => `${name} ${n}`).join(', ')}`);
  });
}
