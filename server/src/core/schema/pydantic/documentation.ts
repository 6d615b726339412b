import type { ClassStatement } from '../../python/tree.ts';
import type { ClassInfo } from '../class-lineage.ts';
import { constantData, constantText } from '../constant.ts';
import type { PythonProject } from '../reader.ts';
import type { Documentation } from '../schema.ts';
import type { FieldCall } from './pydantic-annotation.ts';

/** The text in quotes that a class begins with, its common margin taken away as `inspect.cleandoc` of Python does. */
export function docstringOf(statement: ClassStatement): string | undefined {
  const [first] = statement.body;
  if (first?.kind !== 'expression' || first.value.kind !== 'string' || first.value.bytes) return undefined;
  return cleanDocstring(first.value.value);
}

function cleanDocstring(text: string): string {
  const [first = '', ...rest] = text.replaceAll('\t', '        ').split('\n');
  const margins = rest.filter((it) => /[^ ]/.test(it)).map((it) => it.search(/[^ ]/));
  const margin = Math.min(...margins);
  const lines = [first.replace(/^ +/, ''), ...rest.map((it) => it.slice(margin))];
  while (lines.length > 0 && lines.at(-1) === '') lines.pop();
  while (lines[0] === '') lines.shift();
  return lines.join('\n');
}

/** What `Field(…)` says of a field to people: `title`, `examples`, `json_schema_extra`. Undefined when it says nothing. */
export function documentationOf(
  project: PythonProject,
  calls: readonly FieldCall[],
): Documentation | undefined {
  const title = argument(calls, 'title');
  const examples = argument(calls, 'examples');
  const extra = argument(calls, 'json_schema_extra');
  if (!title && !examples && !extra) return undefined;
  const titleText = title && constantText(project, title.file, title.value);
  const examplesData = examples && constantData(project, examples.file, examples.value);
  const extraData = extra && constantData(project, extra.file, extra.value);
  const unread = [
    title && titleText === undefined ? 'title' : [],
    examples && !examplesData ? 'examples' : [],
    extra && extraData?.kind !== 'dict' && extraData?.kind !== 'none' ? 'json_schema_extra' : [],
  ].flat();
  return {
    ...(titleText === undefined ? {} : { title: titleText }),
    ...(examplesData ? { examples: examplesData } : {}),
    ...(extraData?.kind === 'dict' ? { extra: extraData.entries } : {}),
    unread: unread.filter((it) => it !== undefined),
  };
}

function argument(calls: readonly FieldCall[], keyword: string) {
  for (const { call, file } of [...calls].reverse()) {
    const found = call.args.find((it) => it.name === keyword);
    if (found) return { value: found.value, file };
  }
  return undefined;
}

/** What a class says about itself to people. */
export function described(title: string | undefined, { statement }: ClassInfo) {
  const description = docstringOf(statement);
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  };
}
