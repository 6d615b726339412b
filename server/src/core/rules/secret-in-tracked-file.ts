import { entryContents } from '../syntax/content-of.ts';
import type { Entry } from '../syntax/document.ts';
import { memo } from '../text/memo.ts';
import { firstLine } from '../text/span.ts';
import { fieldReference } from './reader-name.ts';
import type { Rule } from './rule.ts';
import { setValues } from './set-values.ts';

/** Page: secret-in-tracked-file.md */
export const secretInTrackedFile: Rule = {
  id: 'secret-in-tracked-file',
  severity: 'error',
  summary: 'A secret stands in a file that git tracks, so everybody who has the repository has it.',
  since: '0.1.0',

  *check({ snapshot, document, file }) {
    // Only git knows; without it nothing is claimed.
    if (!document || file.tracked !== true || !entryContents(document.root).some(isSuspicious)) return;
    for (const { entry, field, reader, text, span } of setValues(snapshot, document, isAny)) {
      if (!looksIssued(text) && !(field.secret && looksRandom(text))) continue;
      yield {
        span: firstLine(file.text, span),
        message: `\`${entry.key.name}\` looks like a secret, and git tracks this file: everybody with the repository has it, also after it is removed`,
        key: entry.key.name,
        environments: reader.environments,
        service: reader.schema.service,
        field: fieldReference(reader.schema, field),
      };
    }
  },
};

/** Asked once for each text of an entry, so that a change elsewhere costs nothing. */
const isSuspicious = memo(({ value }: Pick<Entry, 'value'>): boolean => {
  if (value?.kind !== 'scalar' || value.data.kind !== 'str') return false;
  return looksIssued(value.data.value) || looksRandom(value.data.value);
});

function isAny(): boolean {
  return true;
}

/** Forms that providers give to what they issue: AWS, GitHub, GitLab, Slack, Stripe, Google, SendGrid, npm, PyPI, PEM. */
const ISSUED =
  /^(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|(?:sk|rk)_live_[A-Za-z0-9]{16,}|AIza[\w-]{35}|SG\.[\w-]{20,}\.[\w-]{20,}|npm_[A-Za-z0-9]{36}|pypi-[\w-]{40,}|-----BEGIN [A-Z ]*PRIVATE KEY-----)/;

function looksIssued(text: string): boolean {
  return ISSUED.test(text.trim()) && !/(?:EXAMPLE|0{8}|x{8}|1234567890)/i.test(text);
}

/** Long, of letters and digits mixed, and without the words that made-up values are made of. */
function looksRandom(text: string): boolean {
  if (text.length < 24 || /\s|\$\{|<|:\/\//.test(text)) return false;
  if (
    /(?:example|change|secret|synthetic|dummy|test|local|placeholder|insecure|password|sample|fake)/i.test(
      text,
    )
  )
    return false;
  return /[A-Za-z]/.test(text) && /\d/.test(text) && entropy(text) >= 3.5;
}

/** Bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce(
    (sum, count) => sum - (count / text.length) * Math.log2(count / text.length),
    0,
  );
}
