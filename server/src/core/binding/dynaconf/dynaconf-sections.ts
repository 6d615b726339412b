import type { DynaconfLoading } from '../../schema/loading.ts';
import type { Document, Entry, Mapping } from '../../syntax/document.ts';
import { entriesOf } from '../../syntax/value-members.ts';

/** The settings of one section of a file, or of a file without sections. */
export interface Section {
  readonly entries: readonly Entry[];
  /** The section itself, where there are any. */
  readonly head?: Entry;
}

/**
 * The names of the sections that count, lowest rank first (`build_env_list` of dynaconf 3.3.5).
 * @param env the current environment, several with commas
 */
function sectionNames({ defaultEnv, section }: DynaconfLoading, env: string): readonly string[] {
  const own = env.split(',').map((it) => it.trim().toLowerCase());
  const names = [defaultEnv.toLowerCase(), section, ...own.filter((it) => it !== '')];
  return [...new Set(names), 'global'];
}

/** The sections of a document that count in an environment; the whole file where there are none. */
export function sectionsOf(loading: DynaconfLoading, { root }: Document, env: string): readonly Section[] {
  if (!loading.environments) return [{ entries: root.entries }];
  return sectionNames(loading, env).flatMap((name) => {
    const head = root.entries.findLast((it) => it.key.name.toLowerCase() === name);
    return head ? [{ head, entries: entriesOf(head.value) }] : [];
  });
}

/** The environments for which a file has a section of its own, as written. */
export function writtenEnvironments(loading: DynaconfLoading, { root }: Document): readonly string[] {
  if (!loading.environments) return [];
  const common = new Set(sectionNames(loading, ''));
  return root.entries
    .filter((it) => it.value?.kind === 'mapping' && !common.has(it.key.name.toLowerCase()))
    .map((it) => it.key.name);
}

/**
 * The entries of a section that set a setting or a part of it, whatever the case of their keys: `port` in
 * `[default.database]` and `database__port` in `[default]` for `DATABASE.port`.
 */
export function entriesFor(section: Section, path: readonly string[]): readonly Entry[] {
  const wanted = path.map((it) => it.toLowerCase());
  const found: Entry[] = [];
  const walk = (entries: readonly Entry[], from: number): void => {
    for (const it of entries) {
      const steps = it.key.name.toLowerCase().split(/__|\./);
      const isOnTheWay = steps.every((step, index) => step === wanted[from + index]);
      if (!isOnTheWay || from + steps.length > wanted.length) continue;
      if (from + steps.length === wanted.length) found.push(it);
      else if (it.value?.kind === 'mapping') walk((it.value satisfies Mapping).entries, from + steps.length);
    }
  };
  walk(section.entries, 0);
  return found;
}
