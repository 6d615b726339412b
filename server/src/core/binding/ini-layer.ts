import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { documentOf } from '../syntax/formats.ts';
import {
  type IniInterpolationError,
  type IniValue,
  iniOptions,
  iniValues,
} from '../syntax/ini/ini-options.ts';
import { lowerCase } from '../text/lower-case.ts';
import { memo2 } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Layer } from './environment.ts';
import { namesOf } from './names.ts';
import type { Variable, VariableValue } from './variables.ts';

/** `RepositoryIni.SECTION` of python-decouple 3.8. */
const SECTION = 'settings';

/**
 * The layer of a `settings.ini`: what `RepositoryIni` of python-decouple 3.8 gives for the names that a schema asks for,
 * whatever their case. Undefined where there is no such file or `configparser` refuses it: nothing is known then.
 */
export function iniLayer(snapshot: Snapshot, schema: SettingsSchema, path: string): Layer | undefined {
  const file = snapshot.files.get(path);
  return file && layerOf(file, schema);
}

const layerOf = memo2((file: SourceFile, schema: SettingsSchema): Layer | undefined => {
  const document = documentOf(file);
  if (file.problem || document?.format.name !== 'ini' || document.problems.length > 0) return undefined;
  const options = iniOptions(document, SECTION);
  const values = iniValues(document, SECTION);
  const layer: Layer = { kind: 'dotenv', path: file.path, file, document, personal: false };
  const variables: Variable[] = [];
  for (const name of [...namesOf(schema).inputs.values()].flat().map((it) => it.input.environment)) {
    const value = values?.get(lowerCase(name));
    const entry = options?.get(lowerCase(name))?.entry;
    if (value === undefined || entry === undefined || variables.some((it) => it.name === name)) continue;
    variables.push({
      name,
      value: optionValue(value),
      source: { kind: 'dotenv', layer, entry },
      supplied: {
        name,
        value: value.kind === 'value' ? { kind: 'text', text: value.text ?? '' } : NOT_TEXT,
        path: file.path,
        entry,
        shape: 'entry',
        secret: false,
      },
    });
  }
  return { ...layer, variables };
});

const NOT_TEXT = { kind: 'unknown', reason: '`configparser` puts other options in' } as const;

function optionValue(value: IniValue): VariableValue {
  switch (value.kind) {
    case 'value':
      return value.text === undefined ? { kind: 'unset' } : { kind: 'text', text: value.text };
    case 'error':
      return { kind: 'refused', error: value.error, reason: refusalOf(value.error) };
    case 'limit':
      return NOT_TEXT;
  }
}

function refusalOf(error: IniInterpolationError): string {
  return error === 'InterpolationSyntaxError'
    ? 'holds a `%` that starts no `%(name)s`: `configparser` refuses it, a plain one is written `%%`'
    : 'refers to an option that `configparser` cannot put in';
}
