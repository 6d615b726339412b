import { assignedIn, moduleHome } from '../catalogs/assigned-settings.ts';
import { type CatalogHit, findEntry } from '../catalogs/find-entry.ts';
import { frameworkVersion, readsNew, readsOld } from '../catalogs/framework-version.ts';
import type { Snapshot } from '../snapshot.ts';

/**
 * How a setting changes that a settings module of a framework assigns, in words: it ships with the code, so there are no
 * phases, and what the framework refuses side by side changes in one commit. Undefined for a name of which no catalog
 * says anything, and that no module assigns.
 * @param name the old one
 */
export function frameworkModuleSteps(snapshot: Snapshot, name: string): string | undefined {
  for (const file of snapshot.files.values()) {
    const home = moduleHome(file);
    const hit = home && file.text.includes(name) ? findEntry(name, home) : undefined;
    if (home === undefined || hit === undefined) continue;
    const names = assignedIn(snapshot, file).map((it) => it.name);
    if (!names.includes(name)) continue;
    const version = frameworkVersion(snapshot, file.path, hit.catalog.distribution);
    const { framework } = hit.catalog;
    const what = `\`${name}\` is a setting of ${framework} that \`${file.path}\` assigns: it ships with the code, so it changes in one commit and no migration is needed`;
    const others = new Set(names.filter((it) => it !== name && changesWith(hit, findEntry(it, home))));
    return [what, ...upgradeStep(hit, version), changeStep(hit, [...others], version)].join('; ');
  }
  return undefined;
}

/** Another old name that the framework refuses beside the new one. */
function changesWith({ catalog, entry }: CatalogHit, other: CatalogHit | undefined): boolean {
  if (other === undefined) return false;
  return catalog.exclusive === true || (entry.refuses !== undefined && other.entry.refuses === entry.refuses);
}

function upgradeStep({ catalog, entry }: CatalogHit, version: string | undefined): readonly string[] {
  if (readsNew(catalog, entry, version)) return [];
  const since = entry.since ?? catalog.since;
  const locked = version === undefined ? 'no lock file says which release runs' : `${version} is locked`;
  return [
    `${catalog.framework} ${since} is the first release that reads what takes its place, and ${locked}: upgrade first, with the setting as it is`,
  ];
}

function changeStep(
  { catalog, entry }: CatalogHit,
  others: readonly string[],
  version: string | undefined,
): string {
  const { name, to, convert, note, refuses, needs } = entry;
  const { framework } = catalog;
  const also = others.map((it) => `\`${it}\``).join(', ');
  if (catalog.exclusive) {
    const together = also === '' ? '' : ` in the same commit as ${also}`;
    return `rename it to \`${to}\`${together}: ${framework} does not load a module with names of both styles`;
  }
  if (to !== undefined) {
    const unit = convert === undefined ? '' : `, where ${convert}`;
    const both =
      refuses === undefined || !readsOld(catalog, entry, version)
        ? ''
        : `: ${framework} refuses both side by side`;
    return `rename it to \`${to}\`${unit}${both}`;
  }
  if (refuses === undefined) return `take it out${note === undefined ? '' : `: ${note}`}`;
  const gone = [`\`${name}\``, ...(also === '' ? [] : [also])].join(', ');
  const whole = needs === undefined ? '' : `, ${needs}`;
  const why = readsOld(catalog, entry, version)
    ? `${framework} does not start with both`
    : `${framework} ${version} does not read it any more`;
  return `write \`${refuses}\` (${note}${whole}) and take ${gone} out in the same commit: ${why}`;
}
