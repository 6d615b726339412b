import type { FieldType } from '../schema/field-type.ts';
import type { SettingsRelease } from '../schema/settings-releases.ts';
import type { Data } from '../syntax/data.ts';
import type { PatternCompiler } from '../text/pattern.ts';
import type { UrlParser } from '../text/url-parser.ts';
import type { Coercion } from './coerce.ts';
import { stripConstraints } from './constraint-fit.ts';
import { parseJson } from './json.ts';
import { type Outcome, type Scope, undecided } from './outcome.ts';
import { convertsAlways, membersOf } from './strict-members.ts';
import { convertedForStrict } from './strict-text.ts';
import { validate } from './validate.ts';

export interface CoercionContext {
  /**
   * `text`: a str from the environment, a dotenv file or a secret, not decoded. `native`: a value from YAML, TOML or
   * JSON, or from JSON in a text.
   */
  readonly mode: 'text' | 'native';
  readonly pattern: PatternCompiler;
  readonly parseUrl: UrlParser;
  /** `strict=True` of the settings class. */
  readonly strict?: boolean;
  /** What the locked release converts before validation; the newest where it is not given. */
  readonly converts?: SettingsRelease['convertsStrict'];
}

/**
 * What pydantic 2.13 with pydantic-settings 2.15 makes of one value for one type. Errors carry pydantic's types and
 * locations below the field; messages are predicates without a subject and never hold the value.
 */
export function coercePydantic(type: FieldType, input: Data, context: CoercionContext): Coercion {
  if (hasLoneSurrogate(input)) {
    return { kind: 'undecided', reason: 'text that is not valid Unicode is not checked' };
  }
  const scope: Scope = {
    pattern: context.pattern,
    parseUrl: context.parseUrl,
    json: false,
    strict: context.strict === true,
    strictClass: context.strict === true,
    weighed: false,
    depth: 0,
  };
  const outcome =
    context.mode === 'text' && input.kind === 'str'
      ? ofText(type, input, scope, context)
      : validate(type, input, scope);
  return outcome.kind === 'value' ? { kind: 'value', data: outcome.data } : outcome;
}

/** What becomes of a text of a variable, which pydantic-settings may convert before pydantic sees it. */
function ofText(
  type: FieldType,
  input: Extract<Data, { kind: 'str' }>,
  scope: Scope,
  { strict = false, converts = 'unions' }: CoercionContext,
): Outcome {
  if (strict && converts !== 'never') {
    return convertedForStrict(type, input, scope, converts === 'unions');
  }
  const prepared = converts === 'unions' ? prepare(type, input, scope) : input;
  return prepared === undefined
    ? undecided('what a union with strict members makes of this text is not checked')
    : validate(type, prepared, scope);
}

/**
 * A text for a union with strict members, or for a literal with numeric enum members, is converted beforehand: as it
 * is, else as JSON; when neither fits it stays (`EnvSettingsSource` since 2.12 and 2.14). Undefined where the result
 * leaves the field unset, or is an object whose class decides what validation makes of it next.
 */
function prepare(type: FieldType, input: Extract<Data, { kind: 'str' }>, scope: Scope): Data | undefined {
  const bare = stripConstraints(type);
  if (!convertsAlways(bare)) {
    return input;
  }
  if (holdsByteSize(bare)) {
    return undefined;
  }
  const direct = validate(bare, input, scope);
  if (direct.kind === 'value') {
    return direct.data;
  }
  const decoded = parseJson(input.value);
  if (decoded.kind !== 'data' || decoded.data.kind === 'str') {
    return input;
  }
  const second = validate(bare, decoded.data, scope);
  if (second.kind !== 'value') {
    return input;
  }
  return second.data.kind === 'none' ? undefined : second.data;
}

function holdsByteSize(type: FieldType): boolean {
  const bare = stripConstraints(type);
  return bare.kind === 'byte-size' || membersOf(bare).some(holdsByteSize);
}

const LONE_SURROGATE = /\p{Surrogate}/u;

function hasLoneSurrogate(data: Data): boolean {
  const open: Data[] = [data];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    switch (next.kind) {
      case 'str':
      case 'bytes':
        if (LONE_SURROGATE.test(next.value)) {
          return true;
        }
        break;
      case 'list':
      case 'tuple':
      case 'set':
        open.push(...next.items);
        break;
      case 'dict':
        open.push(...next.entries.flat());
        break;
      default:
        break;
    }
  }
  return false;
}
