import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Cost, choosePlan, compareCost } from '../../server/src/core/migration/planner.ts';
import type { Edited, KeysHeld, Shape } from '../../server/src/core/migration/plans.ts';
import { START } from '../../server/src/core/migration/plans.ts';
import type { Code, ReaderModel } from '../../server/src/core/migration/replica-model.ts';
import { LAYERS } from '../../server/src/core/migration/replica-model.ts';
import {
  isDiagonal,
  isSafe,
  outcomeOf,
  reading,
  type SafetyFacts,
} from '../../server/src/core/migration/safety.ts';

const BOOLEANS = [false, true] as const;
const CODES: Readonly<Record<SafetyFacts['kind'], readonly Code[]>> = {
  rename: ['both', 'both-old-first', 'new', 'new-declaring'],
  remove: ['new', 'new-declaring'],
};
const HELD: readonly KeysHeld[] = ['old', 'both', 'new'];

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
const PAIRS = READERS.flatMap((a, index) => READERS.slice(index).map((b) => [a, b]));

const TEXTS = [undefined, '', 'value', 'other'] as const;
const SHAPES: readonly Shape[] = TEXTS.flatMap((process) =>
  ([undefined, '', 'value'] as const).map((dotenv) => ({ process, dotenv })),
);
/** A process environment that cannot be seen may hold anything. */
const UNSEEN = ([undefined, '', 'value'] as const).map((dotenv) =>
  TEXTS.map((process) => ({ process, dotenv })),
);
const SHAPE_PAIRS = SHAPES.flatMap((a, index) => SHAPES.slice(index + 1).map((b) => [a, b]));

function* everyCombination(): Generator<SafetyFacts> {
  const readerSets = READERS.map((reader) => [reader]);
  const shapeSets = [...SHAPES.map((shape) => [shape]), ...UNSEEN];
  for (const kind of ['rename', 'remove'] as const)
    for (const bothAllowed of kind === 'rename' ? BOOLEANS : [true])
      for (const coupling of ['bundled', 'external'] as const)
        for (const rollbackWithoutEnvEdit of BOOLEANS) {
          const rest = { kind, bothAllowed, coupling, rollbackWithoutEnvEdit };
          for (const readers of readerSets)
            for (const shapes of [...shapeSets, ...SHAPE_PAIRS]) yield { ...rest, readers, shapes };
          for (const readers of PAIRS) for (const shapes of shapeSets) yield { ...rest, readers, shapes };
        }
}

interface Node {
  readonly code: Code;
  readonly before: Code | undefined;
  readonly edited: Edited;
  readonly editing: boolean;
  readonly written: readonly Code[];
  readonly cost: Cost;
}

/** The cheapest safe walk from today's replicas to the new code with no OLD left, by looking at all of them: any
 * version after any other, layers edited in any order, nothing known about plans. Code changes when every layer that
 * held OLD holds the same keys. */
function search(facts: SafetyFacts): Cost | undefined {
  const oks = new Map<string, boolean>();
  const ok = (code: Code, edited: Edited) => {
    const key = `${code} ${edited.process} ${edited.dotenv}`;
    const known = oks.get(key);
    if (known !== undefined) return known;
    const answer = facts.shapes.every((shape) =>
      facts.readers.every((reader) => {
        const outcome = outcomeOf(code, edited, shape, reader, facts);
        return outcome === undefined || outcome === 'ok';
      }),
    );
    oks.set(key, answer);
    return answer;
  };
  const held = LAYERS.filter((layer) => facts.shapes.some((shape) => shape[layer] !== undefined));
  const bundled = isDiagonal(facts);
  const backOk = (before: Code | undefined, edited: Edited) =>
    !facts.rollbackWithoutEnvEdit || bundled || before === undefined || ok(before, edited);

  const queue: Node[] = [
    {
      code: 'old',
      before: undefined,
      edited: START,
      editing: false,
      written: [],
      cost: { moves: 0, extraVersions: 0 },
    },
  ];
  const seen = new Map<string, Cost[]>();
  while (queue.length > 0) {
    queue.sort((a, b) => compareCost(a.cost, b.cost));
    const node = queue.shift() as Node;
    if (node.code === 'new' && held.every((layer) => node.edited[layer] === 'new')) return node.cost;
    const key = `${node.code} ${node.before} ${node.edited.process} ${node.edited.dotenv} ${node.editing}`;
    const costs = seen.get(key) ?? [];
    if (costs.some((cost) => compareCost(cost, node.cost) <= 0)) continue;
    seen.set(key, [...costs, node.cost]);

    const edits = held.flatMap((layer) =>
      HELD.filter((to) => HELD.indexOf(to) > HELD.indexOf(node.edited[layer])).map((to) => ({
        ...node.edited,
        [layer]: to,
      })),
    );
    for (const edited of edits) {
      if (!ok(node.code, edited) || !backOk(node.before, edited)) continue;
      const moves = node.cost.moves + (node.editing ? 0 : 1);
      queue.push({ ...node, edited, editing: true, cost: { ...node.cost, moves } });
    }
    if (new Set(held.map((layer) => node.edited[layer])).size > 1) continue;
    for (const code of CODES[facts.kind]) {
      if (code === node.code) continue;
      const before = reading(code) === reading(node.code) ? node.before : node.code;
      const written = code === 'new' || node.written.includes(code) ? node.written : [...node.written, code];
      const cost = { moves: node.cost.moves + 1, extraVersions: written.length };
      if (ok(node.code, node.edited) && ok(code, node.edited) && backOk(before, node.edited)) {
        queue.push({ ...node, code, before, editing: false, written, cost });
      }
      const end: Edited = { process: 'new', dotenv: 'new' };
      if (bundled && ok(node.code, node.edited) && ok(code, end)) {
        queue.push({ code, before, edited: end, editing: false, written, cost });
      }
    }
  }
  return undefined;
}

test('the planner is as cheap as the cheapest safe walk of all, for every combination of facts', (t) => {
  let combinations = 0;
  const plans = new Map<string, number>();
  for (const facts of everyCombination()) {
    combinations++;
    const { chosen } = choosePlan(facts);
    const best = search(facts);
    const name = chosen?.plan.name ?? 'none';
    plans.set(`${facts.kind} ${name}`, (plans.get(`${facts.kind} ${name}`) ?? 0) + 1);
    // The walk that never needs an edit of the environment to go back has phases that nothing separates: no plan
    // offers it.
    const offered = !facts.rollbackWithoutEnvEdit || chosen !== undefined;
    if (offered) assert.deepEqual(chosen?.cost, best, JSON.stringify(facts));
    if (chosen) assert.equal(isSafe(chosen.plan, facts).safe, true);
  }
  t.diagnostic(`${combinations} combinations: ${[...plans].map(([name, n]) => `${name} ${n}`).join(', ')}`);
});
