import type { Statement } from '../../python/tree.ts';
import type { PythonFile } from '../../schema/reader.ts';
import type { Respelling } from './respelling.ts';

/** The end of the name of what stays in code once a key has its new spelling. */
const NEW_SPELLING = '_from_new_spelling';

/** True for the name of a function that stays once a key has its new spelling, the first or a later one. */
export function isSpellingName(name: string): boolean {
  return /_from_new_spelling(?:_\d+)?$/.test(name);
}

/** Where functions of one name may stand: the body of a class, or of a module. */
export interface SpellingScope {
  readonly file: PythonFile;
  readonly body: readonly Statement[];
}

/** What stays in code, and whether it stands there. */
export interface FinalSpelling {
  readonly name: string;
  /** Path of the file that has it; undefined where none does. */
  readonly writtenIn?: string;
}

/**
 * The function that gives code the old spelling of a new one. A key that gets another spelling twice has two: code goes
 * on with what it knew before the first change, so the second function hands on to the first one, which stays.
 * @param name of a field or a key, as functions are named
 */
export function finalSpelling(
  name: string,
  spelled: Respelling,
  scopes: readonly SpellingScope[],
): FinalSpelling {
  for (let n = 1; ; n++) {
    const own = `_${name}${NEW_SPELLING}${n === 1 ? '' : `_${n}`}`;
    const found = scopes.flatMap(({ file, body }) =>
      body.flatMap((it) => (it.kind === 'function' && it.name === own ? [{ file, span: it.span }] : [])),
    );
    if (found.length === 0) return { name: own };
    const same = found.find(({ file, span }) => says(file.file.text.slice(span.start, span.end), spelled));
    if (same) return { name: own, writtenIn: same.file.file.path };
  }
}

/** True for the text of a function that tells these spellings apart, whatever a formatter made of it. */
function says(text: string, { isOld, toOld }: Respelling): boolean {
  const plain = (it: string) => it.replace(/\s+/g, '').replaceAll("'", '"');
  const written = plain(text);
  return [isOld, ...toOld].every((it) => written.includes(plain(it)));
}
