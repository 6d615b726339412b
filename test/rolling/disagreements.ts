import { isDeepStrictEqual } from 'node:util';
import type { Foretold } from './ask-preflight.ts';
import { fateWords } from './fate.ts';
import type { Start } from './lab/deployment.ts';
import { isRight } from './run-outcome.ts';
import type { Shipped } from './ship.ts';

/**
 * Where `preflight` said one thing of a kind of replica and a replica of that kind did another, and where it spoke of
 * none that a start belongs to.
 */
export function disagreements(
  foretold: Foretold,
  starts: readonly Start[],
  {
    today,
    next,
    right,
  }: { readonly today: Shipped; readonly next: Shipped; readonly right: readonly unknown[] },
): readonly string[] {
  const found = new Set<string>();
  const either = isDeepStrictEqual(today.surroundings, next.surroundings);
  for (const start of starts) {
    const code = start.release === next.release ? 'to' : 'from';
    const values = isDeepStrictEqual(start.surroundings, next.surroundings) ? 'to' : 'from';
    const said = foretold.replicas.filter((it) => it.code === code && (either || it.values === values));
    const real = isRight(start.fate, right) ? 'yes' : 'no';
    const name = `${code === 'to' ? 'new' : 'old'} code on ${values === 'to' ? 'new' : 'old'} values`;
    // What runs on the values of today is what everything else is compared with.
    if (code === 'from' && values === 'from') continue;
    const worst = said.some((it) => it.verdict === 'no')
      ? 'no'
      : said.some((it) => it.verdict === 'unknown')
        ? 'unknown'
        : 'yes';
    if (said.length === 0) found.add(`preflight says nothing of ${name}`);
    else if (worst !== real)
      found.add(`preflight says ${worst} of ${name}, which is ${real}: ${fateWords(start.fate)}`);
  }
  return [...found];
}
