import { firstLine } from '../text/span.ts';
import { fieldReference } from './reader-name.ts';
import type { Rule } from './rule.ts';
import { setTo } from './set-value.ts';
import { isOn, setValues } from './set-values.ts';

/** Page: debug-in-production.md */
export const debugInProduction: Rule = {
  id: 'debug-in-production',
  severity: 'error',
  summary: 'Debugging is on in production: error pages show code, settings and queries to everybody.',
  since: '0.1.0',

  *check({ snapshot, document, file }) {
    if (!document) return;
    for (const { entry, field, reader, text, span, production } of setValues(
      snapshot,
      document,
      isDebugName,
    )) {
      if (!production || !isOn(text)) continue;
      yield {
        span: firstLine(file.text, span),
        message: `\`${entry.key.name}\` turns debugging on in production: error pages show code, settings and queries to everybody`,
        key: entry.key.name,
        environments: reader.environments,
        service: reader.schema.service,
        field: fieldReference(reader.schema, field),
        fixes: setTo(document, { entry }, 'false'),
      };
    }
  },
};

/** `DEBUG`, `APP_DEBUG`; not `DEBUG_TOOLBAR` or `SQL_DEBUG_LEVEL`. */
function isDebugName(name: string): boolean {
  return /^(?:(?:app|django|flask|api|fastapi|starlette|web|server)_)?debug(?:_mode)?$/i.test(name);
}
