import { documentAsRead } from '../binding/as-read.ts';
import { optionsFor } from '../options-for.ts';
import type { Severity, Snapshot } from '../snapshot.ts';
import type { Document } from '../syntax/document.ts';
import { lineIndex } from '../text/line-index.ts';
import type { SourceFile } from '../text/source-file.ts';
import { badIgnore } from './bad-ignore.ts';
import { commentsOf } from './comments.ts';
import type { Diagnostic, Finding } from './finding.ts';
import { rules } from './registry.ts';
import type { IgnoreUse, Rule, RuleContext } from './rule.ts';
import { hides, ignoresOf } from './suppression.ts';

/** What the rules say of one file, and which of them failed on it. */
export interface Report {
  readonly diagnostics: readonly Diagnostic[];
  readonly failures: readonly RuleFailure[];
}

/** A rule that threw. Its findings for this file are lost, nothing else. */
export interface RuleFailure {
  readonly rule: string;
  readonly path: string;
  readonly error: unknown;
}

const ruleIds: ReadonlySet<string> = new Set(rules.map((rule) => rule.id));

/** Runs the rules on one file of the snapshot, `only` those named if given. Ordered by position, then rule. */
export function run(snapshot: Snapshot, file: SourceFile, only?: ReadonlySet<string>): Report {
  const document = documentAsRead(snapshot, file);
  const configured = optionsFor(snapshot, file.path).rules;
  const wanted = rules.filter(
    (rule) => (!only || only.has(rule.id)) && severityOf(rule, configured) !== 'off',
  );
  const ranRules = new Set(wanted.map((rule) => rule.id));
  const context: RuleContext = {
    snapshot,
    file,
    ...(document ? { document } : {}),
    ignores: [],
    ruleIds,
    ranRules,
  };
  const failures: RuleFailure[] = [];
  const found: Diagnostic[] = [];
  for (const rule of wanted) {
    if (rule !== badIgnore) found.push(...diagnose(rule, context, configured, failures));
  }
  const { kept, ignores } = suppress(snapshot, file, document, found);
  if (wanted.includes(badIgnore))
    kept.push(...diagnose(badIgnore, { ...context, ignores }, configured, failures));
  kept.sort((a, b) => a.span.start - b.span.start || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
  return { diagnostics: kept, failures };
}

type Configured = Readonly<Record<string, Severity | 'off'>>;

function severityOf(rule: Rule, configured: Configured): Severity | 'off' {
  return Object.hasOwn(configured, rule.id) ? (configured[rule.id] as Severity | 'off') : rule.severity;
}

function diagnose(
  rule: Rule,
  context: RuleContext,
  configured: Configured,
  failures: RuleFailure[],
): Diagnostic[] {
  try {
    return onceEach([...rule.check(context)]).map((finding) =>
      toDiagnostic(rule, finding, context, configured),
    );
  } catch (error) {
    failures.push({ rule: rule.id, path: context.file.path, error });
    return [];
  }
}

/** What is said of a class for each of the services that share it is said once. */
function onceEach(findings: readonly Finding[]): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const it of findings) {
    const key = `${it.span.start} ${it.span.end} ${it.message}`;
    const known = found.get(key);
    const environments = [...new Set([...(known?.environments ?? []), ...(it.environments ?? [])])];
    found.set(key, known ? { ...known, ...(environments.length > 0 ? { environments } : {}) } : it);
  }
  return found.size === findings.length ? findings : [...found.values()];
}

function toDiagnostic(
  rule: Rule,
  finding: Finding,
  context: RuleContext,
  configured: Configured,
): Diagnostic {
  const forced = Object.hasOwn(configured, rule.id) ? (configured[rule.id] as Severity) : undefined;
  const severity = forced ?? finding.severity ?? (rule.severity === 'off' ? 'warning' : rule.severity);
  return { ...finding, path: context.file.path, rule: rule.id, severity, service: finding.service ?? null };
}

function suppress(
  snapshot: Snapshot,
  file: SourceFile,
  document: Document | undefined,
  found: readonly Diagnostic[],
): { kept: Diagnostic[]; ignores: readonly IgnoreUse[] } {
  const comments = commentsOf(snapshot, file, document);
  if (comments.length === 0) return { kept: [...found], ignores: [] };
  const lines = lineIndex(file);
  const ignores = ignoresOf(file.text, comments, lines);
  if (ignores.length === 0) return { kept: [...found], ignores: [] };
  const used = ignores.map(() => new Set<string>());
  const kept = found.filter((it) => {
    const line = lines.position(it.span.start).line;
    const by = ignores.findIndex((ignore) => hides(ignore, it.rule, line));
    if (by >= 0) used[by]?.add(it.rule);
    return by < 0;
  });
  return { kept, ignores: ignores.map((ignore, index) => ({ ignore, used: used[index] ?? new Set() })) };
}
