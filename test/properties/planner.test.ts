import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KIND_NAMES, type KindName } from '../../server/src/core/migration/kinds/kinds.ts';
import { type Cost, choosePlan } from '../../server/src/core/migration/planner.ts';
import type { Shape } from '../../server/src/core/migration/plans.ts';
import type { ReaderModel } from '../../server/src/core/migration/replica-model.ts';
import { isSafe, type SafetyFacts } from '../../server/src/core/migration/safety.ts';
import { alikeFacts } from './alike-facts.ts';
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

/** Every so many combinations, unless all are asked for (`npm run planner`): that takes minutes. */
const STRIDE = 37;
const ALL = process.env.PLANNER === 'all';

/** Some kinds only: `KINDS=rename,split`. */
const CHOSEN = (process.env.KINDS ?? '').split(',').filter((it) => it !== '');

for (const kind of KIND_NAMES.filter((it) => CHOSEN.length === 0 || CHOSEN.includes(it))) {
  test(`${kind}: the plan is safe and as cheap as the cheapest safe walk of all, for every combination of facts`, (t) => {
    const alike = alikeFacts();
    const chosen = new Map<string, Chosen>();
    const plans = new Map<string, number>();
    let combinations = 0;
    let index = 0;
    for (const facts of everyCombination(kind)) {
      const looked = index++ % STRIDE === 0;
      if (!ALL && !looked) continue;
      const { key, runs } = alike(facts);
      if (!runs) continue;
      combinations++;
      const before = chosen.get(key);
      const own = before === undefined || looked ? judged(facts) : before;
      // That facts which are alike have one plan is looked at as well, every so many times.
      assert.deepEqual(own, before ?? own, JSON.stringify(facts));
      chosen.set(key, own);
      plans.set(own.plan, (plans.get(own.plan) ?? 0) + 1);
    }
    const counts = [...plans].map(([name, n]) => `${name} ${n}`).join(', ');
    t.diagnostic(`${kind}: ${combinations} combinations, ${chosen.size} that differ: ${counts}`);
  });
}

interface Chosen {
  readonly plan: string;
  readonly cost: Cost | undefined;
}

/** The plan that is chosen, compared with the cheapest walk. */
function judged(facts: SafetyFacts): Chosen {
  const { chosen } = choosePlan(facts);
  assert.deepEqual(chosen?.cost, cheapestWalk(facts), JSON.stringify(facts));
  if (chosen) assert.equal(isSafe(chosen.plan, facts).safe, true);
  return { plan: chosen?.plan.name ?? 'none', cost: chosen?.cost };
}
