import { Analysis } from '../../server/src/core/analysis.ts';
import type { Snapshot } from '../../server/src/core/snapshot.ts';
import { withFiles } from '../../server/src/host/build-snapshot.ts';
import { workspace } from '../workspace.ts';

/** A workspace with everything that the host derives from files, such as where names are mentioned. */
export function started(files: Readonly<Record<string, string>>): Snapshot {
  return withFiles(workspace({}), workspace(files).files);
}

/** Everything that is said of a workspace, as a text: findings and their fixes, masked texts, resolved values. */
export function findingsOf(snapshot: Snapshot): string {
  const analysis = new Analysis(snapshot);
  const paths = [...snapshot.files.keys()].sort();
  const files = paths.map((path) => {
    const { diagnostics, failures } = analysis.report(path);
    return { path, diagnostics, failures: failures.map(String), masked: analysis.maskedText(path) };
  });
  return JSON.stringify({ checked: analysis.checkedPaths(), files });
}
