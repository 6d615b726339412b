import type { ClassStatement } from '../../python/tree.ts';
import type { Constraints } from '../field-type.ts';
import type { ConfigReader } from './config-reader.ts';
import type { ModelContext } from './pydantic-context.ts';
import { extraOf } from './pydantic-extra.ts';
import { nameContext } from './pydantic-names.ts';

/**
 * What a class's configuration says about its fields.
 * @param decodes `enable_decoding` of the settings class around a nested model
 */
export function modelContext(
  reader: ConfigReader,
  stack: readonly ClassStatement[],
  isSettings: boolean,
  decodes: boolean,
  budget: ModelContext['budget'],
): ModelContext {
  const textUndecided = reader.flag('coerce_numbers_to_str')
    ? '`coerce_numbers_to_str` is not evaluated'
    : undefined;
  return {
    project: reader.project,
    stack,
    strings: stringConstraints(reader),
    extra: extraOf(reader, isSettings ? 'forbid' : 'ignore'),
    ...(isSettings || reader.entry('extra') ? { extraGiven: extraOf(reader, 'forbid') } : {}),
    validatesDefaults: reader.flag('validate_default') ?? isSettings,
    decodes: isSettings ? (reader.flag('enable_decoding') ?? true) : decodes,
    pythonPatterns: reader.text('regex_engine') === 'python-re',
    ...(textUndecided === undefined ? {} : { textUndecided }),
    names: nameContext(reader, isSettings),
    ...(isSettings && !reader.flag('env_ignore_empty')
      ? { variables: reader.flag('case_sensitive') ? 'exact' : 'folded' }
      : {}),
    budget,
  };
}

function stringConstraints(reader: ConfigReader): Constraints {
  const minLength = reader.number('str_min_length');
  const maxLength = reader.number('str_max_length');
  return {
    ...(reader.flag('str_strip_whitespace') ? { stripWhitespace: true } : {}),
    ...(reader.flag('str_to_lower') ? { toLower: true } : {}),
    ...(reader.flag('str_to_upper') ? { toUpper: true } : {}),
    ...(minLength ? { minLength } : {}),
    ...(maxLength === undefined ? {} : { maxLength }),
  };
}
