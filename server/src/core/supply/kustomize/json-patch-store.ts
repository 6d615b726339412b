import { str } from '../../syntax/data.ts';
import type { Entry } from '../../syntax/document.ts';
import { base64Text } from '../kubernetes/base64-text.ts';
import { fieldText } from '../kubernetes/field-text.ts';
import { isKeyName, type Store, type StoreEntry } from '../kubernetes/store.ts';
import { sameEntry } from '../same-entry.ts';
import type { Operation } from './json-patch.ts';

/** A ConfigMap or Secret after one operation of RFC 6902. */
export function patchStore(store: Store, operation: Operation): Store {
  const { op, path } = operation;
  const [field, key, ...below] = path;
  if (field !== 'data' && field !== 'stringData') return path.length === 0 ? { ...store, open: true } : store;
  if (key === undefined || below.length > 0 || !['add', 'replace', 'remove'].includes(op))
    return { ...store, open: true };
  if (!isKeyName(key)) return store;
  const others = store.entries.filter((it) => it.name !== key);
  if (op === 'remove') return { ...store, entries: others };
  const isEncoded = store.kind === 'Secret' && field === 'data';
  return { ...store, entries: [...others, patchedEntry(key, operation, store.kind === 'Secret', isEncoded)] };
}

function patchedEntry(
  name: string,
  { reading, value, written }: Operation,
  secret: boolean,
  encoded: boolean,
): StoreEntry {
  const span = value?.span ?? written.span;
  const made: Entry = { key: { name, span, data: str(name) }, ...(value && { value }), span };
  const entry = sameEntry(value ?? written, made);
  const text = fieldText(reading.text, value, reading.kustomized);
  const decoded =
    text.kind === 'text' && encoded ? base64Text(text.text) : text.kind === 'text' ? text : 'invalid';
  return {
    name,
    path: reading.path,
    entry,
    shape: 'elsewhere',
    secret,
    value:
      typeof decoded === 'string'
        ? { kind: 'unknown', reason: 'it is not a text' }
        : { kind: 'text', text: decoded.text },
  };
}
