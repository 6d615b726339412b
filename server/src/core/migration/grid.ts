import { type ChangedKeys, kindNamed } from './kinds/kinds.ts';
import { type Edited, type KeysHeld, type Shape, START } from './plans.ts';
import type { Code, Outcome } from './replica-model.ts';
import { type Broken, environmentOf, heldBy, isSafe, outcomeOf, type SafetyFacts } from './safety.ts';

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
  /** `n/a` where the replicas of today do not run either; `split` where another side refuses it. */
  readonly cells: readonly ('ok' | 'crash' | 'reject' | 'wrong' | 'split' | 'n/a')[];
}

/** The grid of a migration, the worst of all environments and readers in each cell. */
export function gridOf(facts: SafetyFacts, keys: ChangedKeys): Grid {
  const { model, words } = kindNamed(facts.kind);
  const columns = model.states.map((held) => ({ title: words.column(held, keys), held }));
  const naive = naiveFailures(facts, keys);
  if (facts.kind === 'rotate-signing') return { columns, rows: acceptanceRows(columns, facts), naive };
  const rows = codesOf(facts).map((code) => ({
    code,
    title: words.code(code, keys),
    cells: columns.map((column) => cell(code, column.held, facts)),
  }));
  return { columns, rows, naive };
}

const SHOWN: readonly Code[] = ['old', 'both', 'new-declaring', 'new'];

/** The versions that some plan ships, and today's. */
function codesOf(facts: SafetyFacts): readonly Code[] {
  const { forms, model } = kindNamed(facts.kind);
  const possible = model.codes(facts);
  const own = forms.filter((form) => form.name !== 'four-step').flatMap((form) => form.moves);
  const shipped = own.flatMap((move) => (move.kind === 'environment' ? [] : [move.code]));
  return SHOWN.filter((code) => code === 'old' || (possible.includes(code) && shipped.includes(code)));
}

/** Of a rotation of signing keys: which replicas (rows) accept what a replica of a column has signed. */
function acceptanceRows(columns: readonly GridColumn[], facts: SafetyFacts): readonly GridRow[] {
  const { model } = kindNamed(facts.kind);
  const code = model.ends(facts);
  return columns.map((row) => ({
    code,
    title: `a replica that ${row.title}`,
    cells: columns.map((column) => acceptance(code, row.held, column.held, facts)),
  }));
}

function acceptance(
  code: Code,
  here: KeysHeld,
  there: KeysHeld,
  facts: SafetyFacts,
): GridRow['cells'][number] {
  const verdicts = facts.shapes.flatMap((shape) =>
    facts.readers.flatMap((reader): readonly GridRow['cells'][number][] => {
      // Where the replicas of today do not run, there is nothing to compare with.
      if (heldBy('old', environmentOf(shape, START, facts), reader, facts).kind !== 'value') return [];
      const [own, other] = [here, there].map((held) =>
        heldBy(code, environmentOf(shape, everywhere(held), facts), reader, facts),
      );
      if (own?.kind !== 'value' || other?.kind !== 'value')
        return own && own.kind !== 'value' ? [own.kind] : [];
      return [other.signs !== undefined && !own.accepts?.includes(other.signs) ? 'split' : 'ok'];
    }),
  );
  return verdicts.find((it) => it !== 'ok') ?? verdicts[0] ?? 'n/a';
}

function everywhere(held: KeysHeld): Edited {
  return { process: held, dotenv: held };
}

/** A code version in the words of the user's names. */
export function codeTitle(code: Code, facts: Pick<SafetyFacts, 'kind'>, keys: ChangedKeys): string {
  return kindNamed(facts.kind).words.code(code, keys);
}

const WORST: readonly Outcome[] = ['split', 'wrong-other', 'wrong-default', 'reject', 'crash', 'ok'];

function cell(code: Code, held: KeysHeld, facts: SafetyFacts): GridRow['cells'][number] {
  const outcomes = facts.shapes.flatMap((shape: Shape) =>
    facts.readers.flatMap((reader) => outcomeOf(code, everywhere(held), shape, reader, facts) ?? []),
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

/** The plan that people try first, and what it breaks. */
function naiveFailures(facts: SafetyFacts, keys: ChangedKeys): readonly string[] {
  const naive = kindNamed(facts.kind).forms.find((plan) => plan.name === 'one-pr');
  if (naive === undefined) return [];
  return [...new Set(isSafe(naive, facts).broken.map((it) => describeBroken(it, facts, keys)))];
}

/** One broken replica in a sentence: which code, in which environment, what happens, and when. */
export function describeBroken(broken: Broken, facts: SafetyFacts, keys: ChangedKeys): string {
  const { words } = kindNamed(facts.kind);
  const own = words.code(broken.code, keys);
  const code = broken.reader >= facts.readers.length ? `somebody else's ${own}` : own;
  const where = environmentWords(broken, facts, keys);
  const when = WHEN[broken.when];
  switch (broken.failure) {
    case 'crash':
      return `${code} does not start where ${where}, ${when}`;
    case 'reject':
      return `${code} refuses the settings file where ${where}, ${when}`;
    case 'wrong':
      return `${code} silently uses another value where ${where}, ${when}`;
    case 'split':
      return words.split === undefined
        ? `${code} and the version beside it hold different values where ${where}, ${when}`
        : `${words.split(code)} where ${where}, ${when}`;
  }
}

const WHEN = {
  restart: 'at its next restart, eviction or scale-up',
  deploy: 'when it is deployed',
  rollback: 'when it is rolled back to',
} as const;

function environmentWords({ edited, shape }: Broken, facts: SafetyFacts, keys: ChangedKeys): string {
  const { words } = kindNamed(facts.kind);
  const held = (['process', 'dotenv'] as const).filter((layer) => shape[layer] !== undefined);
  const states = new Set(held.map((layer) => edited[layer]));
  // Where nothing is set, the layer counts in which a key is put that comes anew.
  const [state = edited[facts.target ?? 'process']] = states;
  if (states.size === 0 && state === 'old') {
    return `${keys.from.map((it) => `\`${it}\``).join(', ')} is not set`;
  }
  if (states.size > 1) return `only some layers are edited`;
  switch (state) {
    case 'adding':
    case 'removing':
    case 'swapping':
      return `only some of ${[...keys.from, ...keys.to].map((it) => `\`${it}\``).join(', ')} are set`;
    default:
      return words.state(state, keys);
  }
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
