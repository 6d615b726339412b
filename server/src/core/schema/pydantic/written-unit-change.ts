import { type FunctionStatement, type Module, type Statement, walkStatements } from '../../python/tree.ts';
import type { ClassDualRead } from '../schema.ts';
import { plainCode } from './plain-code.ts';

const TEXT = '"[^"\\\\]*"';
const VALIDATOR = new RegExp(
  [
    String.raw`^def _m_(\w+)\(cls, data: Any\) -> Any: if not isinstance\(data, dict\): return data`,
    String.raw`olds = \["([^"]+)"\] news = \["([^"]+)"\]`,
    String.raw`old = {k: data\[k\] for k in olds if data\.get\(k, ""\) != ""}`,
    String.raw`data = {k: v for k, v in data\.items\(\) if k not in olds}`,
    String.raw`given = \[k for k in news if data\.get\(k, ""\) != ""\] if not old: return data`,
    String.raw`new = _new_\1\(old\) message = "" if given != news: if new is None:`,
    String.raw`raise RuntimeError\(${TEXT}(?: ${TEXT})*\) data\.update\(new\) message = \(?${TEXT}(?: ${TEXT})*\)?`,
    String.raw`elif new is None or any\(str\(data\[k\]\) != str\(v\) for k, v in new\.items\(\)\):`,
    String.raw`message = \(?${TEXT}(?: ${TEXT})*\)? seen = cls\._seen_\1`,
    String.raw`if message and message not in seen: seen\.add\(message\) \w+\.warning\(message\) return data$`,
  ].join(' '),
);
const HELPER = new RegExp(
  [
    String.raw`^def _new_\w+\(old: dict\[str, Any\]\) -> dict\[str, Any\] \| None:`,
    String.raw`try: number = Decimal\(str\(old\["([^"]+)"\]\)\)(?: \* (\d+))?(?: / (\d+))?`,
    String.raw`except ArithmeticError: return None return {"([^"]+)": format\(number\.normalize\(\), "f"\)}$`,
  ].join(' '),
);

/**
 * What the before-validator of a change of unit does, with the function beside its class, where both are just as
 * `migrate` writes them and NEW wins; undefined for all other code.
 */
export function writtenUnitChange(
  text: string,
  module: Module,
  statement: FunctionStatement,
): ClassDualRead | undefined {
  const [, id, oldKey = '', newKey = ''] = VALIDATOR.exec(plainCode(text, statement)) ?? [];
  if (id === undefined) return undefined;
  const isHelper = (it: Statement): it is FunctionStatement =>
    it.kind === 'function' && it.name === `_new_${id}`;
  const [helper, ...others] = [...walkStatements(module.body)].filter(isHelper);
  const found = helper && others.length === 0 ? HELPER.exec(plainCode(text, helper)) : undefined;
  const [, from, times = '1', by = '1', to] = found ?? [];
  if (from !== oldKey || to !== newKey) return undefined;
  const factor = { times: BigInt(times), by: BigInt(by) };
  return { oldKey, newKeys: [newKey], emptyCounts: false, json: false, factor };
}
