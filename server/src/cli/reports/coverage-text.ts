import type { Coverage } from '../../core/features/coverage.ts';
import { coverageLines } from '../../core/features/coverage-lines.ts';
import type { Paint } from '../paint.ts';
import { printable } from './printable.ts';

/** What was seen, what was assumed, and what was not seen, a line each; empty when there is nothing to say. */
export function coverageText(coverage: Coverage, paint: Paint): string {
  return coverageLines(coverage)
    .map((it) => paint.dim(printable(it)))
    .join('\n');
}
