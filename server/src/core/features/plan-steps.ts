import type { Phase } from '../migration/kinds/kinds.ts';
import type { RecordFile } from '../migration/record.ts';

/** One release of a plan, in the words of the user's names. */
export interface PlanStep {
  readonly phase: Phase;
  readonly text: string;
}

/** The releases of a record's plan in their order; empty for a plan or a kind that has no words of its own. */
export function planSteps({ kind, plan, from, to }: RecordFile): readonly PlanStep[] {
  const old = from.map((it) => `\`${it}\``).join(', ');
  const next = to.map((it) => `\`${it}\``).join(', ');
  const texts =
    kind === 'remove' ? removeTexts(plan, old) : kind === 'rename' ? renameTexts(plan, old, next) : [];
  return texts.flatMap((text, index) => {
    const phase = PHASES[index];
    return phase ? [{ phase, text }] : [];
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
