import { isConstraint } from './constraint-types.ts';
import { invalidFinding, invalidValues, isEmpty } from './invalid-values.ts';
import { needsJson } from './list-needs-json.ts';
import type { Rule } from './rule.ts';

/** Page: type-mismatch.md */
export const typeMismatch: Rule = {
  id: 'type-mismatch',
  severity: 'error',
  summary: 'A value cannot be read as the type that the code declares, so the service does not start.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    for (const invalid of invalidValues(snapshot, file.path)) {
      if (!isConstraint(invalid.error.type) && !needsJson(invalid) && !isEmpty(invalid))
        yield invalidFinding(file.text, invalid);
    }
  },
};
