import { printable } from './reports/printable.ts';
import type { Session } from './session.ts';

const MOST = 5;

/** Says on standard error which settings a report leaves out, because classes were found and nothing was named. */
export function noteLeftOut({ analysis, note }: Session, settings: string | undefined): void {
  const names = analysis.leftOut(settings);
  if (names.length === 0) return;
  const more = names.length > MOST ? ` and ${names.length - MOST} more` : '';
  const shown = names.slice(0, MOST).map(printable).join(', ');
  note(`crossfade: read by modules and not shown: ${shown}${more}; --settings NAME shows one\n`);
}
