import { sameEnvironment } from '../supply/environment-name.ts';
import { pairFields } from './pairs.ts';
import type { Problem } from './report.ts';
import { foundOf, placeOf, type Side } from './side.ts';

/**
 * Secrets that get another value. Whoever checks a credential has to accept both while replicas are replaced, and other
 * replicas what either key has signed: neither is seen from here. Values are compared in memory and never leave this
 * function. Where developers run the working tree, nothing is replaced bit by bit.
 * @param today the old code on the values of today
 * @param release either version of the code on the values of the new version
 */
export function changedSecrets(today: Side, release: Side): readonly Problem[] {
  if (sameEnvironment(today.environment.name, 'development')) return [];
  return pairFields({ from: today.schema, to: release.schema }).flatMap(
    ({ from, to }): readonly Problem[] => {
      const was = from && foundOf(today, from);
      const now = to && foundOf(release, to);
      if (!from?.secret || was?.state !== 'set' || now?.state !== 'set') return [];
      if (was.raw === undefined || now.raw === undefined || was.raw === now.raw) return [];
      const key = now.key ?? to?.name ?? from.name;
      return [
        {
          cause: 'secret-changed',
          verdict: 'unknown',
          key,
          field: from.name,
          message: `\`${key}\` is a secret and gets another value: whether who checks it accepts both, or every replica what either has signed, is not seen`,
          introduced: true,
          ...placeOf(release.snapshot, to?.place),
        },
      ];
    },
  );
}
