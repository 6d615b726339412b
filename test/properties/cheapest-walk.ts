import { KINDS } from '../../server/src/core/migration/kinds/kinds.ts';
import { type Cost, compareCost } from '../../server/src/core/migration/planner.ts';
import type { Edited, HeldInPassing, KeysHeld } from '../../server/src/core/migration/plans.ts';
import type {
  Code,
  EnvironmentState,
  LayerKind,
  ReaderModel,
} from '../../server/src/core/migration/replica-model.ts';
import type { SafetyFacts } from '../../server/src/core/migration/safety.ts';

/**
 * The cheapest safe walk from today's replicas to the code and the environments of the end, by looking at all walks:
 * any version after any other, layers edited in any order and to any later state, nothing known about plans. It shares
 * with the planner what one replica holds, and nothing else.
 */

const LAYERS: readonly LayerKind[] = ['process', 'dotenv'];
const TODAY: Edited = { process: 'old', dotenv: 'old' };

interface Node {
  readonly code: Code;
  readonly before: Code | undefined;
  readonly edited: Edited;
  /** An edit of environments is going on, and further ones belong to the same move. */
  readonly editing: false | 'adds' | 'removes';
  readonly written: readonly Code[];
  /** By shape: the keys that have signed what is still shown around. */
  readonly tokens: readonly string[];
  readonly cost: Cost;
}

/** A replica: what it runs, and what it saw. */
interface Replica {
  readonly code: Code;
  readonly edited: Edited;
}

/** What it costs, or undefined where every walk breaks some replica. */
export function cheapestWalk(facts: SafetyFacts): Cost | undefined {
  const world = worldOf(facts);
  const queue: Node[] = [
    {
      code: 'old',
      before: undefined,
      edited: TODAY,
      editing: false,
      written: [],
      tokens: facts.shapes.map(() => ''),
      cost: { moves: 0, extraVersions: 0 },
    },
  ];
  const seen = new Map<string, Cost[]>();
  while (queue.length > 0) {
    queue.sort((a, b) => compareCost(a.cost, b.cost));
    const node = queue.shift() as Node;
    if (node.code === world.ends && world.held.every((layer) => node.edited[layer] === 'new'))
      return node.cost;
    const key = [
      node.code,
      node.before,
      node.edited.process,
      node.edited.dotenv,
      node.editing,
      ...node.tokens,
    ].join();
    const costs = seen.get(key) ?? [];
    if (costs.some((cost) => compareCost(cost, node.cost) <= 0)) continue;
    seen.set(key, [...costs, node.cost]);
    queue.push(...(world.wholeEdits ? wholeEdits(node, world) : layerEdits(node, world)));
    queue.push(...releases(node, world), ...jointReleases(node, world));
  }
  return undefined;
}

interface World {
  readonly facts: SafetyFacts;
  readonly ends: Code;
  readonly codes: readonly Code[];
  readonly states: readonly KeysHeld[];
  /** Layers that an edit leaves different in some environment. */
  readonly held: readonly LayerKind[];
  readonly joint: boolean;
  /** Edits that count as a whole: two stores that nothing orders, or replicas that talk to each other. */
  readonly wholeEdits: boolean;
  readonly fine: (replica: Replica, meant?: Edited) => boolean;
  readonly environment: (shape: number, edited: Edited) => EnvironmentState;
  /** An edit that leaves something else in an environment in which the service runs: others are no work. */
  readonly changes: (from: Edited, to: Edited) => boolean;
}

function worldOf(facts: SafetyFacts): World {
  const { model } = KINDS[facts.kind];
  const surroundings = surroundingsOf(facts);
  const environment = (shape: number, edited: Edited) => surroundings(shape, edited).environment;
  const verdicts = new Map<string, boolean>();
  const fine = ({ code, edited }: Replica, meant: Edited = edited): boolean => {
    const key = `${code} ${edited.process} ${edited.dotenv} ${meant.process} ${meant.dotenv}`;
    const known = verdicts.get(key);
    if (known !== undefined) return known;
    const answer = facts.shapes.every((_, shape) =>
      facts.readers.every((reader) => holdsWhatItShould(shape, reader, { code, edited }, meant)),
    );
    verdicts.set(key, answer);
    return answer;
  };
  const holdsWhatItShould = (
    shape: number,
    reader: ReaderModel,
    { code, edited }: Replica,
    meant: Edited,
  ) => {
    const today = environment(shape, TODAY);
    const first = model.held('old', today, reader, facts);
    if (first.kind !== 'value') return true;
    const wanted = model.moved?.(environment(shape, meant), today, reader, facts) ?? first;
    if (wanted.kind !== 'value') return true;
    const own = model.held(code, environment(shape, edited), reader, facts);
    return own.kind === 'value' && (own.value === 'none' || own.value === wanted.value);
  };
  const apart = facts.kind === 'layer' || facts.kind === 'rotate-credential';
  const alone = facts.readers.length === 1 && !facts.otherReaders;
  return {
    facts,
    ends: model.ends(facts),
    codes: model.codes(facts),
    states: model.states,
    held: LAYERS.filter((layer) => matters(layer, facts, surroundings)),
    joint:
      facts.coupling === 'bundled' &&
      alone &&
      !apart &&
      facts.target !== 'process' &&
      facts.shapes.every((it) => it.process === undefined),
    wholeEdits: facts.kind === 'layer' || facts.kind === 'rotate-signing',
    fine,
    environment,
    changes: (from, to) => changesSome(from, to, facts, surroundings),
  };
}

