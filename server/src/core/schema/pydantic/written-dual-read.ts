import type { FunctionStatement } from '../../python/tree.ts';
import type { ClassDualRead } from '../schema.ts';
import { plainCode } from './plain-code.ts';

const TEXT = '"[^"\\\\]*"';
const SHAPE = new RegExp(
  [
    String.raw`^def _m_\w+\(cls, data: Any\) -> Any:`,
    String.raw`if not isinstance\(data, dict\) or "([^"]+)" not in data: return data`,
    String.raw`data = dict\(data\) old = data\.pop\("\1"\)`,
    String.raw`(if old == "": return data )?(if isinstance\(old, str\): with suppress\(ValueError\): old = json\.loads\(old\) )?`,
    String.raw`message = "" if ([^:]+): data\["([^"]+)"\] = old message = \(?${TEXT}(?: ${TEXT})*\)?`,
    String.raw`elif [^:]+: message = \(?${TEXT}(?: ${TEXT})*\)? seen = cls\._seen_\w+`,
    String.raw`if message and message not in seen: seen\.add\(message\) \w+\.warning\(message\) return data$`,
  ]
    .join(' ')
    .replaceAll(')? (', ')?(')
    .replaceAll(')? message', ')?message'),
);
const REMOVAL = new RegExp(
  [
    String.raw`^def _m_\w+\(cls, data: Any\) -> Any:`,
    String.raw`if not isinstance\(data, dict\) or "([^"]+)" not in data: return data`,
    String.raw`message = \(?${TEXT}(?: ${TEXT})*\)? seen = cls\._seen_\w+`,
    String.raw`if message not in seen: seen\.add\(message\) \w+\.warning\(message\)`,
    String.raw`return {k: v for k, v in data\.items\(\) if k != "\1"}$`,
  ].join(' '),
);
const UNSET = /"([^"]+)" not in data|data\.get\("([^"]+)", ""\) == ""/g;

/**
 * What the before-validator of a rename or a removal does, where it is just as `migrate` writes it and NEW wins;
 * undefined for all other code. Line breaks and indentation may be those of any formatter.
 */
export function writtenDualRead(text: string, statement: FunctionStatement): ClassDualRead | undefined {
  const written = plainCode(text, statement);
  const removed = REMOVAL.exec(written)?.[1];
  if (removed !== undefined) return { oldKey: removed, newKeys: [], emptyCounts: true, json: false };
  const found = SHAPE.exec(written);
  if (!found) return undefined;
  const [, oldKey = '', skipsEmpty, json, unset = '', newKey = ''] = found;
  const tests = [...unset.matchAll(UNSET)];
  const newKeys = tests.map((it) => it[1] ?? it[2] ?? '');
  if (newKeys[0] !== newKey || tests.map((it) => it[0]).join(' and ') !== unset) return undefined;
  const emptyCounts = tests.every((it) => it[1] !== undefined);
  if (emptyCounts === (skipsEmpty !== undefined)) return undefined;
  return { oldKey, newKeys, emptyCounts, json: json !== undefined };
}
