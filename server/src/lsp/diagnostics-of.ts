import { createHash } from 'node:crypto';
import { DiagnosticSeverity, type Diagnostic as LspDiagnostic } from 'vscode-languageserver/node';
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

/** Findings shown for one workspace. */
const MAX_IN_WORKSPACE = 10_000;

/** Shows the findings of one file after another, up to the limit of the workspace. */
export function workspaceShare(): (of: FileDiagnostics) => FileDiagnostics {
  let left = MAX_IN_WORKSPACE;
  return (of) => {
    const shown = of.items.length <= left ? of : cut(of, left);
    left = Math.max(0, left - of.items.length);
    return shown;
  };
}

/** The first findings of a file, and one that says how many are left out; nothing where there is no room at all. */
function cut({ items }: FileDiagnostics, room: number): FileDiagnostics {
  const kept = items.slice(0, room);
  const last = kept.at(-1);
  if (last) kept.push(andMore(last, items.length - room));
  return { items: kept, resultId: resultIdOf(kept) };
}

function andMore(last: LspDiagnostic, count: number): LspDiagnostic {
  return {
    range: last.range,
    severity: DiagnosticSeverity.Information,
    source: 'crossfade',
    code: 'limit-reached',
    message: `${count} more ${count === 1 ? 'finding is' : 'findings are'} not shown`,
  };
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
  if (last && all.length > MAX_SHOWN) items.push(andMore(last, all.length - MAX_SHOWN));
  return { items, resultId: resultIdOf(items) };
}

function resultIdOf(items: readonly LspDiagnostic[]): string {
  return createHash('sha1').update(JSON.stringify(items)).digest('base64url');
}
