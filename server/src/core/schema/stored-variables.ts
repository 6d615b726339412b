import { lowerCase } from '../text/lower-case.ts';
import { memo } from '../text/memo.ts';
import type { PythonFile, PythonProject } from './reader.ts';
import type { Field, SettingsSchema, Undecided } from './schema.ts';
import { isScriptPath, isTestPath } from './test-path.ts';

/** `os.environ["X"] = …`, `os.environ.setdefault("X", …)`, `os.putenv("X", …)`: the name is in one of the groups. */
const STORE =
  /\benviron\s*(?:\[\s*["']([A-Za-z_]\w*)["']\s*\]\s*=(?!=)|\.(?:setdefault|__setitem__)\(\s*["']([A-Za-z_]\w*)["'])|\bputenv\(\s*["']([A-Za-z_]\w*)["']/g;

/** Variables that code of a service itself puts into its process environment, by name. */
export type StoredVariables = ReadonlyMap<string, Undecided>;

/** What the code of a service puts there, whenever it runs; tests and scripts do so for themselves only. */
export function storedVariables(project: PythonProject): StoredVariables {
  const own = project.files.filter(({ file }) => !isTestPath(file.path) && !isScriptPath(file.path, ''));
  return new Map(own.flatMap(storedIn));
}

const storedIn = memo(({ file }: PythonFile): readonly (readonly [string, Undecided])[] =>
  [...file.text.matchAll(STORE)].map((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    const span = { start: match.index, end: match.index + match[0].length };
    const reason = `code puts \`${name}\` into the process environment`;
    return [name, { path: file.path, span, reason }] as const;
  }),
);

/** The schema in which nothing is claimed of the value of a field that such a variable sets; itself if there is none. */
export function withStored(schema: SettingsSchema, stored: StoredVariables): SettingsSchema {
  if (stored.size === 0) return schema;
  const fold = schema.loading.caseSensitive ? (name: string) => name : lowerCase;
  const folded = new Map([...stored].map(([name, it]) => [fold(name), it]));
  const storedAs = (field: Field) =>
    field.inputs.map((it) => folded.get(fold(it.environment))).find((it) => it !== undefined);
  if (!schema.fields.some(storedAs)) return schema;
  const fields = schema.fields.map((field) => {
    const found = storedAs(field);
    return found ? { ...field, undecided: [...field.undecided, found] } : field;
  });
  return { ...schema, fields };
}
