import type { Edited, KeysHeld, Plan, Shape } from './plans.ts';
import { plansOf } from './plans.ts';
import type { Code, Outcome } from './replica-model.ts';
import { isSafe, outcomeOf, type SafetyFacts } from './safety.ts';

/** Every code version in every environment state: what a replica there comes to. */
export interface Grid {
  readonly columns: readonly GridColumn[];
  readonly rows: readonly GridRow[];
  /** Who breaks, and when, if code and environment change in one step. */
  readonly naive: readonly string[];
}

export interface GridColumn {
  readonly title: string;
  readonly held: KeysHeld;
}

export interface GridRow {
  readonly code: Code;
  readonly title: string;
  /** `n/a` where the replicas of today do not run either. */
  readonly cells: readonly ('ok' | 'crash' | 'reject' | 'wrong' | 'n/a')[];
}

export interface GridNames {
  readonly from: string;
  /** Empty for a removal. */
  readonly to: string;
}

/** The grid of a migration, the worst of all environments and readers in each cell. */
export function gridOf(facts: SafetyFacts, names: GridNames): Grid {
  const columns = columnsOf(facts, names);
  const rows = codesOf(facts).map((code) => ({
    code,
    title: codeTitle(code, facts, names),
    cells: columns.map((column) => cell(code, column.held, facts)),
  }));
  return { columns, rows, naive: naiveFailures(facts, names) };
}

function columnsOf(facts: SafetyFacts, { from, to }: GridNames): readonly GridColumn[] {
  if (facts.kind === 'remove') {
    return [
      { title: `${from} set`, held: 'old' },
      { title: `${from} removed`, held: 'new' },
    ];
  }
  return [
    { title: `only ${from}`, held: 'old' },
    { title: 'both, equal', held: 'both' },
    { title: `only ${to}`, held: 'new' },
  ];
}

function codesOf(facts: SafetyFacts): readonly Code[] {
  return facts.kind === 'remove' ? ['old', 'new-declaring', 'new'] : ['old', 'both', 'new'];
}

/** A code version in the words of the user's names. */
export function codeTitle(code: Code, facts: Pick<SafetyFacts, 'kind'>, { from, to }: GridNames): string {
  if (facts.kind === 'remove') {
    if (code === 'old') return `code that reads ${from}`;
    return code === 'new-declaring' ? `code that only declares ${from}` : `code without ${from}`;
  }
  switch (code) {
    case 'old':
      return `code that reads ${from}`;
    case 'both':
      return `code that reads ${to}, else ${from}`;
    case 'both-old-first':
      return `code that reads ${from}, else ${to}`;
    case 'new':
      return `code that reads ${to}`;
    case 'new-declaring':
      return `code that reads ${to} and declares ${from}`;
  }
}

const WORST: readonly Outcome[] = ['wrong-other', 'wrong-default', 'reject', 'crash', 'ok'];

function cell(code: Code, held: KeysHeld, facts: SafetyFacts): GridRow['cells'][number] {
  const edited: Edited = { process: held, dotenv: held };
  const outcomes = facts.shapes.flatMap((shape: Shape) =>
    facts.readers.flatMap((reader) => outcomeOf(code, edited, shape, reader, facts) ?? []),
  );
  const worst = WORST.find((outcome) => outcomes.includes(outcome));
  switch (worst) {
    case undefined:
      return 'n/a';
    case 'wrong-default':
    case 'wrong-other':
      return 'wrong';
    default:
      return worst;
  }
}

function naiveFailures(facts: SafetyFacts, names: GridNames): readonly string[] {
  const naive: Plan | undefined = plansOf(facts.kind).find((plan) => plan.name === 'one-pr');
  if (naive === undefined) return [];
  return [...new Set(isSafe(naive, facts).broken.map((it) => describeBroken(it, facts, names)))];
}

/** One broken replica in a sentence: which code, in which environment, what happens, and when. */
export function describeBroken(
  broken: ReturnType<typeof isSafe>['broken'][number],
  facts: Pick<SafetyFacts, 'kind'>,
  names: GridNames,
): string {
  const code = codeTitle(broken.code, facts, names);
  const where = environmentWords(broken.edited, broken.shape, facts, names);
  const when = WHEN[broken.when];
  switch (broken.failure) {
    case 'crash':
      return `${code} does not start where ${where}, ${when}`;
    case 'reject':
      return `${code} refuses the settings file where ${where}, ${when}`;
    case 'wrong':
      return `${code} silently uses another value where ${where}, ${when}`;
    case 'split':
      return `${code} and the version beside it hold different values where ${where}, ${when}`;
  }
}

const WHEN = {
  restart: 'at its next restart, eviction or scale-up',
  deploy: 'when it is deployed',
  rollback: 'when it is rolled back to',
} as const;

function environmentWords(
  edited: Edited,
  shape: Shape,
  facts: Pick<SafetyFacts, 'kind'>,
  { from, to }: GridNames,
): string {
  const held = (['process', 'dotenv'] as const).filter((layer) => shape[layer] !== undefined);
  const states = new Set(held.map((layer) => edited[layer]));
  if (states.size === 0) return `\`${from}\` is not set`;
  if (states.size > 1) return `only some layers are edited`;
  const [state] = states;
  if (state === 'old') return `only \`${from}\` is set`;
  if (state === 'both')
    return facts.kind === 'remove' ? `\`${from}\` is set` : `\`${from}\` and \`${to}\` are set`;
  return facts.kind === 'remove' ? `\`${from}\` is gone` : `only \`${to}\` is set`;
}

/** The grid as an aligned table, then the lines about the naive change. */
export function gridText(grid: Grid): string {
  const header = ['', ...grid.columns.map((column) => column.title)];
  const table = [header, ...grid.rows.map((row) => [row.title, ...row.cells])];
  const widths = header.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  if (grid.naive.length === 0) return `${lines.join('\n')}\n`;
  const naive = grid.naive.map((line) => `  - ${line}`);
  return `${[...lines, '', 'In one step:', ...naive].join('\n')}\n`;
}
