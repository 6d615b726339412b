import type { Field, ProxyNames } from '../schema/schema.ts';
import { isSecretName } from '../schema/secret-names.ts';
import { type Data, dataKey, NONE } from '../syntax/data.ts';
import type { PatternCompiler } from '../text/pattern.ts';
import type { Coercion } from '../values/coerce.ts';
import { pythonKey } from '../values/python-equality.ts';
import type { CallLibrary } from './call-libraries.ts';
import { isMasked } from './masked.ts';
import type { Variable } from './variables.ts';

/** What a value comes to that names another variable. */
export type Followed =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** The last of the variables, which holds the text. */
      readonly name: string;
      /** How many variables were named. */
      readonly hops: number;
      /** A variable on the way is a secret, by its store or its name. */
      readonly secret: boolean;
    }
  /** The last of the variables is not set, so the default of the read holds. */
  | { readonly kind: 'nothing' }
  /** The variables name each other. */
  | { readonly kind: 'endless' }
  | { readonly kind: 'open'; readonly reason: string };

/** True for a value that stands for another variable: `$NAME`, in django-environ. */
export function namesVariable(text: string): boolean {
  return text.startsWith('$');
}

/**
 * Follows `$NAME` from variable to variable, as `Env.get_value` of django-environ 0.14 does.
 * @param fallback the default of the read where it is a text, which is followed as well
 */
export function followProxy(
  proxy: ProxyNames | undefined,
  text: string,
  fallback: string | undefined,
  lookUp: (name: string) => Variable | undefined,
): Followed {
  if (!proxy) return { kind: 'open', reason: 'the value of another variable is taken' };
  const seen = new Set<string>();
  let [at, name, secret] = [text, '', false];
  while (namesVariable(at)) {
    name = proxy.prefix + at.replace(/^\$+/, '');
    if (proxy.declared.includes(name))
      return { kind: 'open', reason: `what \`Env\` declares of \`${name}\` is not followed` };
    if (seen.has(name)) return { kind: 'endless' };
    seen.add(name);
    const file = proxy.fileSuffix === undefined ? undefined : lookUp(name + proxy.fileSuffix);
    // An empty one counts as none.
    if (file && !(file.value.kind === 'text' && file.value.text === ''))
      return { kind: 'open', reason: `it is read from the file that \`${file.name}\` names` };
    const found = lookUp(name);
    if (found === undefined && !(fallback && namesVariable(fallback))) return { kind: 'nothing' };
    if (found && found.value.kind !== 'text')
      return { kind: 'open', reason: `the value of \`${name}\` is not known` };
    at = found?.value.kind === 'text' ? found.value.text : (fallback ?? '');
    secret ||= found?.source.secret === true || isSecretName(name);
  }
  return { kind: 'text', text: at, name, hops: seen.size, secret };
}

/** True where what a variable names may not be shown, as if the read had named the last of the variables itself. */
export function isFollowedMasked(field: Field, followed: Followed): boolean {
  return (
    followed.kind === 'text' && (followed.secret || isMasked(field, followed.name, undefined, followed.text))
  );
}

const ENDLESS = refused('names itself with `$`, directly or by way of others');
function refused(message: string): Coercion {
  const raised = 'ValueError';
  return { kind: 'errors', errors: [{ type: raised, loc: [], message, raised }] };
}

/**
 * What a read gives whose value named another variable: what was converted is converted again, where it is not the
 * default, which most conversions cannot do.
 */
export function proxiedCoercion(
  library: CallLibrary,
  field: Field,
  followed: Followed,
  pattern: PatternCompiler,
): Coercion {
  if (followed.kind === 'endless') return ENDLESS;
  if (followed.kind !== 'text')
    return {
      kind: 'undecided',
      reason: followed.kind === 'open' ? followed.reason : 'nothing is known of it',
    };
  const made = convertedTwice(library, field, followed, pattern);
  if (made.kind !== 'errors') return made;
  const said = (message: string) => `takes the value of \`${followed.name}\`, which ${message}`;
  return { ...made, errors: made.errors.map((it) => ({ ...it, message: said(it.message) })) };
}

const TWICE = refused('django-environ converts twice: that fails for this type');

function convertedTwice(
  library: CallLibrary,
  field: Field,
  { text, hops }: Followed & { readonly kind: 'text' },
  pattern: PatternCompiler,
): Coercion {
  const made = library.coerce(field.type, text, pattern);
  if (made.kind !== 'value') return made;
  const type = field.type.kind === 'or-empty' ? field.type.inner : field.type;
  switch (type.kind) {
    case 'str':
    case 'int':
    case 'bool':
    case 'one-of':
    case 'lines':
    case 'bytes':
    case 'path':
      return made;
    case 'address':
      return type.form === 'db' || text === field.defaultText ? made : TWICE;
    case 'float':
    case 'separated':
    case 'pairs':
      return isDefault(field, made.data) ? made : TWICE;
    case 'json':
      return parsedAgain(field, made.data, hops, (it) => library.coerce(type, it, pattern));
    default:
      return { kind: 'undecided', reason: 'the value of another variable is taken' };
  }
}

/** A text in JSON is read as JSON again, by every variable on the way. */
function parsedAgain(field: Field, made: Data, times: number, parse: (text: string) => Coercion): Coercion {
  let data = made;
  for (let left = times; left > 0; left--) {
    if (data.kind === 'str' && data.value === '' && field.default?.kind === 'none') data = NONE;
    if (isDefault(field, data)) break;
    // Numbers inside of them may be equal without being the same.
    if (data.kind === field.default?.kind && (data.kind === 'list' || data.kind === 'dict'))
      return { kind: 'undecided', reason: 'whether it equals the default is not followed' };
    if (data.kind !== 'str') return TWICE;
    const next = parse(data.value);
    if (next.kind !== 'value') return next;
    data = next.data;
  }
  return { kind: 'value', data };
}

/** A value that equals the default is not converted again. */
function isDefault(field: Field, data: Data): boolean {
  if (field.default === undefined) return false;
  const [one, other] = [pythonKey(field.default), pythonKey(data)];
  return one === undefined || other === undefined ? dataKey(field.default) === dataKey(data) : one === other;
}
