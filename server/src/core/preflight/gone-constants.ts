import { moduleScope } from '../python/scope.ts';
import { pythonFile } from '../schema/python-file.ts';
import type { Snapshot } from '../snapshot.ts';
import type { CodeUses } from './question.ts';
import type { Problem } from './report.ts';
import { placeOf, type Side } from './side.ts';
import { nameInCode } from './stated-unit.ts';

/**
 * Names that a module of the old code gives what it reads, that the module no longer has, and that the code of the new
 * version still imports or reads.
 */
export function goneConstants(
  before: Pick<Side, 'snapshot' | 'schema'>,
  after: Snapshot,
  uses: CodeUses,
): readonly Problem[] {
  const { snapshot, schema } = before;
  if (schema.form !== 'calls') return [];
  const said = new Set<string>();
  return schema.fields.flatMap((field): readonly Problem[] => {
    const { path } = field.declaration;
    const [was, now] = [snapshot, after].map((it) => it.files.get(path));
    // A module that is the same text has the same names.
    if (!was || !now || was.text === now.text) return [];
    const name = nameInCode(before, field);
    const place = `${path} ${name}`;
    const { module } = pythonFile(snapshot.engines.python, was);
    if (said.has(place) || !moduleScope(module).names.has(name)) return [];
    said.add(place);
    const use = uses.ofConstant(after, schema.service, { path, name });
    if (!use) return [];
    const how = use.certain ? 'still reads' : 'may still read';
    return [
      {
        cause: 'attribute-gone',
        verdict: use.certain ? 'no' : 'unknown',
        field: name,
        message: `\`${path}\` has no \`${name}\` any more, and code ${how} it`,
        introduced: true,
        ...placeOf(after, use),
      },
    ];
  });
}
