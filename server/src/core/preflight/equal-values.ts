import { type Data, dataKey } from '../syntax/data.ts';
import { pythonKey } from '../values/python-equality.ts';

/** True where Python's `==` holds; what it cannot hash is compared by its structure. */
export function isEqual(a: Data, b: Data): boolean {
  const [one, other] = [pythonKey(a), pythonKey(b)];
  return one === undefined || other === undefined ? dataKey(a) === dataKey(b) : one === other;
}
