import type { MigrationFacts } from './facts.ts';
import { describeBroken } from './grid.ts';
import type { PlanName } from './kinds/kinds.ts';
import { mayHoldUnseen } from './plan-facts.ts';
import type { Choice, JudgedPlan } from './planner.ts';
import { isDiagonal, type SafetyFacts } from './safety.ts';

/** A choice of a plan in words, with the user's own names. */
export interface PlanExplanation {
  readonly plan?: PlanName;
  /** One line for each thing that decided it. */
  readonly reasons: readonly string[];
  /** The other plans: what each costs, or why it is not safe. */
  readonly alternatives: readonly { readonly plan: PlanName; readonly safe: boolean; readonly why: string }[];
  /** What the plan relies on and nothing in the workspace shows. */
  readonly requires: readonly string[];
}

/** Why a plan was chosen, in words: what decided it, what the others cost or break, what it relies on. */
export function explainChoice(choice: Choice, model: SafetyFacts, facts: MigrationFacts): PlanExplanation {
  const { chosen } = choice;
  const alternatives = choice.judged
    .filter((it) => it.plan.name !== chosen?.plan.name)
    .map((it) => ({
      plan: it.plan.name,
      safe: it.safe,
      why: it.safe ? costWords(it) : whyUnsafe(it, model, facts),
    }));
  const unseen = facts.environments
    .filter(mayHoldUnseen)
    .map(
      (it) =>
        `what the process environment of \`${it.name}\` holds is not seen; attest it before it is edited`,
    );
  if (chosen === undefined) {
    return { reasons: ['no plan keeps every replica safe'], alternatives, requires: unseen };
  }
  return {
    plan: chosen.plan.name,
    reasons: reasonsFor(chosen, model, facts),
    alternatives,
    requires: unseen,
  };
}

function costWords({ plan, cost }: JudgedPlan): string {
  const moves = cost.moves === 1 ? '1 change' : `${cost.moves} changes, one after the other`;
  const extra = cost.extraVersions > 0 ? ', and code that reads both keys for a while' : '';
  return `\`${plan.name}\` is safe and takes ${moves}${extra}`;
}

function reasonsFor(chosen: JudgedPlan, model: SafetyFacts, facts: MigrationFacts): readonly string[] {
  const reasons = [costWords(chosen)];
  const strict = strictReader(facts);
  switch (chosen.plan.name) {
    case 'one-pr':
      reasons.push(
        isDiagonal(model)
          ? 'the settings ship inside the same artefact as the code, so the two never meet in other versions'
          : `no environment sets \`${facts.from}\`, so every version holds the same value`,
      );
      break;
    case 'env-first':
      reasons.push(`every reader accepts \`${facts.to}\` next to \`${facts.from}\`, so no code reads both`);
      break;
    case 'code-first':
      if (strict !== undefined) reasons.push(strictWords(strict));
      if (!model.bothAllowed) reasons.push(`\`${facts.from}\` and \`${facts.to}\` may not be set together`);
      break;
    case 'four-step':
      reasons.push('a rollback never needs an edit of the environment');
      break;
  }
  return reasons;
}

function whyUnsafe(judged: JudgedPlan, model: SafetyFacts, facts: MigrationFacts): string {
  const broken = judged.broken[0];
  if (broken === undefined) return `\`${judged.plan.name}\` is not safe`;
  const reader = facts.readers.filter((it) => it.old !== undefined)[broken.reader];
  if (
    broken.failure === 'reject' &&
    model.bothAllowed &&
    reader?.strict !== undefined &&
    broken.code === 'old'
  ) {
    return `\`${judged.plan.name}\` would stop the version of today: ${strictWords(reader)}`;
  }
  const names = { from: facts.fromKeys, to: facts.toKeys };
  return `\`${judged.plan.name}\` is not safe: ${describeBroken(broken, model, names)}`;
}

function strictReader(facts: MigrationFacts): MigrationFacts['readers'][number] | undefined {
  return facts.readers.find(
    (it) => it.old !== undefined && (it.strict === undefined || it.strict.length > 0),
  );
}

function strictWords(reader: MigrationFacts['readers'][number]): string {
  if (reader.strict === undefined) return `it is not known whether \`${reader.name}\` accepts unknown keys`;
  const files = reader.schema.loading.envFiles.map((file) => `\`${file.path}\``);
  const where = files.length === 0 ? 'dotenv files' : files.join(', ');
  return `\`${reader.name}\` rejects unknown keys in ${where} (\`extra\` is \`forbid\`)`;
}
