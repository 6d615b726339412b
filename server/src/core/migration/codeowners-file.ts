import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';

/** The file that says who owns which paths, where the workspace has one: the first of the places that GitHub looks at. */
export const codeownersFile: (snapshot: Snapshot) => SourceFile | undefined = memo((snapshot) =>
  ['CODEOWNERS', '.github/CODEOWNERS', 'docs/CODEOWNERS']
    .map((path) => snapshot.files.get(path))
    .find((file) => file !== undefined && file.problem === undefined),
);
