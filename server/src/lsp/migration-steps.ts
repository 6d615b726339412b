import type { CreateResult } from '../core/migration/create-migration.ts';
import type { EnvironmentEdit } from '../core/migration/migration-change.ts';

/** One edit of a plan, as the editor offers it. */
export interface MigrationStep {
  /** `code` is record, test and code together, `env:PATH` one environment file. */
  readonly id: string;
  readonly title: string;
  readonly files: readonly string[];
  readonly environments?: readonly string[];
  readonly needsConfirmation: boolean;
  /** Whole sentences for the question that comes before the edit. */
  readonly reason?: string;
}

/** The edits of a plan in the order in which they are offered. */
export function migrationSteps(planned: CreateResult & { readonly ok: true }): readonly MigrationStep[] {
  const { code, environment } = planned.change;
  const files = [...new Set(code.map((edit) => edit.path))];
  return [
    { id: 'code', title: codeTitle(planned, files), files, needsConfirmation: false },
    ...environment.map((it) => ({
      id: `env:${it.path}`,
      title: `Edit ${it.path}`,
      files: [it.path],
      environments: it.environments,
      needsConfirmation: it.needsConfirmation,
      ...(it.needsConfirmation ? { reason: confirmationReason(it) } : {}),
    })),
  ];
}

function codeTitle({ phase }: CreateResult & { readonly ok: true }, files: readonly string[]): string {
  if (phase === 'draft') return 'Write the record as a draft';
  return files.length === 1 ? 'Write the record' : 'Write the record, the code and its test';
}

/** Why a file is edited only when a person says so. */
export function confirmationReason({ production, tracked }: EnvironmentEdit): string {
  if (!production) return NOT_TRACKED;
  return tracked ? 'Production reads this file.' : `Production reads this file. ${NOT_TRACKED}`;
}

const NOT_TRACKED = 'Git is not known to track this file, so git may not bring its old text back.';
