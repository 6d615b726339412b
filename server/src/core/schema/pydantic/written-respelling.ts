import { type FunctionStatement, type Module, type Statement, walkStatements } from '../../python/tree.ts';
import type { Respelled } from '../schema.ts';
import { plainCode } from './plain-code.ts';

const TEXT = '"[^"\\\\]*"';
const TEXTS = `${TEXT}(?:, ${TEXT})*`;
const PAIRS = `${TEXT}: ${TEXT}(?:, ${TEXT}: ${TEXT})*`;
/** How code tells an old spelling: a word, one of several, or a text that is no JSON list. */
const IS_OLD = `value == ${TEXT}|value in \\(${TEXTS}\\)|not value\\.lstrip\\(\\)\\.startswith\\("\\["\\)`;
/** What it makes of a new one. */
const TO_OLD = `{${PAIRS}}\\.get\\(value, value\\)|","\\.join\\(str\\(item\\) for item in json\\.loads\\(value\\)\\)`;

const CALLS = /^def _m_(\w+)\(cls, value: Any\) -> Any: return _old_\1\(value\)$/;
const BOTH = new RegExp(
  [
    String.raw`^def _old_\w+\(value: Any\) -> Any: if not isinstance\(value, str\) or value == "": return value`,
    String.raw`if (${IS_OLD}): message = \(?${TEXT}(?: ${TEXT})*\)? _log_\w+\(message\) return value`,
    `return (${TO_OLD})$`,
  ].join(' '),
);
const FINAL = new RegExp(
  [
    String.raw`^def \w+\(cls, value: Any\) -> Any:`,
    String.raw`if not isinstance\(value, str\) or (?:value == ""|value in \("", (${TEXT})\)): return value`,
    String.raw`if (${IS_OLD}): raise ValueError\((?:${TEXT} ?)+\) return (${TO_OLD})$`,
  ].join(' '),
);

/**
 * What the before-validator of a field does that takes two spellings of its key, or the new one alone, where it is just
 * as a retype or an enum writes it; undefined for all other code. Line breaks and indentation may be those of any formatter.
 */
export function writtenRespelling(
  text: string,
  module: Module,
  statement: FunctionStatement,
): Respelled | undefined {
  const written = plainCode(text, statement);
  const id = CALLS.exec(written)?.[1];
  if (id !== undefined) {
    const isHelper = (it: Statement): it is FunctionStatement =>
      it.kind === 'function' && it.name === `_old_${id}`;
    const [helper, ...others] = [...walkStatements(module.body)].filter(isHelper);
    const [, isOld, toOld] = (helper && others.length === 0 && BOTH.exec(plainCode(text, helper))) || [];
    return isOld === undefined || toOld === undefined
      ? undefined
      : respelledBy(isOld, toOld, { passed: [], refuses: false });
  }
  const [, own, isOld, toOld] = FINAL.exec(written) ?? [];
  if (isOld === undefined || toOld === undefined) return undefined;
  return respelledBy(isOld, toOld, { passed: own === undefined ? [] : textsIn(own), refuses: true });
}

function respelledBy(
  isOld: string,
  toOld: string,
  rest: Pick<Respelled, 'passed' | 'refuses'>,
): Respelled | undefined {
  const isList = isOld.startsWith('not ');
  // Each spelling has a sign and a way of its own.
  if (isList !== toOld.startsWith('",".join')) return undefined;
  if (isList) return { ...rest, spelled: 'json-list' };
  const texts = textsIn(toOld);
  const words = texts.flatMap((it, index) =>
    index % 2 === 0 ? [[it, texts[index + 1] ?? ''] as const] : [],
  );
  return { ...rest, spelled: 'words', old: textsIn(isOld), words };
}

function textsIn(code: string): readonly string[] {
  return [...code.matchAll(/"([^"\\]*)"/g)].map((it) => it[1] ?? '');
}
