import type { Document } from '../syntax/document.ts';
import type { SourceFile } from '../text/source-file.ts';
import { isConstraint } from './constraint-types.ts';
import type { Fix } from './finding.ts';
import { type InvalidValue, invalidFinding, invalidValues, isEmpty } from './invalid-values.ts';
import { needsJson } from './list-needs-json.ts';
import { meantText } from './meant-value.ts';
import type { Rule } from './rule.ts';
import { setTo } from './set-value.ts';

/** Page: type-mismatch.md */
export const typeMismatch: Rule = {
  id: 'type-mismatch',
  severity: 'error',
  summary: 'A value cannot be read as the type that the code declares, so the service does not start.',
  since: '0.1.0',

  *check({ snapshot, file, document }) {
    for (const invalid of invalidValues(snapshot, file.path)) {
      if (!isConstraint(invalid.error.type) && !needsJson(invalid) && !isEmpty(invalid))
        yield { ...invalidFinding(file.text, invalid), fixes: meant(file, document, invalid) };
    }
  },
};

/** What was most likely meant, where the value stands as one plain text that is no secret. */
function meant(
  file: SourceFile,
  common: Document | undefined,
  { entry, resolution, document = common }: InvalidValue,
): readonly Fix[] {
  const { field, raw, origins } = resolution;
  if (document?.file !== file || origins || field.secret || raw === undefined) return [];
  if (entry.value?.kind !== 'scalar' || entry.value.parts) return [];
  const text = meantText(field.type, raw);
  return text === undefined ? [] : setTo(document, { entry }, text);
}
