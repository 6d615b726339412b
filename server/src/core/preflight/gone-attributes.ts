import type { CodeUses } from './question.ts';
import type { Problem } from './report.ts';
import { placeOf, type Side } from './side.ts';

/** Attributes that the old class has and the new one has not, and that the code of the new version still reads. */
export function goneAttributes(before: Side, after: Side, uses: CodeUses): readonly Problem[] {
  if (before.schema.form !== 'class' || after.schema.form !== 'class') return [];
  const names = new Set(after.schema.fields.map((it) => it.name));
  return before.schema.fields.flatMap(({ name }): readonly Problem[] => {
    const use = names.has(name) ? undefined : uses.ofGone(after.snapshot, after.schema, name);
    if (!use) return [];
    const reader = after.schema.className ?? after.schema.id;
    return [
      {
        cause: 'attribute-gone',
        verdict: use.certain ? 'no' : 'unknown',
        field: name,
        message: `\`${reader}\` has no \`${name}\` any more, and code ${use.certain ? 'still reads' : 'may still read'} it`,
        introduced: true,
        ...placeOf(after.snapshot, use),
      },
    ];
  });
}
