import { appendFileSync } from 'node:fs';
import type { TestContext } from 'node:test';

/** What comparing one library with `resolve` gave. */
export interface LiveFigures {
  readonly library: string;
  readonly version: string;
  /** What is counted: settings objects, or reads. */
  readonly cases: number;
  readonly wrong: number;
  /** How often each reason left a case undecided. */
  readonly open: ReadonlyMap<string, number>;
  /** How many of those that are undecided depend on what no file says, where that is told apart. */
  readonly elsewhere?: number;
  /** The sources that decided fields come from: how many were compared, and how many are others. */
  readonly winners?: { readonly compared: number; readonly wrong: number };
}

/** How many were left undecided. */
export function undecidedOf({ open }: LiveFigures): number {
  return [...open.values()].reduce((sum, it) => sum + it, 0);
}

/** Counts one more. */
export function count(open: Map<string, number>, why: string): void {
  open.set(why, (open.get(why) ?? 0) + 1);
}

/** Shows the figures beside the test, and hands them to the table that `npm run oracle` prints. */
export function showFigures(t: TestContext, seed: number, figures: LiveFigures): void {
  const { library, version, cases, wrong, open, elsewhere, winners } = figures;
  const undecided = undecidedOf(figures);
  t.diagnostic(
    `${library} ${version}, seed ${seed}: ${cases - undecided - wrong} of ${cases} decided and right, ` +
      `${undecided} undecided, ${wrong} wrong`,
  );
  if (elsewhere !== undefined)
    t.diagnostic(
      `${elsewhere} of those that are undecided depend on what no file says, ${undecided - elsewhere} do not`,
    );
  if (winners) t.diagnostic(`${winners.compared} winning sources compared, ${winners.wrong} wrong`);
  const reasons = [...open].sort((a, b) => b[1] - a[1]).map(([why, times]) => ({ why, times }));
  for (const { why, times } of reasons.slice(0, 12)) t.diagnostic(`${times} × ${why}`);
  const file = process.env.ORACLE_FIGURES;
  if (file)
    appendFileSync(
      file,
      `${JSON.stringify({ library, version, cases, wrong, undecided, elsewhere, reasons, winners })}\n`,
    );
}
