import { firstLine } from '../text/span.ts';
import { isPlaceholder } from './placeholder.ts';
import { fieldReference } from './reader-name.ts';
import type { Rule } from './rule.ts';
import { setValues } from './set-values.ts';

/** Page: weak-secret.md */
export const weakSecret: Rule = {
  id: 'weak-secret',
  severity: 'warning',
  summary: 'A secret that anybody can guess.',
  since: '0.1.0',

  *check({ snapshot, document, file }) {
    if (!document) return;
    for (const { entry, field, reader, text, span, ...it } of setValues(snapshot, document, signs)) {
      const why = field.secret && !it.development ? weakness(text) : undefined;
      if (why === undefined) continue;
      yield {
        span: firstLine(file.text, span),
        severity: it.production ? 'error' : 'warning',
        message: `\`${entry.key.name}\` ${why}: whoever guesses it signs what the service believes`,
        key: entry.key.name,
        environments: reader.environments,
        service: reader.schema.service,
        field: fieldReference(reader.schema, field),
      };
    }
  },
};

/** Keys that sign or encrypt: the service makes them itself, so that their length is its own affair. */
function signs(name: string): boolean {
  return /(?:^|_)(?:secret_key|signing_key|jwt_secret|jwt_key|session_secret|encryption_key|secret)(?:_base)?$/i.test(
    name,
  );
}

/** As Django 5 counts (`security.W009`): five different characters. Shorter than 16 is guessed in an afternoon. */
function weakness(text: string): string | undefined {
  if (text === '') return undefined;
  if (isPlaceholder(text)) return 'is a placeholder';
  if (new Set(text).size < 5) return 'has fewer than five different characters';
  return text.length < 16 ? 'is shorter than 16 characters' : undefined;
}
