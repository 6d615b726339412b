import type { Field } from '../schema/schema.ts';
import type { MigrationFacts, ReaderFacts } from './facts.ts';
import type { GateVerdict } from './gates.ts';
import { gateCodeReadsNew } from './gates-code.ts';
import { PHASES, type Phase } from './kinds/kinds.ts';
import { movesOf } from './phase-moves.ts';
import type { RecordFile } from './record.ts';

/** G2 of a key that code comes to need: it is declared, and from the phase on that ships this, nothing starts without it. */
export function gateRequired(
  facts: MigrationFacts,
  record: RecordFile,
  phase: Phase,
): readonly GateVerdict[] {
  const declared = gateCodeReadsNew(facts, record, phase);
  if (declared.some((it) => it.verdict !== 'yes') || !isNeeded(record, phase)) return declared;
  const without = facts.readers.flatMap((reader) => {
    const field = reader.fields.get(facts.from);
    const verdict = field && doesWithout(field);
    return verdict ? [ofReader(facts, reader, field, verdict)] : [];
  });
  if (without.length > 0) return without;
  return [
    { id: 'G2', environment: null, verdict: 'yes', reason: `nothing starts without \`${facts.from}\`` },
  ];
}

/** True once the phases up to this one have shipped code that needs the key. */
function isNeeded({ plan }: RecordFile, phase: Phase): boolean {
  if (plan === undefined) return false;
  const moves = PHASES.slice(0, PHASES.indexOf(phase) + 1).flatMap((it) =>
    movesOf('require', { plan, phase: it, strict: true }),
  );
  return moves.some((it) => it.kind !== 'environment' && it.code === 'new');
}

/** `no`: a default takes its place. `unknown`: code that is not followed decides. */
function doesWithout({ required, defaultRefused, defaultUndecided }: Field): 'no' | 'unknown' | undefined {
  if (required || defaultRefused !== undefined) return undefined;
  return defaultUndecided ? 'unknown' : 'no';
}

function ofReader(
  { from }: MigrationFacts,
  { name }: ReaderFacts,
  { place }: Field,
  verdict: 'no' | 'unknown',
): GateVerdict {
  const reason =
    verdict === 'no'
      ? `\`${name}\` still starts without \`${from}\`: its default takes the place`
      : `whether \`${name}\` starts without \`${from}\` depends on code that is not evaluated`;
  return { id: 'G2', environment: null, verdict, reason, path: place.path, offset: place.span.start };
}
