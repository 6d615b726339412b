import type { Layer } from '../binding/environment.ts';
import type { Snapshot } from '../snapshot.ts';
import type { ReaderPair } from './pairs.ts';
import type { States } from './question.ts';
import { outcomeKey, type Side, sidesOf } from './side.ts';
import { supplyGone } from './supply-gone.ts';

/** What one workload sees in each of the four states. */
export interface View {
  readonly fromToday?: Side;
  readonly toToday?: Side;
  readonly fromRelease?: Side;
  readonly toRelease?: Side;
}

/** The views of an environment, one for each workload that sees it differently; empty where there is no such environment. */
export function viewsOf(states: States, { from, to }: ReaderPair, environment: string): readonly View[] {
  const sides = (snapshot: Snapshot | undefined, schema: typeof from) =>
    snapshot && schema ? sidesOf(snapshot, schema, environment) : [];
  const fromToday = sides(states.fromToday, from);
  const toToday = sides(states.toToday, to);
  const fromRelease = sides(states.fromRelease, from);
  const toRelease = sides(states.toRelease, to);
  const count = Math.max(fromToday.length, toToday.length, fromRelease.length, toRelease.length);
  // Where workloads come or go, each is compared with the first of the others.
  const at = (list: readonly Side[], index: number) => list[index] ?? list[0];
  const views = Array.from({ length: count }, (_, index) => {
    const today = {
      ...named('fromToday', at(fromToday, index)),
      ...named('toToday', at(toToday, index)),
    };
    const release = {
      ...named('fromRelease', at(fromRelease, index)),
      ...named('toRelease', at(toRelease, index)),
    };
    return { today, release };
  });
  // What changes for one workload comes while the others run on, also those for which it changes nothing.
  const isChanged = views.some(({ today, release }) => isOther(today, release));
  return views.map(({ today, release }) => (isChanged ? { ...today, ...release } : today));
}

function named<K extends keyof View>(key: K, side: Side | undefined): View {
  return side ? { [key]: side } : {};
}

/** False where the files that changed mean nothing to this reader. */
function isOther(today: View, release: View): boolean {
  const differs = (a: Side | undefined, b: Side | undefined) =>
    b !== undefined && (a === undefined || outcomeKey(a) !== outcomeKey(b) || supplyGone(a, b).length > 0);
  return differs(today.fromToday, release.fromRelease) || differs(today.toToday, release.toRelease);
}

/** Files with values that the new version changes and that a view takes variables from. */
export function changedLayers(states: States, view: View): readonly string[] {
  const paths = layersOf(view).flatMap(({ path }) => path ?? []);
  return states.changed.filter((it) => paths.includes(it));
}

/** The layers of all four states. */
export function layersOf(view: View): readonly Layer[] {
  return [view.fromToday, view.toToday, view.fromRelease, view.toRelease].flatMap(
    (it) => it?.environment.layers ?? [],
  );
}
