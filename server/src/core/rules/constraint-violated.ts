import { isConstraint } from './constraint-types.ts';
import { invalidFinding, invalidValues } from './invalid-values.ts';
import type { Rule } from './rule.ts';

/** Page: constraint-violated.md */
export const constraintViolated: Rule = {
  id: 'constraint-violated',
  severity: 'error',
  summary:
    'A value has the right type but breaks a limit that the code declares, so the service does not start.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    for (const invalid of invalidValues(snapshot, file.path)) {
      if (isConstraint(invalid.error.type)) yield invalidFinding(file.text, invalid);
    }
  },
};
