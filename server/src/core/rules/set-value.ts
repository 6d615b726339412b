import { type Data, str } from '../syntax/data.ts';
import type { Document } from '../syntax/document.ts';
import type { Fix } from './finding.ts';
import type { SetValue } from './set-values.ts';

/** Gives a key another value, written as the text of a variable; nothing where the file's format cannot. */
export function setTo(document: Document, { entry }: Pick<SetValue, 'entry'>, text: string): readonly Fix[] {
  const { value } = entry;
  const isSwitch = value?.kind === 'scalar' && value.data.kind === 'bool';
  const data = isSwitch ? ({ kind: 'bool', value: text === 'true' } as const) : str(text);
  return fixOf(
    document,
    `Set \`${entry.key.name}\` to \`${text}\``,
    document.format.replace(document, entry, data),
  );
}

/**
 * Takes a key away whose field has a default that counts then.
 * @param isAsBad judges the texts of the default: one that is no better helps nobody
 */
export function leaveToDefault(
  document: Document,
  { entry, field }: Pick<SetValue, 'entry' | 'field'>,
  isAsBad: (text: string) => boolean,
): readonly Fix[] {
  if (field.default === undefined || textsIn(field.default).some(isAsBad)) return [];
  if (field.required || !document.root.entries.includes(entry)) return [];
  const title = `Remove \`${entry.key.name}\`, so that the default counts`;
  return fixOf(document, title, document.format.remove(document, entry));
}

function textsIn(data: Data): readonly string[] {
  switch (data.kind) {
    case 'none':
      return ['none'];
    case 'list':
      return data.items.flatMap(textsIn);
    case 'str':
    case 'int':
    case 'bool':
    case 'float':
      return [String(data.value)];
    default:
      return [];
  }
}

function fixOf(
  { file }: Document,
  title: string,
  edits: ReturnType<Document['format']['replace']>,
): readonly Fix[] {
  if (edits.length === 0) return [];
  return [
    { title, safety: 'unsafe', kind: 'quickfix', edits: edits.map((edit) => ({ ...edit, path: file.path })) },
  ];
}
