import { type Expression, walkStatements } from '../python/tree.ts';
import { pythonFile } from '../schema/python-file.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Fix } from './finding.ts';

/** The fix that makes a strict class tolerant, where its configuration is written as a call in the class itself. */
export function ignoreExtra(snapshot: Snapshot, schema: SettingsSchema): readonly Fix[] {
  const call = configurationCall(snapshot, schema);
  const [first] = call?.kind === 'call' ? call.args : [];
  if (!first || (call?.kind === 'call' && call.args.some((it) => it.name === 'extra'))) return [];
  const { path } = schema.place;
  return [
    {
      title: `Let \`${schema.className}\` ignore unknown keys`,
      safety: 'unsafe',
      kind: 'quickfix',
      edits: [
        { path, span: { start: first.span.start, end: first.span.start }, newText: 'extra="ignore", ' },
      ],
    },
  ];
}

function configurationCall(snapshot: Snapshot, schema: SettingsSchema): Expression | undefined {
  const file = snapshot.files.get(schema.place.path);
  if (!file || schema.className === undefined) return undefined;
  const { module, stale } = pythonFile(snapshot.engines.python, file);
  if (stale) return undefined;
  for (const statement of walkStatements(module.body)) {
    if (statement.kind !== 'class' || statement.name !== schema.className) continue;
    for (const it of statement.body) {
      const target = it.kind === 'assign' ? it.targets[0] : undefined;
      if (it.kind === 'assign' && target?.kind === 'name' && target.name === 'model_config') return it.value;
    }
  }
  return undefined;
}
