import type { Coverage } from './coverage.ts';

/** What was seen, what was assumed, and what was not seen, a line each. */
export function coverageLines(coverage: Coverage): readonly string[] {
  const lines: string[] = [];
  const { seen, unseen: absent, opaque } = coverage.environments;
  if (seen.length > 0) lines.push(`environments: ${seen.join(', ')}`);
  const guessed = new Set(coverage.assumptions.map((it) => it.environment));
  const unsure = absent.filter((it) => guessed.has(it));
  const nothing = absent.filter((it) => !guessed.has(it));
  if (unsure.length > 0) lines.push(`not certain (only what is assumed below): ${unsure.join(', ')}`);
  if (nothing.length > 0) lines.push(`not seen (no file here): ${nothing.join(', ')}`);
  if (opaque.length > 0) lines.push(`not seen (store that cannot be read): ${opaque.join(', ')}`);
  for (const it of coverage.assumptions) lines.push(`assumed: ${it.assumed} (${it.environment})`);
  for (const it of coverage.openSchemas)
    lines.push(`open: ${it.settings}: ${it.reason} (${it.path}:${it.line})`);
  for (const it of coverage.dynamicReaders) lines.push(`dynamic: ${it.reason} (${it.path}:${it.line})`);
  for (const it of coverage.skipped)
    lines.push(`skipped: ${it.path === '' ? '' : `${it.path}: `}${it.reason}`);
  return lines;
}
