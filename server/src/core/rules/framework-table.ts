import { findEntry } from '../catalogs/find-entry.ts';
import { frameworkVersion, readsNew, readsOld } from '../catalogs/framework-version.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Document, Entry, Mapping } from '../syntax/document.ts';
import { walkEntries } from '../syntax/document.ts';
import { memberAt } from '../syntax/value-members.ts';
import type { Fix } from './finding.ts';
import type { FrameworkKey } from './framework-key.ts';

/** What catalogs say of the options in Ruff's table of `pyproject.toml`, or in its own file, for the locked release. */
export function frameworkTable(snapshot: Snapshot, document: Document): readonly FrameworkKey[] {
  const table = tableOf(document);
  const version = table && frameworkVersion(snapshot, document.file.path, 'ruff');
  if (!table || version === undefined) return [];
  return [...walkEntries(table)].flatMap(({ entry, path }): readonly FrameworkKey[] => {
    const hit = findEntry(path.join('.'), 'ruff-table');
    if (!hit) return [];
    const { catalog, entry: change } = hit;
    const isGone = !readsOld(catalog, change, version);
    if (!isGone && !readsNew(catalog, change, version)) return [];
    const { to, since, gone, note } = change;
    const instead = to ? `\`${to}\` takes its place` : note;
    const when = isGone
      ? `has had no effect since ${catalog.framework} ${gone}`
      : `is deprecated since ${catalog.framework} ${since ?? catalog.since}`;
    const finding = {
      span: entry.key.span,
      message: `\`${change.name}\` ${when}${instead ? `: ${instead}` : ''}`,
      tags: ['deprecated'] as const,
      key: change.name,
      fixes: to === undefined ? [] : moved(document, table, entry, to),
    };
    return [{ state: isGone ? 'removed' : 'deprecated', finding }];
  });
}

/** True for a file that may hold such a table. */
export function mayHoldTable(path: string): boolean {
  return /(^|\/)(?:pyproject|\.?ruff)\.toml$/.test(path);
}

function tableOf(document: Document): Mapping | undefined {
  const { path, text } = document.file;
  if (!mayHoldTable(path) || (path.endsWith('pyproject.toml') && !text.includes('ruff'))) return undefined;
  const own = path.endsWith('pyproject.toml') ? memberAt(document.root, 'tool', 'ruff') : document.root;
  return own?.kind === 'mapping' ? own : undefined;
}

/** The option in the table that takes it now, where that table stands there already and has no such option. */
function moved(document: Document, table: Mapping, entry: Entry, to: string): readonly Fix[] {
  const path = to.split('.');
  const name = path.pop() ?? to;
  const target = path.length === 0 ? table : memberAt(table, ...path);
  const { value } = entry;
  if (target?.kind !== 'mapping' || !value || value.kind === 'mapping') return [];
  if (target.entries.some((it) => it.key.name === name)) return [];
  const source = document.file.text.slice(value.span.start, value.span.end);
  const { format, file } = document;
  const edits =
    target === table
      ? format.rename(document, entry, name)
      : [...format.remove(document, entry), ...format.insert(document, target, { name, value: { source } })];
  if (edits.length === 0) return [];
  return [
    {
      title: `Move to \`${to}\``,
      safety: 'unsafe',
      kind: 'quickfix',
      edits: edits.map((edit) => ({ ...edit, path: file.path })),
    },
  ];
}
