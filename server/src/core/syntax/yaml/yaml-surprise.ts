import { entryContent } from '../content-of.ts';
import type { Data } from '../data.ts';
import type { Entry, Scalar, Value } from '../document.ts';

/** How YAML 1.1 makes something else of a scalar without quotes than a reader of the file may think. */
export type YamlSurprise = 'octal' | 'sixties' | 'switch' | 'date' | 'digits';

/**
 * What is surprising about a scalar of a YAML file as PyYAML 6.0.3 resolves it; undefined where nothing is, it has
 * quotes or a tag, or it stands for another.
 * @param text of the file
 */
export function yamlSurprise(text: string, { quote, span, content, data }: Scalar): YamlSurprise | undefined {
  if (quote !== 'none' || span.start !== content.start) return undefined;
  const raw = text.slice(content.start, content.end);
  switch (data.kind) {
    case 'int':
      if (/^[-+]?0[0-7_]+$/.test(raw)) return 'octal';
      return ofNumber(raw);
    case 'float':
      return ofNumber(raw);
    case 'bool':
      return /^(?:yes|no|on|off)$/i.test(raw) ? 'switch' : undefined;
    case 'date':
    case 'datetime':
      return /^\d/.test(raw) ? 'date' : undefined;
    default:
      return undefined;
  }
}

const surprising = new WeakMap<Value, boolean>();

/** True where an entry of a YAML file holds a scalar that is surprising; asked once of what the text still is. */
export function holdsSurprise(text: string, entry: Entry): boolean {
  const content = entryContent(entry);
  if (content === undefined) return false;
  const known = surprising.get(content);
  if (known !== undefined) return known;
  const found = entry.value !== undefined && hasSurprise(text, entry.value);
  surprising.set(content, found);
  return found;
}

function hasSurprise(text: string, value: Value): boolean {
  if (value.kind === 'scalar') return yamlSurprise(text, value) !== undefined;
  if (value.kind === 'sequence') return value.items.some((it) => hasSurprise(text, it));
  return value.entries.some((it) => it.value !== undefined && hasSurprise(text, it.value));
}

function ofNumber(raw: string): YamlSurprise | undefined {
  if (/^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/.test(raw)) return 'sixties';
  return /^[-+]?[\d_]*\.?[\d_]+$/.test(raw) && (raw.includes('_') || /\.\d*0$/.test(raw))
    ? 'digits'
    : undefined;
}

/** The number that the digits of an octal scalar say to who takes them for decimal. */
export function asDecimal(raw: string): bigint {
  const digits = BigInt(raw.replace(/[-+_]/g, ''));
  return raw.startsWith('-') ? -digits : digits;
}

/** A value as YAML writes it so that it is read as the same; undefined for what this rule does not write. */
export function yamlNumber(data: Data): string | undefined {
  if (data.kind === 'bool') return data.value ? '1' : '0';
  if (data.kind === 'int') return data.value.toString();
  return data.kind === 'float' && Number.isFinite(data.value) && /^-?\d+(?:\.\d+)?$/.test(String(data.value))
    ? String(data.value)
    : undefined;
}
