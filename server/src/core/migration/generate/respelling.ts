import { conversionNamed } from '../conversion.ts';
import { enumNames } from '../conversions/words.ts';
import type { MigrationFacts } from '../facts.ts';
import type { ImportNeed } from './python-imports.ts';
import { pyString } from './python-text.ts';

/** How Python tells two spellings of one value apart, and gives code the one that it knows. */
export interface Respelling {
  readonly needs: readonly ImportNeed[];
  /** An expression over `value`, a text that is not empty. */
  readonly isOld: string;
  /** The same of a text that is known, such as a default. */
  readonly isOldText: (text: string) => boolean;
  /** True of a text that stands for the new spelling, and is made into the old one. */
  readonly isNewText: (text: string) => boolean;
  /** Statements that return the old spelling of the new one in `value`. */
  readonly toOld: readonly string[];
  /** Says that only the new spelling is taken. */
  readonly refusal: string;
  /** Old and new spellings of two values. */
  readonly samples: readonly (readonly [string, string])[];
}

/** The spellings of a migration in place; undefined for those that no machine tells apart. */
export function respelling(
  facts: Pick<MigrationFacts, 'fromKeys' | 'toKeys' | 'answers' | 'convert'>,
): Respelling | undefined {
  const { fromKeys: from, toKeys: to, answers } = facts;
  const conversion = conversionNamed(facts.convert, { from, to, answers });
  if (conversion?.toOld === undefined) return undefined;
  switch (facts.convert) {
    case 'csv-json':
      return {
        needs: [{ module: 'json' }],
        isOld: 'not value.lstrip().startswith("[")',
        isOldText: (text) => !text.trimStart().startsWith('['),
        isNewText: (text) => text.trimStart().startsWith('['),
        toOld: ['return ",".join(str(item) for item in json.loads(value))'],
        refusal: 'write it as a JSON list',
        samples: [
          ['one,two', '["one","two"]'],
          ['three', '["three"]'],
        ],
      };
    case 'enum': {
      const names = [...enumNames(facts)];
      const pairs = names.map(([old, next]) => `${pyString(next)}: ${pyString(old)}`).join(', ');
      return {
        needs: [],
        isOld:
          names.length === 1
            ? `value == ${pyString(names[0]?.[0] ?? '')}`
            : `value in (${names.map(([old]) => pyString(old)).join(', ')})`,
        isOldText: (text) => names.some(([old]) => old === text),
        isNewText: (text) => names.some(([, next]) => next === text),
        toOld: [`return {${pairs}}.get(value, value)`],
        refusal: `${names.map(([old, next]) => `${old} is ${next} now`).join(', ')}`,
        samples: names.slice(0, 2),
      };
    }
    default:
      return undefined;
  }
}
