import type { Factor } from '../../values/units.ts';
import { type AddressKeys, addressKeys } from '../conversions/address.ts';
import { factorNamed } from '../conversions/scale.ts';
import { type AddressPart, tlsScheme } from '../conversions/url-text.ts';
import type { MigrationFacts } from '../facts.ts';
import type { ImportNeed } from './python-imports.ts';
import { pyString } from './python-text.ts';

/** A conversion as Python code that uses the standard library alone. */
export interface PythonConversion {
  readonly needs: readonly ImportNeed[];
  /**
   * Lines of a function body. The old values stand in the dict `old`; it returns a dict of the new texts, or None where
   * there is no exact counterpart. It raises nothing, so that no value is printed.
   * @param name how a key is written in both dicts
   */
  readonly toNew: (name: (key: string) => string) => readonly string[];
  readonly backNeeds: readonly ImportNeed[];
  /**
   * Statements, and an expression for each old key, that say what the old keys would say.
   * @param value the expression that holds a new key's text
   */
  readonly toOld: (value: (key: string) => string) => PythonBack;
}

export interface PythonBack {
  readonly lines: readonly string[];
  /** Text expressions by old key. */
  readonly values: ReadonlyMap<string, string>;
  /** Of them, those that are numbers already. */
  readonly numbers?: ReadonlyMap<string, string>;
}

type Keys = Pick<MigrationFacts, 'fromKeys' | 'toKeys' | 'convert' | 'answers'>;

/** The conversion that a migration names, as Python; undefined for those that are no change of units or addresses. */
export function pythonConversion({ fromKeys, toKeys, convert, answers }: Keys): PythonConversion | undefined {
  const factor = factorNamed(convert);
  const [from, to] = [fromKeys[0], toKeys[0]];
  if (factor !== undefined && from !== undefined && to !== undefined) return scale(factor, from, to);
  const address = addressKeys(convert, { from: fromKeys, to: toKeys, answers });
  if (address === undefined) return undefined;
  const split = { needs: splitNeeds(address), lines: splitLines(address) };
  const join = { needs: joinNeeds(address), lines: joinLines(address) };
  return fromKeys.length === 1 && fromKeys[0] === address.whole
    ? splits(address, split, join)
    : merges(address, split, join);
}

const DECIMAL: ImportNeed = { module: 'decimal', name: 'Decimal' };

function scale(factor: Factor, from: string, to: string): PythonConversion {
  const { times, by } = factor;
  const steps = `${times === 1n ? '' : ` * ${times}`}${by === 1n ? '' : ` / ${by}`}`;
  const back = `${by === 1n ? '' : ` * ${by}`}${times === 1n ? '' : ` / ${times}`}`;
  return {
    needs: [DECIMAL],
    toNew: (name) => [
      'try:',
      `    number = Decimal(str(old[${name(from)}]))${steps}`,
      'except ArithmeticError:',
      '    return None',
      `return {${name(to)}: format(number.normalize(), "f")}`,
    ],
    backNeeds: [DECIMAL],
    toOld: (value) => ({
      lines: [`number = Decimal(str(${value(to)}))${back}`],
      values: new Map([[from, 'format(number.normalize(), "f")']]),
    }),
  };
}

interface Piece {
  readonly needs: readonly ImportNeed[];
  /** @param port the expression of the port that was found */
  readonly lines: (value: (key: string) => string, port?: string) => PythonBack;
}

function splits(address: AddressKeys, split: Piece, join: Piece): PythonConversion {
  return {
    needs: split.needs,
    toNew: (name) => guarded(address, split, (key) => `old[${name(key)}]`, name),
    backNeeds: join.needs,
    toOld: join.lines,
  };
}

function merges(address: AddressKeys, split: Piece, join: Piece): PythonConversion {
  return {
    needs: join.needs,
    toNew: (name) => {
      const { lines, values } = join.lines((key) => `str(old[${name(key)}])`);
      return [...lines, `return {${name(address.whole)}: ${values.get(address.whole)}}`];
    },
    backNeeds: split.needs,
    toOld: (value) => split.lines((key) => `str(${value(key)})`),
  };
}

