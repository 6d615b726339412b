import { type Assigned, assignedIn, moduleHome } from '../catalogs/assigned-settings.ts';
import type { CatalogHit } from '../catalogs/find-entry.ts';
import { findEntry, newNames } from '../catalogs/find-entry.ts';
import { frameworkVersion, readsNew, readsOld } from '../catalogs/framework-version.ts';
import { conversionNamed } from '../migration/conversion.ts';
import type { Snapshot } from '../snapshot.ts';
import type { FileEdit } from '../text/file-edit.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Finding, Fix } from './finding.ts';
import type { FrameworkKey } from './framework-key.ts';

/**
 * What catalogs say of the names that a settings module of Django or Celery assigns. Settings in code ship with the
 * code, so they change in one step; nothing is said where no lock file tells the release.
 */
export function frameworkModule(snapshot: Snapshot, file: SourceFile): readonly FrameworkKey[] {
  return moduleHome(file) === undefined ? [] : found(snapshot)(file);
}

/** True for a file that is a settings module by its name or by what stands in it. */
export function isFrameworkModule(file: SourceFile): boolean {
  return moduleHome(file) !== undefined;
}

const found = memo((snapshot: Snapshot) =>
  memo((file: SourceFile): readonly FrameworkKey[] => {
    const home = moduleHome(file);
    if (home === undefined) return [];
    const assigned = assignedIn(snapshot, file);
    const hits = assigned.flatMap((it) => {
      const hit = findEntry(it.name, home);
      const version = hit && frameworkVersion(snapshot, file.path, hit.catalog.distribution);
      return hit && version !== undefined && readsNew(hit.catalog, hit.entry, version)
        ? [{ assigned: it, hit, version }]
        : [];
    });
    return hits.map((it) => judged(file, assigned, hits, it));
  }),
);

interface Hit {
  readonly assigned: Assigned;
  readonly hit: CatalogHit;
  readonly version: string;
}

function judged(
  file: SourceFile,
  all: readonly Assigned[],
  hits: readonly Hit[],
  { assigned, hit, version }: Hit,
): FrameworkKey {
  const { catalog, entry } = hit;
  const state = readsOld(catalog, entry, version) ? 'deprecated' : 'removed';
  const refused = state === 'deprecated' ? refusedBeside(hit, all, hits) : undefined;
  const finding: Finding = {
    span: assigned.span,
    ...(refused === undefined ? {} : { severity: 'error' as const }),
    message: refused ?? words(hit, state),
    tags: ['deprecated'],
    key: assigned.name,
    fixes: catalog.exclusive ? allRenamed(file, hits, all) : renamed(file, assigned, hit, all),
  };
  return { state, finding };
}

function words({ catalog, entry }: CatalogHit, state: FrameworkKey['state']): string {
  const { name, to, since, gone, convert, note } = entry;
  const instead = to ? `\`${to}\` takes its place${convert ? `, and ${convert}` : ''}` : note;
  const reason = instead ? `: ${instead}` : '';
  if (state === 'removed') return `\`${name}\` has had no effect since ${catalog.framework} ${gone}${reason}`;
  const last = gone === undefined ? '' : ` and is gone in ${gone}`;
  return `\`${name}\` is deprecated since ${catalog.framework} ${since ?? catalog.since}${last}${reason}`;
}

/** Old and new side by side, where the framework does not start with both. */
function refusedBeside(
  { catalog, entry }: CatalogHit,
  all: readonly Assigned[],
  hits: readonly Hit[],
): string | undefined {
  const { name, refuses } = entry;
  if (refuses !== undefined && all.some((it) => it.name === refuses)) {
    return `${catalog.framework} refuses \`${name}\` beside \`${refuses}\`: the service does not start`;
  }
  if (!catalog.exclusive) return undefined;
  const names = new Set(all.map((it) => it.name));
  const old = new Set(hits.map((it) => it.hit.entry.to));
  const alone = all.find((it) => newNames(catalog).has(it.name) && !old.has(it.name));
  if (!alone || (entry.to !== undefined && names.has(entry.to))) return undefined;
  return `${catalog.framework} refuses \`${name}\`, a name of the old style, beside \`${alone.name}\`: the module is not loaded`;
}

/** One name, and its value where the unit changes and the value is a number. */
function renamed(
  file: SourceFile,
  { name, span, value }: Assigned,
  { entry: { to, conversion, convert } }: CatalogHit,
  all: readonly Assigned[],
): readonly Fix[] {
  if (to === undefined || all.some((it) => it.name === to)) return [];
  const edits: FileEdit[] = [{ path: file.path, span, newText: to }];
  if (convert !== undefined) {
    const known = conversion && conversionNamed(conversion, { from: [name], to: [to], answers: new Map() });
    if (!known || value.kind !== 'int') return [];
    const text = known.toNew(new Map([[name, String(value.value)]]))?.get(to);
    if (text === undefined) return [];
    edits.push({ path: file.path, span: value.span, newText: text });
  }
  const title = `Rename to \`${to}\`${conversion ? ' and convert the value' : ''}`;
  return [{ title, safety: 'unsafe', kind: 'quickfix', edits }];
}

/** A module that mixes both styles is refused, so all names change at once. */
function allRenamed(file: SourceFile, hits: readonly Hit[], all: readonly Assigned[]): readonly Fix[] {
  const edits = hits.flatMap(({ assigned, hit }): readonly FileEdit[] => {
    const { to } = hit.entry;
    if (to === undefined || all.some((it) => it.name === to)) return [];
    return [{ path: file.path, span: assigned.span, newText: to }];
  });
  if (edits.length < hits.length) return [];
  const title =
    edits.length === 1 ? 'Rename to the new style' : `Rename all ${edits.length} settings to the new style`;
  return [{ title, safety: 'unsafe', kind: 'quickfix', edits }];
}
