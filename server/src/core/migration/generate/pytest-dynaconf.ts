import type { FieldType } from '../../schema/field-type.ts';
import type { Field } from '../../schema/schema.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import type { DynaconfSetting } from './dynaconf-rename.ts';
import { pytestText, testLine } from './pytest-file.ts';
import { MODULE_IMPORTS, moduleFunctions, modulePackages } from './pytest-module.ts';
import { type Others, othersConstants } from './pytest-others.ts';
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
  const others = othersOf(facts, reader);
  if (!others.ok) return others;
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
      ...othersConstants(others.texts, '{NEW: VALUE}', facts.lineLength),
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

/** What else the object may need to start: a validator may ask for whatever has no default. */
function othersOf(facts: MigrationFacts, { schema }: ReaderFacts): Others {
  const own = new Set([...facts.fromKeys, ...facts.toKeys]);
  const needed = schema.fields.filter(
    (it) => (it.required || it.default?.kind === 'none') && !own.has(inputOf(it)),
  );
  const made = needed.map((field) => ({ field, text: sampleOf(field) }));
  const fields = made.flatMap((it) => (it.text === undefined && it.field.required ? [it.field.name] : []));
  if (fields.length > 0) return { ok: false, fields };
  const texts = made.flatMap(({ field, text }) =>
    text === undefined ? [] : [[inputOf(field), text] as const],
  );
  return { ok: true, texts: new Map(texts) };
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