interface Surroundings {
  readonly environment: EnvironmentState;
  /** The same where environments hold the same. */
  readonly text: string;
}

/** Environments by shape and edit, each worked out once. */
function surroundingsOf(facts: SafetyFacts): (shape: number, edited: Edited) => Surroundings {
  const { model } = KINDS[facts.kind];
  const known = facts.shapes.map(() => new Map<string, Surroundings>());
  return (shape, edited) => {
    const key = `${edited.process} ${edited.dotenv}`;
    const before = known[shape]?.get(key);
    if (before) return before;
    const environment = model.environment(
      facts.shapes[shape] as SafetyFacts['shapes'][number],
      edited,
      facts,
    );
    const text = JSON.stringify(environment, (_key, value) => value ?? null);
    known[shape]?.set(key, { environment, text });
    return { environment, text };
  };
}

function changesSome(
  from: Edited,
  to: Edited,
  facts: SafetyFacts,
  surroundings: ReturnType<typeof surroundingsOf>,
): boolean {
  const text = (shape: number, edited: Edited) => surroundings(shape, edited).text;
  const { held } = KINDS[facts.kind].model;
  return facts.shapes.some(
    (_, shape) =>
      text(shape, from) !== text(shape, to) &&
      facts.readers.some(
        (it) => held('old', surroundings(shape, TODAY).environment, it, facts).kind === 'value',
      ),
  );
}

function matters(
  layer: LayerKind,
  facts: SafetyFacts,
  surroundings: ReturnType<typeof surroundingsOf>,
): boolean {
  const text = (shape: number, edited: Edited) => surroundings(shape, edited).text;
  const other = LAYERS.find((it) => it !== layer) as LayerKind;
  const { states, held } = KINDS[facts.kind].model;
  const runs = (shape: number) =>
    facts.readers.some(
      (it) => held('old', surroundings(shape, TODAY).environment, it, facts).kind === 'value',
    );
  return facts.shapes.some(
    (_, shape) =>
      runs(shape) &&
      states.some((beside) =>
        states.some(
          (state) =>
            text(shape, { ...TODAY, [other]: beside, [layer]: state }) !==
            text(shape, { ...TODAY, [other]: beside }),
        ),
      ),
  );
}

/** Whether nothing breaks in an environment under the code that runs there, and under the one before. */
function standsIn(node: Node, edited: Edited, { facts, fine, joint }: World): boolean {
  if (!fine({ code: node.code, edited })) return false;
  return (
    !facts.rollbackWithoutEnvEdit || joint || node.before === undefined || fine({ code: node.before, edited })
  );
}

/** One layer goes on to a later state, through what lies between. */
function layerEdits(node: Node, world: World): readonly Node[] {
  const { facts, held, states } = world;
  const { model } = KINDS[facts.kind];
  return held.flatMap((layer) =>
    states.slice(states.indexOf(node.edited[layer] as KeysHeld) + 1).flatMap((to): readonly Node[] => {
      // Somebody else who reads OLD follows while both are there: what adds NEW is not what removes OLD.
      const kind = to === 'new' ? 'removes' : 'adds';
      if (facts.otherReaders && kind === 'removes' && (model.leaves || node.edited[layer] !== 'both'))
        return [];
      if (facts.otherReaders && kind === 'removes' && held.some((it) => node.edited[it] === 'old')) return [];
      const passed = model
        .passes(node.edited[layer], to, facts)
        .map((it) => ({ ...node.edited, [layer]: it }));
      if (!passed.every((edited) => standsIn(node, edited, world))) return [];
      const edited: Edited = { ...node.edited, [layer]: to };
      if (!world.changes(node.edited, edited)) return [{ ...node, edited }];
      const goesOn = facts.otherReaders ? node.editing === kind : node.editing !== false;
      const moves = node.cost.moves + (goesOn ? 0 : 1);
      return [{ ...node, edited, editing: kind, cost: { ...node.cost, moves } }];
    }),
  );
}

