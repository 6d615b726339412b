import { createHash } from 'node:crypto';
import type { Diagnostic as LspDiagnostic } from 'vscode-languageserver/node';
import type { Analysis } from '../core/analysis.ts';
import { memo } from '../core/text/memo.ts';
import { toLspDiagnostic } from './convert.ts';
import type { Folder } from './folder.ts';
import { reportOnce } from './guard.ts';
import type { ServerContext } from './handler.ts';

/** Findings shown for one file; the last one says how many more there are. */
const MAX_SHOWN = 500;

export interface FileDiagnostics {
  readonly items: LspDiagnostic[];
  /** The same for the same diagnostics, whatever led to them. */
  readonly resultId: string;
}

const computed = memo((_analysis: Analysis) => new Map<string, FileDiagnostics>());

/** The diagnostics of one file, as the protocol wants them. A rule that failed is logged once. */
export function diagnosticsOf(
  { connection, workspace }: ServerContext,
  analysis: Analysis,
  folder: Folder,
  path: string,
): FileDiagnostics {
  const known = computed(analysis);
  let found = known.get(path);
  if (!found) {
    for (const { rule, error } of analysis.report(path).failures) {
      reportOnce(connection)(rule, `the rule ${rule} failed`, error);
    }
    found = workspace.owns(folder, path) ? diagnosticsIn(analysis, folder, path) : NOTHING;
    known.set(path, found);
  }
  return found;
}

const NOTHING: FileDiagnostics = { items: [], resultId: resultIdOf([]) };

function diagnosticsIn(analysis: Analysis, folder: Folder, path: string): FileDiagnostics {
  const all = analysis.diagnostics(path);
  const items = all.slice(0, MAX_SHOWN).map((it) => toLspDiagnostic(analysis, folder, it));
  const last = items.at(-1);
  if (last && all.length > MAX_SHOWN) {
    items.push({
      ...last,
      code: 'limit-reached',
      message: `${all.length - MAX_SHOWN} more findings are not shown`,
      tags: [],
      relatedInformation: [],
    });
  }
  return { items, resultId: resultIdOf(items) };
}

function resultIdOf(items: readonly LspDiagnostic[]): string {
  return createHash('sha1').update(JSON.stringify(items)).digest('base64url');
}
