import type { FieldType } from '../../schema/field-type.ts';
import type { Field } from '../../schema/schema.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import type { DynaconfSetting } from './dynaconf-rename.ts';
import { pytestText, testLine } from './pytest-file.ts';
import { MODULE_IMPORTS, moduleFunctions, modulePackages } from './pytest-module.ts';
import { othersConstants } from './pytest-others.ts';
import { type MatrixResult, testPath } from './pytest-path.ts';
import { pyString } from './python-text.ts';
import { samplesFor } from './synthetic.ts';

/**
 * The pytest file of a setting of dynaconf under another name: the object takes it from the new variable, and knows the
 * old name no more. `reload` of dynaconf 3.3 reads the environment anew.
 */
export function dynaconfMatrix(
  facts: MigrationFacts,
  id: string,
  { file, object, old, new: next }: Pick<DynaconfSetting, 'file' | 'object' | 'old' | 'new'>,
  reader: ReaderFacts,
): MatrixResult {
  const field = reader.new ?? reader.old;
  const sample = field && sampleOf(field);
  if (sample === undefined) return { ok: false, fields: [old] };
  const own = new Set([...facts.fromKeys, ...facts.toKeys]);
  // What has no default may have to be there, whatever a validator makes that depend on.
  const others = reader.schema.fields.flatMap((it) => {
    const isNeeded = it.required || it.default?.kind === 'none';
    return isNeeded && !own.has(inputOf(it)) ? [{ field: it, text: sampleOf(it) }] : [];
  });
  const unmade = others.filter((it) => it.text === undefined && it.field.required);
  if (unmade.length > 0) return { ok: false, fields: unmade.map((it) => it.field.name) };
  const texts = new Map(
    others.flatMap((it) => (it.text === undefined ? [] : [[inputOf(it.field), it.text] as const])),
  );
  const text = pytestText({
    id,
    says: 'The setting comes from the new key only.',
    standard: MODULE_IMPORTS,
    packages: [...modulePackages(facts), 'from dynaconf.utils.parse_conf import parse_conf_data'],
    constants: [
      `OLD = ${pyString(facts.from)}`,
      `NEW = ${pyString(facts.to ?? '')}`,
      `VALUE = ${pyString(sample)}`,
      `MODULES = [${pyString(facts.project.moduleName(file.file.path))}]`,
      ...othersConstants(texts, '{NEW: VALUE}', facts.lineLength),
    ],
    parts: [
      ...moduleFunctions(facts),
      [
        testLine(facts, id, '', ['module', 'monkeypatch']),
        '    monkeypatch.delenv(OLD, raising=False)',
        '    monkeypatch.setenv(NEW, VALUE)',
        `    module.${object}.reload()`,
        `    got = module.${object}.get(${pyString(next)})`,
        '    assert got == parse_conf_data(VALUE, tomlfy=True)',
      ].join('\n'),
    ],
  });
  return { ok: true, path: testPath(facts, id), text };
}

/** The variable of highest rank that sets a field. */
function inputOf({ inputs, name }: Field): string {
  return inputs[0]?.environment ?? name;
}

/** A text that the validators of a setting take. */
function sampleOf(field: Field): string | undefined {
  const { type } = field;
  if (type.kind === 'one-of') {
    const [first] = type.members;
    return first?.kind === 'str' ? first.value : first?.kind === 'int' ? String(first.value) : undefined;
  }
  const plain = plainType(type);
  return plain && samplesFor({ ...field, type: plain })?.[0];
}

/** The type of which a text is made up: what validators demand, and a text where they demand nothing. */
function plainType(type: FieldType): FieldType | undefined {
  switch (type.kind) {
    case 'toml-value':
      return { kind: 'str' };
    case 'instance': {
      const [kind] = type.of;
      return kind === 'int' || kind === 'float' || kind === 'bool' || kind === 'str' ? { kind } : undefined;
    }
    case 'constrained': {
      const { ge, gt, le, lt } = type.constraints;
      const isNumber = type.inner.kind === 'toml-value' && [ge, gt, le, lt].some((it) => it !== undefined);
      const inner: FieldType | undefined = isNumber ? { kind: 'int' } : plainType(type.inner);
      return inner && { ...type, inner };
    }
    default:
      return undefined;
  }
}
