import type { Data } from '../data.ts';
import type { Scalar } from '../document.ts';
import { pythonFloatText } from '../python-text.ts';
import { dotenvEntry } from './dotenv-content.ts';
import { type DotenvVersion, scanStatement } from './dotenv-statement.ts';
import { encodeDouble, encodeSingle } from './dotenv-text.ts';
import { dotenvVariables } from './dotenv-variables.ts';

/** The line that a text is written into, from the start of its line to the end of its statement. */
export interface DotenvPlace {
  readonly before: string;
  readonly after: string;
  readonly lineBreak: string;
  /** Quotes that may not be written here, because they would close one that an earlier line leaves open. */
  readonly forbidden: ReadonlySet<string>;
}

/** The text that stands for a value in a `.env` file; undefined for nothing, bytes and collections. */
export function dotenvText(data: Data): string | undefined {
  switch (data.kind) {
    case 'str':
      return data.value;
    case 'bool':
    case 'int':
      return String(data.value);
    case 'float':
      return pythonFloatText(data.value);
    case 'date':
    case 'datetime':
    case 'time':
    case 'timedelta':
    case 'text':
      return data.text;
    case 'none':
    case 'bytes':
    case 'list':
    case 'tuple':
    case 'set':
    case 'dict':
      return undefined;
  }
}

/**
 * How a text is written as a value at a place, so that reading gives exactly that text, interpolation included: in
 * `own` quotes where those can hold it, else in the plainest way that can. A way that python-dotenv 1.2.2 reads too is
 * preferred. Undefined when there is none: `${NAME}` is a variable in every kind of quotes.
 */
export function writeDotenvValue(
  text: string,
  place: DotenvPlace,
  own: Scalar['quote'] | undefined,
): string | undefined {
  if (dotenvVariables(text).length > 0) return undefined;
  const ways = [...waysOf(text, place, own)].filter((way) => allowed(way, place));
  const reads = (way: string, version: DotenvVersion) =>
    readsAs(`${place.before}${way}`, place, version)?.value === text;
  const newest = ways.filter((way) => reads(way, '1.2.4'));
  return newest.find((way) => reads(way, '1.2.2')) ?? newest[0];
}

function* waysOf(text: string, place: DotenvPlace, own: Scalar['quote'] | undefined): Generator<string> {
  const single = `'${encodeSingle(text, place.lineBreak)}'`;
  const double = `"${encodeDouble(text)}"`;
  if (own === 'none' || (own === undefined && /^[\w.,:/@%+=~-]*$/.test(text))) yield text;
  if (own === 'single') yield single;
  if (own === 'double') yield double;
  if (!/['\\]/.test(text)) yield single;
  yield double;
  yield single;
  yield text;
}

/** True when a source as it stands is one whole value at a place. */
export function isDotenvValue(source: string, place: DotenvPlace): boolean {
  if (!allowed(source, place)) return false;
  return readsAs(`${place.before}${source}`, place, '1.2.4')?.source === source;
}

/** How a name is written at a place (with quotes where it needs them or `quoted` asks for them), or undefined. */
export function writeDotenvName(name: string, place: DotenvPlace, quoted: boolean): string | undefined {
  if (/[\r\n]/.test(name)) return undefined;
  const ways = quoted ? [`'${name}'`, name] : [name, `'${name}'`];
  return ways.find(
    (way) => allowed(way, place) && readsAs(`${place.before}${way}`, place, '1.2.4')?.name === name,
  );
}

function allowed(written: string, place: DotenvPlace): boolean {
  for (const quote of place.forbidden) if (written.includes(quote)) return false;
  return true;
}

/** The entry that a whole statement is read as; undefined when it is skipped or ends elsewhere. */
function readsAs(
  written: string,
  place: DotenvPlace,
  version: DotenvVersion,
): { readonly name: string; readonly value: string | undefined; readonly source: string } | undefined {
  const line = `${written}${place.after}`;
  // The quotes on the line below show whether this one would swallow what follows.
  const text = `${line}${/[\r\n]$/.test(line) ? '' : place.lineBreak}'"`;
  const statement = scanStatement(text, 0, version);
  if (statement.kind !== 'entry' || statement.end !== text.length - 2) return undefined;
  const entry = dotenvEntry(text, statement);
  const data = entry.value?.kind === 'scalar' ? entry.value.data : undefined;
  return {
    name: entry.key.name,
    value: data?.kind === 'str' ? data.value : undefined,
    source: entry.value === undefined ? '' : text.slice(entry.value.span.start, entry.value.span.end),
  };
}
