import { createHash } from 'node:crypto';
import type { Diagnostic as LspDiagnostic } from 'vscode-languageserver/node';
import type { Analysis } from '../core/analysis.ts';
import { toLspDiagnostic } from './convert.ts';
import type { Folder } from './folder.ts';

/** Findings shown for one file; the last one says how many more there are. */
const MAX_SHOWN = 500;

export interface FileDiagnostics {
  readonly items: LspDiagnostic[];
  /** The same for the same diagnostics, whatever led to them. */
  readonly resultId: string;
}

/** The diagnostics of one file, as the protocol wants them. */
export function diagnosticsOf(analysis: Analysis, folder: Folder, path: string): FileDiagnostics {
  const all = analysis.diagnostics(path);
  const items = all.slice(0, MAX_SHOWN).map((it) => toLspDiagnostic(analysis, folder, it));
  const last = items.at(-1);
  if (last && all.length > MAX_SHOWN) {
    items.push({ ...last, code: 'limit-reached', message: `${all.length - MAX_SHOWN} more findings are not shown`, tags: [], relatedInformation: [] });
  }
  return { items, resultId: createHash('sha1').update(JSON.stringify(items)).digest('base64url') };
}
