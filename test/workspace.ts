import { DEFAULT_OPTIONS, type Snapshot } from '../server/src/core/snapshot.ts';
import { sourceFile } from '../server/src/core/text/source-file.ts';
import { loadEngines } from '../server/src/host/load-engines.ts';

const engines = await loadEngines();

/**
 * A workspace in memory: texts by path, relative to the root. Everything else of the snapshot is as in an empty
 * workspace that is not trusted, unless `facts` says otherwise.
 */
export function workspace(files: Readonly<Record<string, string>>, facts: Partial<Snapshot> = {}): Snapshot {
  return {
    today: '2026-09-23',
    trusted: false,
    options: DEFAULT_OPTIONS,
    configurations: [],
    files: new Map(Object.entries(files).map(([path, text]) => [path, sourceFile(path, text)])),
    mentions: () => [],
    skipped: [],
    refs: new Map(),
    given: new Map(),
    engines,
    ...facts,
  };
}
