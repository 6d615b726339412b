import { bool, type Data, float, int, NONE, str } from '../syntax/data.ts';

/**
 * What `ast.literal_eval` makes of an option in the query of an address, and the text itself where it raises
 * (django-environ 0.14, `_cast`): a number, a truth value, `None` or a word. Undefined for other literals.
 */
export function literal(text: string): Data | undefined {
  if (/^-?(?:0|[1-9]\d*)$/.test(text)) return int(BigInt(text));
  if (/^-?(?:\d+\.\d*|\.\d+)$/.test(text)) return float(Number(text));
  if (text === 'True' || text === 'False') return bool(text === 'True');
  if (text === 'None') return NONE;
  return /^[A-Za-z_][\w.:/@-]*$/.test(text) ? str(text) : undefined;
}

/** What `int` makes of a text of digits, and any other text itself (`_cast_int`); undefined beyond ASCII. */
export function digits(text: string): Data | undefined {
  if (/^\d+$/.test(text)) return int(BigInt(text));
  return /[^\0-\x7f]/.test(text) ? undefined : str(text);
}
