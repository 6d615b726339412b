import { isSigningName } from '../schema/secret-names.ts';
import { fileNames, mayHold } from './data-files-holding.ts';
import type { MigrationFacts } from './facts.ts';
import { storeWords } from './gates-environment.ts';
import { describeBroken } from './grid.ts';
import type { KindName, PlanName } from './kinds/kinds.ts';
import { mayHoldUnseen } from './plan-facts.ts';
import type { Choice, JudgedPlan } from './planner.ts';
import { LAYERS } from './replica-model.ts';
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
      why: it.safe ? costWords(it, model) : whyUnsafe(it, model, facts),
    }));
  const unseen = facts.environments
    .filter(mayHoldUnseen)
    .map(
      (it) =>
        `what ${it.opaque.length > 0 ? storeWords(it) : `the process environment of \`${it.name}\``} holds is not seen; attest it before \`${it.name}\` is edited`,
    );
  if (chosen === undefined) {
    return {
      reasons: ['no plan keeps every replica safe', ...insteadOf(model, facts), ...ifItSigns(facts)],
      alternatives,
      requires: unseen,
    };
  }
  return {
    plan: chosen.plan.name,
    reasons: [...reasonsFor(chosen, model, facts), ...ifItSigns(facts)],
    alternatives,
    requires: unseen,
  };
}

/** What to do where no order of steps is safe. */
function insteadOf(model: SafetyFacts, { from, kind }: MigrationFacts): readonly string[] {
  if (model.distinguishable === false) {
    const key = `${from}_NEW`;
    return [
      `nothing in a text of \`${from}\` says in which of the two ways it is meant: give the new meaning a key of its own, \`crossfade migrate unit ${from} ${key}\``,
    ];
  }
  if (kind === 'rotate-credential' && !model.bothAllowed) {
    return ['the other side accepts one credential at a time: let it accept a second user or key first'];
  }
  return [];
}

/** Two credentials that another side accepts are no help where the service itself signs and verifies. */
function ifItSigns({ kind, from, readers }: MigrationFacts): readonly string[] {
  const names = [from, ...readers.flatMap((it) => it.old?.name ?? [])];
  if (kind !== 'rotate-credential' || !names.some(isSigningName)) return [];
  return [
    `\`${from}\` is named like a key that signs: where the service itself signs with it, what it has signed is refused from the restart on; \`crossfade plan rotate-signing ${from}\` keeps that accepted`,
  ];
}

function costWords({ plan, cost }: JudgedPlan, { kind }: SafetyFacts): string {
  const extra =
    cost.extraVersions > 0 ? `, and ${BETWEEN[kind] ?? 'code that reads both keys'} for a while` : '';
  if (cost.moves === 0) return `\`${plan.name}\` is safe: nothing that runs has to change`;
  const moves = cost.moves === 1 ? '1 change' : `${cost.moves} changes, one after the other`;
  return `\`${plan.name}\` is safe and takes ${moves}${extra}`;
}

/** The version in between, of kinds that do not read two keys. */
const BETWEEN: Partial<Record<KindName, string>> = {
  remove: 'code that only declares the key',
  flag: 'code that only declares the key',
  retype: 'code that takes both spellings',
  enum: 'code that knows old and new values',
  require: 'code that does without the key',
  tighten: 'code that warns',
  'rotate-credential': 'two credentials that are accepted',
};

function reasonsFor(chosen: JudgedPlan, model: SafetyFacts, facts: MigrationFacts): readonly string[] {
  const reasons = [costWords(chosen, model), ...reasonOf(chosen, model, facts)];
  if (model.otherReaders) {
    reasons.push(`somebody else reads \`${facts.from}\`: it goes only after both were there`);
  }
  return reasons;
}

function reasonOf(chosen: JudgedPlan, model: SafetyFacts, facts: MigrationFacts): readonly string[] {
  const renames =
    facts.toKeys.some((key) => !facts.fromKeys.includes(key)) && facts.kind !== 'rotate-signing';
  switch (chosen.plan.name) {
    case 'one-pr': {
      if (isDiagonal(model)) {
        return [
          'the settings ship inside the same artefact as the code, so the two never meet in other versions',
        ];
      }
      const unset = model.shapes.every((shape) => LAYERS.every((layer) => shape[layer] === undefined));
      const files = facts.dataFiles.filter(mayHold);
      if (files.length > 0) return [fileReason(facts, fileNames(files), unset)];
      return unset
        ? [`no environment sets \`${facts.from}\`, so every version holds the same value`]
        : ['no environment has to change before the code, nor the code before an environment'];
    }
    case 'env-first':
      return renames
        ? [`every reader accepts \`${facts.to}\` next to \`${facts.from}\`, so no code reads both`]
        : [];
    case 'code-first':
      return [...strictReasons(renames, facts), ...togetherReasons(renames, model, facts)];
    case 'four-step':
      return model.rollbackWithoutEnvEdit ? ['a rollback never needs an edit of the environment'] : [];
  }
}

/** What a data file decides, which ships with the code and stands below every variable. */
function fileReason({ from, kind }: MigrationFacts, files: string, unset: boolean): string {
  if (kind === 'default')
    return `${files} sets \`${from}\` where no variable does, so its default holds nowhere`;
  const variables = unset ? `no variable sets \`${from}\`` : 'no variable has to change before the code';
  return `${variables}, and ${files}, which sets it, ships with the code`;
}

/** Strictness decides where a name comes that code does not know yet. */
function strictReasons(renames: boolean, facts: MigrationFacts): readonly string[] {
  const strict = strictReader(facts);
  const matters = renames || facts.kind === 'remove' || facts.kind === 'require';
  return strict !== undefined && matters ? [strictWords(strict)] : [];
}

function togetherReasons(renames: boolean, model: SafetyFacts, facts: MigrationFacts): readonly string[] {
  return renames && !model.bothAllowed
    ? [`\`${facts.from}\` and \`${facts.to}\` may not be set together`]
    : [];
}

function whyUnsafe(judged: JudgedPlan, model: SafetyFacts, facts: MigrationFacts): string {
  const broken = judged.broken[0];
  if (broken === undefined) return `\`${judged.plan.name}\` ${whyImpossible(model, facts)}`;
  const reader = facts.readers.filter((it) => it.old !== undefined)[broken.reader];
  if (
    broken.failure === 'reject' &&
    model.bothAllowed &&
    reader?.strict !== undefined &&
    broken.code === 'old' &&
    facts.kind !== 'require'
  ) {
    return `\`${judged.plan.name}\` would stop the version of today: ${strictWords(reader)}`;
  }
  const names = { from: facts.fromKeys, to: facts.toKeys };
  return `\`${judged.plan.name}\` is not safe: ${describeBroken(broken, model, names)}`;
}

/** Why a plan cannot be carried out that breaks nothing on its way. */
function whyImpossible(
  { distinguishable, bothAllowed, kind }: SafetyFacts,
  { from }: MigrationFacts,
): string {
  if (distinguishable === false) {
    return `needs code that tells the two spellings of \`${from}\` apart, and no text says which it is`;
  }
  if (kind === 'rotate-credential' && !bothAllowed) {
    return 'needs two credentials that are accepted at the same time';
  }
  return 'does not bring the code that is needed in the end';
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
