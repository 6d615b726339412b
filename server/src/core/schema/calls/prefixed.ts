import { type Expression, walkExpressions } from '../../python/tree.ts';
import { constantText } from '../constant.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import type { Site } from '../sites.ts';

/**
 * The prefix that `with env.prefixed("P_"):` blocks around a call give its name, after the object's own; undefined
 * where one of them is computed.
 * @param object the object that the call is made on, as written: `env`
 * @param method `prefixed`
 */
export function prefixAround(
  project: PythonProject,
  file: PythonFile,
  object: Expression,
  method: string,
  own: string | undefined,
  { withs }: Site,
): string | undefined {
  const name = written(file, object);
  let prefix = own;
  for (const head of withs) {
    for (const it of walkExpressions(head)) {
      if (it.kind !== 'call' || it.callee.kind !== 'attribute' || it.callee.name !== method) continue;
      if (written(file, it.callee.object) !== name) continue;
      const argument = it.args[0]?.value;
      const text = argument && constantText(project, file, argument);
      prefix = prefix === undefined || text === undefined ? undefined : prefix + text;
    }
  }
  return prefix;
}

function written(file: PythonFile, { span }: Expression): string {
  return file.file.text.slice(span.start, span.end);
}
