import {
  type ChangedKeys,
  type KindName,
  kindNamed,
  type Phase,
  type PlanName,
} from '../migration/kinds/kinds.ts';
import { movesOf } from '../migration/phase-moves.ts';
import type { RecordFile } from '../migration/record.ts';

/** One release of a plan, in the words of the user's names. */
export interface PlanStep {
  readonly phase: Phase;
  readonly text: string;
}

/** The releases of a record's plan in their order; empty for a record without a plan, and for a plan of another kind. */
export function planSteps({ kind, plan, from, to, answers }: RecordFile): readonly PlanStep[] {
  if (kind === undefined || plan === undefined) return [];
  const old = from.map((it) => `\`${it}\``).join(', ');
  const next = to.map((it) => `\`${it}\``).join(', ');
  const own =
    kind === 'remove' ? removeTexts(plan, old) : kind === 'rename' ? renameTexts(plan, old, next) : [];
  if (own.length === 0) return stepsOf(kind, plan, answers.get('form'), { from, to });
  return own.flatMap((text, index) => {
    const phase = PHASES[index];
    return phase ? [{ phase, text }] : [];
  });
}

/** What the moves of each phase do, in the words of the kind. */
function stepsOf(
  kind: KindName,
  plan: PlanName,
  form: string | undefined,
  keys: ChangedKeys,
): readonly PlanStep[] {
  const { words } = kindNamed(kind);
  return PHASES.flatMap((phase) => {
    const texts = movesOf(kind, { plan, phase, strict: false, form }).flatMap((move) => [
      ...(move.kind === 'environment' ? [] : [words.ship(move.code, keys)]),
      ...(move.kind === 'code' ? [] : [words.edit(move.to, keys)]),
    ]);
    return texts.length === 0 ? [] : [{ phase, text: texts.join('; then: ') }];
  });
}

const PHASES: readonly Phase[] = ['expand', 'migrate', 'contract'];

function renameTexts(plan: string | undefined, old: string, next: string): readonly string[] {
  switch (plan) {
    case 'one-pr':
      return [`Code reads ${next}, and every file of the service holds ${next} in place of ${old}`];
    case 'env-first':
      return [
        `Every environment holds ${next} next to ${old}`,
        `Code reads ${next}`,
        `${old} leaves the environments`,
      ];
    case 'code-first':
      return [
        `Code reads ${next}, and ${old} where ${next} is not set`,
        `Every environment holds ${next} in place of ${old}`,
        `Code reads ${next} alone`,
      ];
    default:
      return [];
  }
}

function removeTexts(plan: string | undefined, old: string): readonly string[] {
  switch (plan) {
    case 'one-pr':
      return [`Code no longer reads ${old}, and no file of the service holds it`];
    case 'code-first':
      return [
        `Code no longer reads ${old}`,
        `${old} leaves the environments`,
        `Nothing in the code names ${old} any more`,
      ];
    default:
      return [];
  }
}
