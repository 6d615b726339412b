import type { Data } from '../data.ts';
import { inertJson } from './json-inert.ts';
import { writeJson, writeJsonString } from './json-write.ts';

/**
 * A value as indented JSON, two blanks a level, with every digit of its integers. Texts cannot do anything to a terminal
 * or an editor that shows them.
 * @returns undefined for what JSON has no form for: infinities, bytes, keys that are no texts
 */
export function indentedJson(data: Data): string | undefined {
  const text = indented(data, '');
  return text === undefined ? undefined : inertJson(text);
}

function indented(data: Data, margin: string): string | undefined {
  const inner = `${margin}  `;
  if (data.kind === 'dict') {
    const lines = data.entries.map(([key, value]) => {
      const written = indented(value, inner);
      return key.kind === 'str' && written !== undefined
        ? `${inner}${writeJsonString(key.value)}: ${written}`
        : undefined;
    });
    return block('{', lines, '}', margin);
  }
  if (data.kind === 'list' || data.kind === 'tuple' || data.kind === 'set') {
    const lines = data.items.map((item) => {
      const written = indented(item, inner);
      return written === undefined ? undefined : `${inner}${written}`;
    });
    return block('[', lines, ']', margin);
  }
  return writeJson(data, 'editor');
}

function block(
  open: string,
  lines: readonly (string | undefined)[],
  close: string,
  margin: string,
): string | undefined {
  if (lines.includes(undefined)) return undefined;
  return lines.length === 0 ? `${open}${close}` : `${open}\n${lines.join(',\n')}\n${margin}${close}`;
}
