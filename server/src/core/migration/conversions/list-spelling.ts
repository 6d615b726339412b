import type { Conversion, ConversionKeys } from '../conversion.ts';
import { singleConversion } from './single.ts';

/** Between `a,b` and `["a","b"]`. A text that is in the wanted spelling already stays as it is. */
export function listConversion(name: 'csv-json' | 'json-csv', keys: ConversionKeys): Conversion | undefined {
  return name === 'csv-json'
    ? singleConversion(name, keys, jsonFromCommas, commasFromJson)
    : singleConversion(name, keys, commasFromJson, jsonFromCommas);
}

/** Items of a comma text are stripped, and empty ones are none. A text in a bracket is JSON, or has no meaning. */
function jsonFromCommas(text: string): string | undefined {
  if (text.trim().startsWith('[')) return itemsOf(text) === undefined ? undefined : text;
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  return JSON.stringify(items);
}

/** Undefined for items that a comma text cannot hold: with commas, with blanks around, empty, or none. */
function commasFromJson(text: string): string | undefined {
  if (!text.trim().startsWith('[')) return text;
  const items = itemsOf(text);
  const fits = items?.every((it) => it !== '' && it.trim() === it && !it.includes(','));
  const first = items?.[0] ?? '';
  return items && fits && !first.startsWith('[') ? items.join(',') : undefined;
}

/** The items of a JSON list as texts; undefined where it is none, or holds more than texts and integers. */
function itemsOf(text: string): readonly string[] | undefined {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!Array.isArray(list)) return undefined;
  const items: string[] = [];
  for (const item of list as readonly unknown[]) {
    if (typeof item !== 'string' && !Number.isSafeInteger(item)) return undefined;
    items.push(String(item));
  }
  return items;
}
