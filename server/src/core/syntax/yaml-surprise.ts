import type { Data } from './data.ts';
import type { Scalar } from './document.ts';

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
