import { isMasked } from '../binding/masked.ts';
import { meaningOf, namesOf } from '../binding/names.ts';
import { type SuppliedEntry, suppliedEntries } from '../binding/supplied-entries.ts';
import { type TypedScalar, typedScalars } from '../binding/typed-scalars.ts';
import { readersOf } from '../binding/unknown.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import { isSecretName } from '../schema/secret-names.ts';
import type { Scalar } from '../syntax/document.ts';
import { holdsSurprise, yamlNumber, yamlSurprise } from '../syntax/yaml/yaml-surprise.ts';
import type { SourceFile } from '../text/source-file.ts';
import { firstLine } from '../text/span.ts';
import type { Finding, Fix } from './finding.ts';
import { arrivesOtherwise, surprises, takesNumbersOnly, WORDS } from './implicit-type.ts';
import { fieldReference } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: yaml-implicit-type.md */
export const yamlImplicitType: Rule = {
  id: 'yaml-implicit-type',
  severity: 'warning',
  summary: 'A YAML value without quotes is read as something else than it looks like: `010` is 8.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    const seen = new Set<Scalar>();
    for (const { schema, layer, environments } of readersOf(snapshot).get(file.path) ?? []) {
      if (layer.kind !== 'file' || layer.data !== 'yaml' || !layer.document) continue;
      for (const it of typedScalars(layer.document, schema, (entry) => holdsSurprise(file.text, entry))) {
        const found = seen.has(it.scalar) ? undefined : inSettings(file, schema, it);
        if (!found) continue;
        seen.add(it.scalar);
        yield { ...found, environments };
      }
    }
    if (!/\.ya?ml$/.test(file.path)) return;
    for (const it of suppliedEntries(snapshot, file.path)) {
      const found = inProcess(file, it);
      if (found) yield found;
    }
  },
};

/** A value of a settings file, as PyYAML reads it. */
function inSettings(
  { path, text }: SourceFile,
  schema: SettingsSchema,
  { field, entry, scalar, type }: TypedScalar,
): Finding | undefined {
  const surprise = yamlSurprise(text, scalar);
  const key = entry.key.name;
  const raw = text.slice(scalar.content.start, scalar.content.end);
  if (!surprise || !surprises(surprise, key, raw, scalar.data, type)) return undefined;
  const { data } = scalar;
  const shown = 'value' in data ? String(data.value) : 'text' in data ? data.text : undefined;
  const isHidden = shown === undefined || isSecretName(key) || isMasked(field, key, data, raw);
  const number = takesNumbersOnly(type) ? yamlNumber(data) : undefined;
  return {
    span: firstLine(text, scalar.content),
    message: `\`${key}\` is ${isHidden ? 'not read as it is written' : `read as \`${shown}\``}: ${WORDS[surprise]}`,
    key,
    service: schema.service,
    field: fieldReference(schema, field),
    fixes: [
      ...(number === undefined
        ? []
        : [rewritten(path, scalar, 'Write the number that is read', number, 'safe')]),
      // In quotes only digits are a number still.
      ...(number !== undefined && surprise !== 'octal' ? [] : [quoted(path, scalar, raw)]),
    ],
  };
}

/** A variable that a manifest or a compose file supplies, as the program prints it that starts the process. */
function inProcess(file: SourceFile, { entry, variable, readers }: SuppliedEntry): Finding | undefined {
  const scalar = entry.value;
  if (variable.shape !== 'entry' || variable.value.kind !== 'text' || scalar?.kind !== 'scalar')
    return undefined;
  if (variable.taken || scalar.quote !== 'none' || scalar.span.start !== scalar.content.start)
    return undefined;
  const raw = file.text.slice(scalar.content.start, scalar.content.end);
  const { text } = variable.value;
  if (!/^[-+.\w]/.test(raw) || raw.includes('$') || /[\r\n]/.test(raw) || raw === text) return undefined;
  const read = readers.flatMap(({ schema, environments }) =>
    fieldsNamed(schema, variable.name).map((field) => ({ schema, environments, field })),
  );
  const found = read.find(({ field }) => arrivesOtherwise(raw, text, field.type));
  if (!found) return undefined;
  const { schema, environments, field } = found;
  const isHidden = variable.secret || isMasked(field, variable.name, undefined, raw);
  const arrives = isHidden ? 'does not arrive as it is written' : `arrives as \`${text}\``;
  return {
    span: firstLine(file.text, scalar.content),
    message: `\`${variable.name}\` ${arrives}: without quotes it is no text to YAML`,
    key: variable.name,
    environments,
    service: schema.service,
    field: fieldReference(schema, field),
    fixes: [quoted(file.path, scalar, raw)],
  };
}

function fieldsNamed(schema: SettingsSchema, name: string): readonly Field[] {
  const meaning = meaningOf(namesOf(schema), name);
  return meaning.kind === 'field' ? meaning.fields : [];
}

function quoted(path: string, scalar: Scalar, raw: string): Fix {
  return rewritten(path, scalar, 'Put it in quotes', `"${raw}"`, 'unsafe');
}

function rewritten(
  path: string,
  { content }: Scalar,
  title: string,
  newText: string,
  safety: Fix['safety'],
): Fix {
  return { title, safety, kind: 'quickfix', edits: [{ path, span: content, newText }] };
}
