import type { Field, Respelled } from '../schema/schema.ts';
import { type Data, str } from '../syntax/data.ts';
import { parseJson } from '../values/json.ts';
import type { Item, Items } from './item.ts';

/**
 * What the validators that a change of spelling wrote make of the data, before any field sees it: the spelling that code
 * knows, whichever of both is there.
 */
export function withRespelled(items: Items, fields: readonly Field[]): Items {
  if (!fields.some((it) => it.respelled)) return items;
  const after = new Map(items);
  for (const { inputs, respelled } of fields) {
    if (!respelled) continue;
    for (const { key } of inputs) {
      const item = items.get(key);
      if (item !== undefined) after.set(key, respelledItem(item, respelled));
    }
  }
  return after;
}

/** Of a text alone: what is no text is passed on as it is. */
function respelledItem(item: Item, respelled: Respelled): Item {
  const { data } = item;
  if (data?.kind !== 'str' || data.value === '' || respelled.passed.includes(data.value)) return item;
  if (isOld(data.value, respelled))
    return respelled.refuses ? unknown(item, 'the old spelling is refused by code') : item;
  const text = oldSpelling(data.value, respelled);
  return text === undefined ? unknown(item, NOT_EVALUATED) : { ...item, data: str(text) };
}

const NOT_EVALUATED = 'the new spelling is read by code that is not evaluated for it';

function unknown({ data: _data, ...rest }: Item, reason: string): Item {
  return { ...rest, reason };
}

function isOld(text: string, respelled: Respelled): boolean {
  // `str.lstrip` of Python takes more away than ECMAScript, of which none stands before a list that somebody wrote.
  return respelled.spelled === 'words' ? respelled.old.includes(text) : !text.trimStart().startsWith('[');
}

function oldSpelling(text: string, respelled: Respelled): string | undefined {
  if (respelled.spelled === 'words') return respelled.words.find(([word]) => word === text)?.[1] ?? text;
  const read = parseJson(text);
  if (read.kind !== 'data' || read.data.kind !== 'list') return undefined;
  const items = read.data.items.map(asPython);
  return items.some((it) => it === undefined) ? undefined : items.join(',');
}

/** What `str()` of Python gives for an item that `json.loads` has read, where that is beyond doubt. */
function asPython(item: Data): string | undefined {
  if (item.kind === 'str') return item.value;
  if (item.kind === 'int') return String(item.value);
  if (item.kind === 'bool') return item.value ? 'True' : 'False';
  return item.kind === 'none' ? 'None' : undefined;
}
