import { lowerCase } from '../../text/lower-case.ts';
import { memo } from '../../text/memo.ts';
import type { Document, Entry } from '../document.ts';
import { entriesOf } from '../value-members.ts';
import { CONFIG_PARSER, type IniDialect } from './ini-dialect.ts';

/** The options of one section by name, those of the default section first, as `ConfigParser.items` lists them. */
export type IniOptions = ReadonlyMap<string, { readonly entry: Entry; readonly text: string | undefined }>;

/** What `ConfigParser.get` gives for an option. */
export type IniValue =
  /** No text: an option without a value. */
  | { readonly kind: 'value'; readonly text: string | undefined }
  | { readonly kind: 'error'; readonly error: IniInterpolationError; readonly name: string }
  /** References make it longer than is followed here. */
  | { readonly kind: 'limit' };

export type IniInterpolationError =
  | 'InterpolationSyntaxError'
  | 'InterpolationMissingOptionError'
  | 'InterpolationDepthError'
  /** A reference to an option without a value. */
  | 'TypeError';

/** Which interpolation a parser uses; `RawConfigParser` uses none. */
export type IniInterpolation = 'none' | 'basic' | 'extended';

/** `configparser.MAX_INTERPOLATION_DEPTH` of Python. */
const MAX_DEPTH = 10;
/** How many characters references may add to one value before it is given up; each counts for one at least. */
const MAX_CHARACTERS = 100_000;

/**
 * The options that a section holds before interpolation; the last of equal names counts. Undefined where there is no
 * such section.
 */
export function iniOptions(
  document: Document,
  section: string,
  { defaultSection }: IniDialect = CONFIG_PARSER,
): IniOptions | undefined {
  const sections = sectionsOf(document);
  const own = sections.get(section);
  const defaults = sections.get(defaultSection);
  if (section === defaultSection) return defaults ?? new Map();
  if (own === undefined || defaults === undefined) return own;
  return new Map([...defaults, ...own]);
}

/** What is written under each name of a section, wherever that is. */
const sectionsOf = memo((document: Document): ReadonlyMap<string, IniOptions> => {
  const sections = new Map<
    string,
    Map<string, { readonly entry: Entry; readonly text: string | undefined }>
  >();
  for (const { key, value } of document.root.entries) {
    const options = sections.get(key.name) ?? new Map();
    sections.set(key.name, options);
    for (const entry of entriesOf(value)) options.set(entry.key.name, { entry, text: textOf(entry) });
  }
  return sections;
});

function textOf({ value }: Entry): string | undefined {
  return value?.kind === 'scalar' && value.data.kind === 'str' ? value.data.value : undefined;
}

/** What `ConfigParser.get` of Python 3.11 to 3.13 gives for each option of a section; undefined without such a section. */
export function iniValues(
  document: Document,
  section: string,
  interpolation: IniInterpolation = 'basic',
  dialect: IniDialect = CONFIG_PARSER,
): ReadonlyMap<string, IniValue> | undefined {
  const options = iniOptions(document, section, dialect);
  if (options === undefined) return undefined;
  const lookup = interpolation === 'basic' ? basicLookup(dialect) : extendedLookup(document, dialect);
  const sign = interpolation === 'basic' ? '%' : '$';
  const values = new Map<string, IniValue>();
  for (const [name, { text }] of options) {
    if (text === undefined || interpolation === 'none') values.set(name, { kind: 'value', text });
    else values.set(name, expanded(text, { sign, lookup, options, depth: 1 }));
  }
  return values;
}

function expanded(text: string, how: Omit<Expansion, 'budget'>): IniValue {
  try {
    return { kind: 'value', text: expand(text, { ...how, budget: { left: MAX_CHARACTERS } }) };
  } catch (error) {
    if (error instanceof Stop) return error.result;
    throw error;
  }
}

/** Ends the expansion of a value from any depth. */
class Stop extends Error {
  readonly result: IniValue;

  constructor(result: IniValue) {
    super(result.kind);
    this.result = result;
  }
}

function stop(error: IniInterpolationError, name: string): never {
  throw new Stop({ kind: 'error', error, name });
}

interface Found {
  readonly text: string | undefined;
  /** Where references in that text are looked up. */
  readonly options: IniOptions;
}

interface Expansion {
  readonly sign: '%' | '$';
  readonly lookup: (reference: string, options: IniOptions) => Found | undefined;
  readonly options: IniOptions;
  readonly depth: number;
  readonly budget: { left: number };
}

const REFERENCE = { '%': /%\(([^)]+)\)s/y, $: /\$\{([^}]+)\}/y } as const;

function expand(text: string, here: Expansion): string {
  const { sign, lookup, options, depth, budget } = here;
  if (depth > MAX_DEPTH) stop('InterpolationDepthError', '');
  let result = '';
  let from = 0;
  for (;;) {
    const at = text.indexOf(sign, from);
    if (at < 0) return result + text.slice(from);
    result += text.slice(from, at);
    if (text.charAt(at + 1) === sign) {
      result += sign;
      from = at + 2;
      continue;
    }
    const reference = referenceAt(text, at, sign);
    if (reference === undefined) stop('InterpolationSyntaxError', '');
    const found = lookup(reference.name, options);
    if (found === undefined) stop('InterpolationMissingOptionError', reference.name);
    if (found.text === undefined) stop('TypeError', reference.name);
    budget.left -= 1 + found.text.length;
    if (budget.left < 0) throw new Stop({ kind: 'limit' });
    result += found.text.includes(sign)
      ? expand(found.text, { ...here, options: found.options, depth: depth + 1 })
      : found.text;
    from = reference.end;
  }
}

function referenceAt(
  text: string,
  at: number,
  sign: '%' | '$',
): { readonly name: string; readonly end: number } | undefined {
  const pattern = REFERENCE[sign];
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match === null ? undefined : { name: match[1] ?? '', end: at + match[0].length };
}

function basicLookup({ keepsCase }: IniDialect): Expansion['lookup'] {
  return (reference, options) => {
    const found = options.get(keepsCase ? reference : lowerCase(reference));
    return found && { text: found.text, options };
  };
}

/** `${name}` in this section, `${section:name}` in another. */
function extendedLookup(document: Document, dialect: IniDialect): Expansion['lookup'] {
  return (reference, options) => {
    const [first = '', second, ...more] = reference.split(':');
    if (more.length > 0) stop('InterpolationSyntaxError', reference);
    const there = second === undefined ? options : iniOptions(document, first, dialect);
    const name = second ?? first;
    const found = there?.get(dialect.keepsCase ? name : lowerCase(name));
    return there && found && { text: found.text, options: there };
  };
}
