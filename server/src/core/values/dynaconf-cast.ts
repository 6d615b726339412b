import { bool, type Data, float, int, str } from '../syntax/data.ts';
import { pythonRepr } from '../syntax/python-repr.ts';
import { dataOf, isFalse, type Node, NotFollowed, nodeOf, Raised } from './dynaconf-node.ts';
import { parsePythonFloat, parsePythonInt } from './python-number.ts';

/**
 * What a builtin of Python, as `cast` of a validator, makes of a value.
 * @throws {NotFollowed} and {@link Raised}
 */
export function castPython(cast: 'int' | 'float' | 'str' | 'bool' | 'unknown', value: Node): Node {
  if (cast === 'unknown') throw new NotFollowed('`cast` of the validator is not followed');
  if (cast === 'bool') return nodeOf(bool(!isFalse(value)));
  const data = dataOf(value);
  if (data === undefined) throw new NotFollowed('`cast` of the validator is not followed');
  return nodeOf(cast === 'str' ? textOf(data) : numberOf(cast, data));
}

/** `str()`, which prints what a list or a table holds. */
function textOf(data: Data): Data {
  const text = data.kind === 'str' ? data.value : pythonRepr(data);
  if (text === undefined) throw new NotFollowed('`cast` of the validator is not followed');
  return str(text);
}

function numberOf(cast: 'int' | 'float', data: Data): Data {
  const noun = cast === 'int' ? 'an integer' : 'a number';
  switch (data.kind) {
    case 'str': {
      const made = cast === 'int' ? parsePythonInt(data.value) : parsePythonFloat(data.value);
      if (made === undefined) throw new Raised('ValueError', `is not ${noun}`);
      return typeof made === 'bigint' ? int(made) : float(made);
    }
    case 'bool':
      return cast === 'int' ? int(data.value ? 1 : 0) : float(data.value ? 1 : 0);
    case 'int':
      return cast === 'int' ? data : float(Number(data.value));
    case 'float':
      if (cast === 'float') return data;
      if (!Number.isFinite(data.value)) throw new Raised('ValueError', 'is not an integer');
      return int(BigInt(Math.trunc(data.value)));
    case 'none':
    case 'list':
    case 'dict':
      throw new Raised('TypeError', `is not ${noun}`);
    default:
      throw new NotFollowed('`cast` of the validator is not followed');
  }
}
