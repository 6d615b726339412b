import { type FunctionStatement, type Module, type Statement, walkStatements } from '../../python/tree.ts';
import type { ClassDualRead } from '../schema.ts';
import { plainCode } from './plain-code.ts';

const TEXT = '"[^"\\\\]*"';
const MESSAGE = String.raw`message = \(?${TEXT}(?: ${TEXT})*\)?`;
const RAISE = String.raw`raise RuntimeError\(${TEXT}(?: ${TEXT})*\)`;
const VALIDATOR = new RegExp(
  [
    String.raw`^def _m_(\w+)\(cls, data: Any\) -> Any: if not isinstance\(data, dict\): return data`,
    String.raw`olds = \["([^"]+)"\] news = \["([^"]+)", "([^"]+)"\]`,
    String.raw`old = {k: data\[k\] for k in olds if data\.get\(k, ""\) != ""}`,
    String.raw`data = {k: v for k, v in data\.items\(\) if k not in olds}`,
    String.raw`given = \[k for k in news if data\.get\(k, ""\) != ""\]`,
    `if not old: if given and given != news: ${RAISE} return data`,
    String.raw`new = _new_\1\(old\) message = "" if given != news: if new is None: ${RAISE}`,
    String.raw`data\.update\(new\) ${MESSAGE} if given: ${MESSAGE}`,
    String.raw`elif new is None or any\(str\(data\[k\]\) != str\(v\) for k, v in new\.items\(\)\): ${MESSAGE}`,
    String.raw`seen = cls\._seen_\1 if message and message not in seen:`,
    String.raw`seen\.add\(message\) \w+\.warning\(message\) return data$`,
  ].join(' '),
);
const PART = String.raw`"([^"]+)": (url\.hostname|str\(port\) if port else None|str\(port or (?:\d+)\))`;
const HELPER = new RegExp(
  [
    String.raw`^def _new_\w+\(old: dict\[str, Any\]\) -> dict\[str, Any\] \| None:`,
    String.raw`try: url = urlsplit\(("//" \+ )?str\(old\["([^"]+)"\]\)\) port = url\.port`,
    String.raw`except ValueError: return None(?: if url\.scheme != "([^"]+)": return None)?`,
    String.raw`if url\.username or url\.password or url\.path\.strip\("/"\) or url\.query or url\.fragment: return None`,
    String.raw`parts = { ?${PART}, ${PART},? ?} return None if None in parts\.values\(\) else parts$`,
  ].join(' '),
);

/**
 * What the before-validator of a split into host and port does, with the function beside its class, where both are just
 * as `migrate` writes them and the new keys win; undefined for all other code.
 */
export function writtenSplit(
  text: string,
  module: Module,
  statement: FunctionStatement,
): ClassDualRead | undefined {
  const [, id, oldKey = '', ...newKeys] = VALIDATOR.exec(plainCode(text, statement)) ?? [];
  if (id === undefined) return undefined;
  const isHelper = (it: Statement): it is FunctionStatement =>
    it.kind === 'function' && it.name === `_new_${id}`;
  const [helper, ...others] = [...walkStatements(module.body)].filter(isHelper);
  const found = helper && others.length === 0 ? HELPER.exec(plainCode(text, helper)) : undefined;
  const [, bare, from, scheme, firstKey = '', first = '', secondKey = '', second = ''] = found ?? [];
  if (from !== oldKey || firstKey !== newKeys[0] || secondKey !== newKeys[1]) return undefined;
  // `host:port` has no scheme; a URL of any scheme is split by other code.
  if ((bare === undefined) === (scheme === undefined)) return undefined;
  const isHost = first === 'url.hostname';
  if (isHost === (second === 'url.hostname')) return undefined;
  const usual = /\d+/.exec(isHost ? second : first)?.[0];
  return {
    oldKey,
    newKeys,
    emptyCounts: false,
    json: false,
    address: {
      host: isHost ? firstKey : secondKey,
      port: isHost ? secondKey : firstKey,
      ...(scheme === undefined ? {} : { scheme }),
      ...(usual === undefined ? {} : { usual }),
    },
  };
}
