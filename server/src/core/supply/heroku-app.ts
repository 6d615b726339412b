import type { Entry } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { entriesOf, mappingsIn, memberAt, memberEntry } from '../syntax/value-members.ts';
import { memo } from '../text/memo.ts';
import { folderOf } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { SuppliedVariable, Supplier, Workload } from './supply.ts';
import { textOf } from './written-text.ts';

/** `app.json` of Heroku: config vars of a new app, and those of its environments for tests and reviews. */
export const herokuApp: Supplier = {
  name: 'heroku',
  matches: (path) => /(?:^|\/)app\.json$/.test(path),
  supplied: (files) => ({ workloads: files.flatMap(workloadsOf), problems: [] }),
};

const workloadsOf: (file: SourceFile) => readonly Workload[] = memo((file) => {
  const root = documentOf(file)?.root;
  const own = memberEntry(root, 'env');
  const others = mappingsIn(memberAt(root, 'environments')).flatMap(({ entry, body }) => {
    const env = memberEntry(body, 'env');
    return env ? [workload(file, env, entry.key.name)] : [];
  });
  return own ? [workload(file, own, undefined), ...others] : others;
});

function workload(file: SourceFile, env: Entry, environment: string | undefined): Workload {
  const { path } = file;
  const at = { path, span: env.key.span };
  const variables = entriesOf(env.value).flatMap((it) => variableOf(file, it));
  return {
    supplier: 'heroku',
    name: 'heroku',
    path,
    span: env.key.span,
    role: environment === 'test' ? 'tests' : 'service',
    runs: { folder: folderOf(path) },
    sources: [
      { kind: 'variables', path, variables },
      { kind: 'opaque', name: 'config vars of the app', at },
    ],
    ...(environment === undefined ? {} : { environment }),
  };
}

/** A text, or a mapping with `value`; one that is not required and has no value may stay unset. */
function variableOf(file: SourceFile, entry: Entry): readonly SuppliedVariable[] {
  const name = entry.key.name;
  const base = { name, path: file.path, entry, secret: false };
  const text = textOf(file, entry.value);
  if (text !== undefined) return [{ ...base, shape: 'entry', value: { kind: 'text', text } }];
  const given = memberEntry(entry.value, 'value');
  const written = textOf(file, given?.value);
  if (given?.value && written !== undefined) {
    const placed = { ...entry, value: given.value };
    return [{ ...base, entry: placed, shape: 'elsewhere', value: { kind: 'text', text: written } }];
  }
  const isSecret = textOf(file, memberAt(entry.value, 'generator')) === 'secret';
  if (!isSecret && textOf(file, memberAt(entry.value, 'required')) === 'false') return [];
  const reason = isSecret ? 'Heroku generates the value' : 'the value is asked for when the app is made';
  return [{ ...base, shape: 'elsewhere', secret: isSecret, value: { kind: 'unknown', reason } }];
}
