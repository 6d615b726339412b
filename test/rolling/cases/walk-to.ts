import type { MigrationAsk } from '../../../server/src/core/features/migrations.ts';
import { movesOf } from '../../../server/src/core/migration/phase-moves.ts';
import type { Code } from '../../../server/src/core/migration/replica-model.ts';
import { ask, type Files, GATES, next, start, type Walk, waive } from '../../migration/walk.ts';
import type { Phase } from '../scenario.ts';

/** A version of the code that a migration goes through. */
export interface Version {
  readonly code: Code;
  readonly files: Files;
}

/** Where the keys stand when a migration begins; a case replaces both. */
export const DOTENV = '.env';
export const PROCESS = 'deploy/development.env';

const ENVIRONMENTS = { development: { dotenv: [DOTENV], process: [`file:${PROCESS}`] } };
const PHASES: readonly Phase[] = ['expand', 'migrate', 'contract'];

/** A request with an owner, and with answers to what is asked of every kind. */
export function request(
  asked: Pick<MigrationAsk, 'kind' | 'from'> & Partial<MigrationAsk>,
  answers: Readonly<Record<string, string>> = {},
): MigrationAsk {
  // A plan that breaks replicas is written as well: which of them break is what a case asks.
  const given = { value_from_now_on: 'yes', differing_values: 'yes', unsafe_plan: 'yes', ...answers };
  return ask({ ...asked, answers: new Map(Object.entries(given)) });
}

/**
 * The code after so many phases of a plan, as `migrate` and `advance` write it; where a phase writes none, the code of
 * the phase before.
 * @param today code and environments before the first phase
 */
export function walkTo(asked: MigrationAsk, today: Files, phases: number): Version {
  let walk: Walk | undefined;
  let version: Version = { code: 'old', files: today };
  for (const phase of PHASES.slice(0, phases)) {
    walk =
      walk === undefined ? waive(start(today, asked, { environments: ENVIRONMENTS }), ...GATES) : next(walk);
    version = { code: codeOf(asked, phase, version, walk.files), files: walk.files };
  }
  const { [DOTENV]: _dotenv, [PROCESS]: _process, ...code } = version.files;
  return { code: version.code, files: code };
}

function codeOf(
  { kind, plan = 'code-first' }: MigrationAsk,
  phase: Phase,
  before: Version,
  files: Files,
): Code {
  if (before.files['app/settings.py'] === files['app/settings.py']) return before.code;
  const declares = kind === 'remove' || kind === 'flag';
  if (declares)
    return /\b(?:db_pool|search)\s*[:=]/.test(files['app/settings.py'] ?? '') ? 'new-declaring' : 'new';
  const moves = movesOf(kind, { plan, phase, strict: true });
  return moves.flatMap((it) => (it.kind === 'environment' ? [] : it.code))[0] ?? before.code;
}
