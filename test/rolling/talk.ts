import type { AcceptanceGrid } from './ask-grid.ts';
import { fateWords } from './fate.ts';
import type { Start } from './lab/deployment.ts';
import type { Looked } from './lab/tokens.ts';
import type { Judged } from './run-outcome.ts';
import type { Change } from './scenario.ts';

/** What came of the tokens that replicas have signed for each other. */
export interface Talk {
  /** Tokens that one replica has signed and another one has looked at. */
  readonly crossed: number;
  readonly predicted: number;
  readonly seen: number;
  readonly differences: readonly string[];
}

/**
 * Compares every look at a token with what `resolve` says of both replicas, and with the grid of `crossfade plan`.
 * @param starts every start of a replica, with what was said of it
 */
export function talkOf(
  looked: readonly Looked[],
  starts: readonly Judged[],
  signs: NonNullable<Change['signs']>,
  grid: AcceptanceGrid,
): Talk {
  const byPid = new Map(starts.map((it) => [it.start.pid, it]));
  const differences = new Set<string>();
  let predicted = 0;
  for (const { signer, verifier, accepted } of looked) {
    const [from, at] = [byPid.get(signer), byPid.get(verifier)];
    if (from === undefined || at === undefined) throw new Error('a token of no replica');
    const said = keysSaid(at).includes(keysSaid(from)[0]);
    if (!said) predicted++;
    const [row, column] = [stateOf(at.start, signs), stateOf(from.start, signs)];
    const cell = grid(row, column);
    const words = `a replica that is ${row} looks at a token of one that is ${column}, and ${accepted ? 'accepts' : 'refuses'} it`;
    if (said !== accepted) differences.add(`resolve says otherwise: ${words}`);
    if ((cell === 'ok') !== accepted) differences.add(`the model says ${cell}: ${words}`);
  }
  return {
    crossed: looked.filter((it) => it.signer !== it.verifier).length,
    predicted,
    seen: looked.filter((it) => !it.accepted).length,
    differences: [...differences],
  };
}

function keysSaid({ said, start }: Judged): readonly unknown[] {
  if (said?.kind === 'value' && Array.isArray(said.value)) return said.value;
  throw new Error(`of ${start.release.name} no keys are said: ${fateWords(said)}`);
}

/** Which of the states of the grid a replica is in, by the keys that it says it has. */
function stateOf({ fate }: Start, { old, next }: NonNullable<Change['signs']>): string {
  const states = {
    old: [old],
    both: [old, next],
    'sign-new': [next, old],
    new: [next],
  };
  const held = fate.kind === 'value' ? JSON.stringify(fate.value) : '';
  const found = Object.entries(states).find(([, keys]) => JSON.stringify(keys) === held);
  if (found === undefined) throw new Error(`a replica ${fateWords(fate)}`);
  return found[0];
}
