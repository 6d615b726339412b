import type { Diagnostic } from '../core/rules/finding.ts';
import { identity, identityKey } from './fingerprint.ts';
import { jsonText } from './reports/json-text.ts';
import { UsageError } from './terminal.ts';

/** Findings that are known already, and how often: keyed by rule, path and setting, not by line. */
export type Baseline = ReadonlyMap<string, Known>;

interface Known {
  readonly rule: string;
  readonly path: string;
  /** Key or field; empty for findings about a whole file. */
  readonly setting: string;
  readonly count: number;
}

/** What these findings are known by. */
export function baselineOf(diagnostics: readonly Diagnostic[]): Baseline {
  const known = new Map<string, Known>();
  for (const diagnostic of diagnostics) {
    const it = identity(diagnostic);
    const key = identityKey(it);
    known.set(key, { ...it, count: (known.get(key)?.count ?? 0) + 1 });
  }
  return known;
}

/** The findings that the baseline does not hold. Of several alike the last are new. */
export function newSince(baseline: Baseline, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const met = new Map<string, number>();
  return diagnostics.filter((it) => {
    const key = identityKey(identity(it));
    const nth = (met.get(key) ?? 0) + 1;
    met.set(key, nth);
    return nth > (baseline.get(key)?.count ?? 0);
  });
}

/** How many findings of the baseline are gone. */
export function goneFrom(baseline: Baseline, diagnostics: readonly Diagnostic[]): number {
  const now = baselineOf(diagnostics);
  let gone = 0;
  for (const [key, { count }] of baseline) gone += Math.max(0, count - (now.get(key)?.count ?? 0));
  return gone;
}

/** The file that `--update-baseline` writes, in an order that keeps its changes small. */
export function baselineText(baseline: Baseline): string {
  const findings = [...baseline.values()].sort(
    (a, b) => order(a.path, b.path) || order(a.rule, b.rule) || order(a.setting, b.setting),
  );
  return jsonText({ version: 1, findings }, 2);
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Reads what `baselineText` wrote. Throws a UsageError that names the file for anything else. */
export function parseBaseline(file: string, text: string): Baseline {
  const refuse = (why: string) => new UsageError(`\`${file}\` is no baseline: ${why}`);
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw refuse('it is not JSON');
  }
  if (!isObject(data) || data.version !== 1) throw refuse('it has no `"version": 1`');
  if (!Array.isArray(data.findings)) throw refuse('it has no list `findings`');
  const known = new Map<string, Known>();
  data.findings.forEach((it: unknown, index) => {
    if (!isKnown(it))
      throw refuse(`finding ${index + 1} needs \`rule\`, \`path\`, \`setting\` and \`count\``);
    known.set(identityKey(it), it);
  });
  return known;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isKnown(it: unknown): it is Known {
  return (
    isObject(it) &&
    typeof it.rule === 'string' &&
    typeof it.path === 'string' &&
    typeof it.setting === 'string' &&
    Number.isSafeInteger(it.count)
  );
}
