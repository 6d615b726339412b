import type { Value } from '../../syntax/document.ts';

/**
 * The text that compose makes of a scalar, `undefined` for null. Compose reads plain scalars with go-yaml v3: `yes` is
 * a text there, `010` and `0o10` are 8, `1.10` is `1.1`, and what Python makes of them counts for nothing.
 * @param text of the file the value stands in
 */
export function composeScalar(text: string, value: Value | undefined): string | undefined {
  if (value?.kind !== 'scalar') return undefined;
  const data = value.data.kind === 'str' ? value.data.value : undefined;
  if (value.quote !== 'none') return data ?? text.slice(value.content.start, value.content.end);
  const raw = text.slice(value.content.start, value.content.end);
  if (/[\r\n]/.test(raw)) return data ?? raw;
  return isTaggedText(text, value.span.start, value.content.start) ? raw : goText(raw);
}

/** True for a plain scalar that go-yaml takes for a number, a switch or nothing. */
export function isComposeNumber(text: string, value: Value): boolean {
  if (value.kind !== 'scalar' || value.quote !== 'none') return false;
  const raw = text.slice(value.content.start, value.content.end);
  return (
    !isTaggedText(text, value.span.start, value.content.start) &&
    (NULL.test(raw) || goScalar(raw) !== undefined)
  );
}

/** True behind `!!str`. */
function isTaggedText(text: string, start: number, content: number): boolean {
  const line = text.slice(Math.max(0, start - 40), content);
  return /!(?:!str)?[ \t]+(?:&\S+[ \t]+)?$/.test(line);
}

const NULL = /^(?:|~|null|Null|NULL)$/;

/** What `fmt.Sprint` prints for what go-yaml makes of a plain scalar. */
function goText(raw: string): string | undefined {
  return NULL.test(raw) ? undefined : (goScalar(raw) ?? raw);
}

/** Undefined for texts. */
function goScalar(raw: string): string | undefined {
  if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(raw)) return raw.toLowerCase();
  return goInteger(raw) ?? goFloat(raw) ?? goTime(raw);
}

const TIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?(Z|[-+]\d\d:\d\d))|(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?))?$/;

/** A date without quotes is a moment to go-yaml, and Go prints it as one. */
function goTime(raw: string): string | undefined {
  const match = TIME.exec(raw);
  if (!match) return undefined;
  const [, year = '', month = '', day = '', ...time] = match;
  const [hour, minute, second, fraction] = time[0] === undefined ? time.slice(5) : time;
  const [zone = 'Z'] = time.slice(4, 5);
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isDay = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!isDay || Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59)
    return undefined;
  const two = (text = '0') => text.padStart(2, '0');
  const parts = (fraction ?? '').slice(0, 10).replace(/\.?0*$/, '');
  const offset = zone.replace(':', '');
  const where = zone === 'Z' ? '+0000 UTC' : `${offset} ${offset}`;
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}${parts} ${where}`;
}

function goInteger(raw: string): string | undefined {
  const match = /^([-+]?)(?:(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0o[0-7_]+)|(0[0-7_]*)|([1-9][0-9_]*))$/.exec(raw);
  if (!match) return undefined;
  const [, sign, prefixed, octal, decimal] = match;
  const digits = (prefixed ?? octal ?? decimal ?? '').replaceAll('_', '');
  const written = octal !== undefined && digits.length > 1 ? `0o${digits.slice(1)}` : digits;
  const value = BigInt(written);
  const signed = sign === '-' ? -value : value;
  return signed >= -(1n << 63n) && signed < 1n << 64n ? signed.toString() : undefined;
}

function goFloat(raw: string): string | undefined {
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(raw)) return raw.startsWith('-') ? '-Inf' : '+Inf';
  if (/^\.(?:nan|NaN|NAN)$/.test(raw)) return 'NaN';
  if (!/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(raw)) return undefined;
  const value = Number(raw);
  if (!Number.isFinite(value)) return undefined;
  return shortest(value);
}

/** `%v` of Go: with an exponent below -4 and from 6 on, of two digits at least. */
function shortest(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (value !== 0 && (exponent < -4 || exponent >= 6)) {
    const digits = `${Math.abs(exponent)}`.padStart(2, '0');
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
  }
  const plain = value.toString();
  return plain.includes('e') ? decimalOf(mantissa, exponent) : plain;
}

/** Small numbers that JavaScript prints with an exponent and Go does not. */
function decimalOf(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
}