/** The parts of an address, or None where it is none, or carries what no part takes. */
function guarded(
  address: AddressKeys,
  split: Piece,
  old: (key: string) => string,
  name: (key: string) => string,
): readonly string[] {
  const { lines, values } = split.lines((key) => `str(${old(key)})`, 'port');
  return [
    'try:',
    ...lines.map((line) => `    ${line}`),
    '    port = url.port',
    'except ValueError:',
    '    return None',
    ...refusals(address).flatMap((condition) => [`if ${condition}:`, '    return None']),
    'parts = {',
    ...[...values].map(([key, value]) => `    ${name(key)}: ${value},`),
    '}',
    'return None if None in parts.values() else parts',
  ];
}

function refusals({ parts, url, scheme, port }: AddressKeys): readonly string[] {
  const schemes = parts.has('tls') ? [scheme, tlsScheme(scheme)] : [scheme];
  const known = schemes.map(pyString).join(', ');
  const wrongScheme = schemes.length === 1 ? `url.scheme != ${known}` : `url.scheme not in (${known})`;
  const carried = [
    ...(parts.has('user') ? [] : ['url.username']),
    ...(parts.has('password') ? [] : ['url.password']),
    ...(parts.has('database') ? [] : ['url.path.strip("/")']),
    ...(parts.has('port') ? [] : [port === undefined ? 'port' : `port not in (None, ${port})`]),
    'url.query',
    'url.fragment',
  ];
  return [...(url && !parts.has('scheme') ? [wrongScheme] : []), carried.join(' or ')];
}

function splitNeeds({ parts }: AddressKeys): readonly ImportNeed[] {
  const quoted = parts.has('user') || parts.has('password') || parts.has('database');
  const unquote = quoted ? [{ module: 'urllib.parse', name: 'unquote' }] : [];
  return [{ module: 'urllib.parse', name: 'urlsplit' }, ...unquote];
}

function splitLines({ whole, parts, url, scheme, port }: AddressKeys): Piece['lines'] {
  return (value, found = 'url.port') => {
    const text = url ? value(whole) : `"//" + ${value(whole)}`;
    const usual = parts.has('scheme') ? undefined : port;
    const own: Readonly<Record<AddressPart, string>> = {
      scheme: 'url.scheme',
      tls: `"true" if url.scheme == ${pyString(tlsScheme(scheme))} else "false"`,
      host: 'url.hostname',
      port: usual === undefined ? `str(${found}) if ${found} else None` : `str(${found} or ${usual})`,
      user: 'unquote(url.username) if url.username else None',
      password: 'unquote(url.password) if url.password is not None else None',
      database: 'unquote(url.path[1:]) or None',
    };
    return {
      lines: [`url = urlsplit(${text})`],
      values: new Map([...parts].map(([part, key]) => [key, own[part]])),
      numbers: new Map([[parts.get('port') ?? '', usual === undefined ? found : `${found} or ${usual}`]]),
    };
  };
}

function joinNeeds({ parts }: AddressKeys): readonly ImportNeed[] {
  const quoted = parts.has('user') || parts.has('password') || parts.has('database');
  return quoted ? [{ module: 'urllib.parse', name: 'quote' }] : [];
}

function joinLines({ whole, parts, url, scheme }: AddressKeys): Piece['lines'] {
  return (value) => {
    const held = (part: AddressPart) => value(parts.get(part) ?? '');
    const quoted = (part: AddressPart) => `quote(${held(part)}, safe="")`;
    const lines = [`host = ${held('host')}`, 'host = f"[{host}]" if ":" in host else host'];
    let text = '{host}';
    if (parts.has('port')) {
      lines.push(`port = ${held('port')}`);
      text += ':{port}';
    }
    if (parts.has('user') || parts.has('password')) {
      if (parts.has('user')) lines.push(`login = ${quoted('user')}`);
      if (parts.has('password')) {
        lines.push(`${parts.has('user') ? 'login += ' : 'login = '}":" + ${quoted('password')}`);
      }
      text = `{login}@${text}`;
    }
    if (parts.has('database')) {
      lines.push(`path = ${quoted('database')}`);
      text += '/{path}';
    }
    if (parts.has('tls')) {
      const secure = `str(${held('tls')}).lower() == "true"`;
      lines.push(`scheme = ${pyString(tlsScheme(scheme))} if ${secure} else ${pyString(scheme)}`);
    }
    if (parts.has('scheme')) lines.push(`scheme = ${held('scheme')}`);
    if (url) text = `${parts.has('tls') || parts.has('scheme') ? '{scheme}' : scheme}://${text}`;
    return { lines, values: new Map([[whole, `f"${text}"`]]) };
  };
}
