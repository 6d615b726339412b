import { createHash } from 'node:crypto';
import type { Diagnostic } from '../core/rules/finding.ts';

/**
 * What a finding is known by from one run to the next: rule, path, and setting, but no line, so that it stays the same
 * when lines move. Findings that share all three are told apart by their order.
 */
export function identity(diagnostic: Diagnostic): { rule: string; path: string; setting: string } {
  const { rule, path, key, field } = diagnostic;
  return { rule, path, setting: key ?? field?.name ?? '' };
}

/** One identity as one text. */
export function identityKey(it: {
  readonly rule: string;
  readonly path: string;
  readonly setting: string;
}): string {
  return JSON.stringify([it.rule, it.path, it.setting]);
}

/** A hash for each finding, in their order, none twice: 40 hexadecimal digits. */
export function fingerprints(diagnostics: readonly Diagnostic[]): readonly string[] {
  const seen = new Map<string, number>();
  return diagnostics.map((it) => {
    const key = identityKey(identity(it));
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return createHash('sha256').update(`${key}${nth}`).digest('hex').slice(0, 40);
  });
}