/** All layers go on to a later state, in either order; or in none, where nothing orders the two stores. */
function wholeEdits(node: Node, world: World): readonly Node[] {
  const { facts, states, held } = world;
  if (held.length === 0) return [];
  const first = held[0] as LayerKind;
  const from = node.edited[first];
  return states.slice(states.indexOf(from as KeysHeld) + 1).flatMap((to) => {
    if (facts.otherReaders && to === 'new' && from !== 'both') return [];
    const end: Edited = { process: to, dotenv: to };
    const one = (layer: LayerKind): Edited => ({ ...node.edited, [layer]: to });
    const ways =
      facts.kind === 'layer' ? [[one('process'), one('dotenv')]] : [[one('process')], [one('dotenv')]];
    return ways.flatMap((between) =>
      [false, true].flatMap((waits): readonly Node[] => {
        const passed = [node.edited, ...between, end];
        if (!passed.every((edited) => standsIn(node, edited, world))) return [];
        const replicas = passed.map((edited) => ({ code: node.code, edited }));
        const back = goneBack(node, passed, world);
        const alive = waits ? signed([{ code: node.code, edited: node.edited }], world) : node.tokens;
        const tokens = talk([...replicas, ...back], alive, world);
        const work = world.changes(node.edited, end) ? 1 : 0;
        const cost = { ...node.cost, moves: node.cost.moves + work };
        return tokens ? [{ ...node, edited: end, tokens, cost }] : [];
      }),
    );
  });
}

function goneBack(node: Node, passed: readonly Edited[], { facts, joint }: World): readonly Replica[] {
  const { before } = node;
  if (!facts.rollbackWithoutEnvEdit || joint || before === undefined) return [];
  return passed.map((edited) => ({ code: before, edited }));
}

function reads(code: Code): string {
  if (code === 'both-old-first') return 'both';
  return code === 'new-declaring' ? 'new' : code;
}

function after(node: Node, code: Code, { ends }: World): Node {
  const before = reads(code) === reads(node.code) ? node.before : node.code;
  const written = code === ends || node.written.includes(code) ? node.written : [...node.written, code];
  const cost = { moves: node.cost.moves + 1, extraVersions: written.length };
  return { ...node, code, before, editing: false, written, cost };
}

/** Another version of the code, where all layers are in one state. */
function releases(node: Node, world: World): readonly Node[] {
  if (new Set(world.held.map((layer) => node.edited[layer])).size > 1) return [];
  return world.codes.flatMap((code): readonly Node[] => {
    if (code === node.code || !standsIn(node, node.edited, world)) return [];
    const next = after(node, code, world);
    if (!standsIn(next, node.edited, world)) return [];
    const replicas = [node.code, code].map((it) => ({ code: it, edited: node.edited }));
    const tokens = talk([...replicas, ...goneBack(next, [node.edited], world)], node.tokens, world);
    return tokens ? [{ ...next, tokens }] : [];
  });
}

/** Code and settings in one artefact: only the two ends exist, and the value stays. */
function jointReleases(node: Node, world: World): readonly Node[] {
  if (!world.joint || new Set(world.held.map((layer) => node.edited[layer])).size > 1) return [];
  const from = world.held.length === 0 ? 'old' : (node.edited[world.held[0] as LayerKind] as KeysHeld);
  return world.codes.flatMap((code) =>
    world.states.slice(world.states.indexOf(from) + 1).flatMap((to): readonly Node[] => {
      const edited: Edited = { process: to as HeldInPassing, dotenv: to as HeldInPassing };
      if (code === node.code || !world.fine({ code: node.code, edited: node.edited })) return [];
      if (!world.fine({ code, edited }, node.edited)) return [];
      const replicas = [
        { code: node.code, edited: node.edited },
        { code, edited },
      ];
      const tokens = talk(replicas, node.tokens, world);
      return tokens ? [{ ...after(node, code, world), edited, tokens }] : [];
    }),
  );
}

/** By shape: the keys with which some of the replicas sign. */
function signed(replicas: readonly Replica[], world: World): readonly string[] {
  const { facts, environment } = world;
  return facts.shapes.map((_, shape) => {
    const keys = replicas.flatMap(({ code, edited }) =>
      facts.readers.flatMap((reader) => {
        const own = KINDS[facts.kind].model.held(code, environment(shape, edited), reader, facts);
        return own.kind === 'value' && own.signs !== undefined ? [own.signs] : [];
      }),
    );
    return [...new Set(keys)].sort().join('|');
  });
}

/** What is shown around afterwards; undefined where one replica refuses what another has signed. */
function talk(
  replicas: readonly Replica[],
  alive: readonly string[],
  world: World,
): readonly string[] | undefined {
  const { facts, environment } = world;
  if (facts.kind !== 'rotate-signing') return alive;
  const now = signed(replicas, world);
  const first = signed([{ code: 'old', edited: TODAY }], world);
  const all = now.map((keys, shape) => {
    const names = [...keys.split('|'), ...(alive[shape] ?? '').split('|')].filter((it) => it !== '');
    return [...new Set(names)].sort().join('|');
  });
  const agreed = facts.shapes.every((_, shape) => {
    // Readers that refuse each other today are not what a rotation has to mend.
    if ((first[shape] ?? '').includes('|')) return true;
    const keys = (all[shape] ?? '').split('|').filter((it) => it !== '');
    return replicas.every(({ code, edited }) =>
      facts.readers.every((reader) => {
        const own = KINDS[facts.kind].model.held(code, environment(shape, edited), reader, facts);
        return own.kind !== 'value' || keys.every((it) => own.accepts?.includes(it));
      }),
    );
  });
  return agreed ? all : undefined;
}
