import { isJudged, isSettingsFile } from './binding/judged.ts';
import type { Resolution } from './binding/resolution.ts';
import { holdsKnownSecret } from './binding/secret-spans.ts';
import { type Action, actionsAt } from './features/actions.ts';
import { checkDeploy, type DeployQuestion } from './features/check-deploy.ts';
import { checkedPaths } from './features/checked-paths.ts';
import { chooseSchemas } from './features/choose-schemas.ts';
import { type Completion, completions } from './features/completions.ts';
import { type Coverage, coverageOf } from './features/coverage.ts';
import { diffEnvironments, type EnvironmentDiffAnswer } from './features/diff-environments.ts';
import { differingWorkloads, type WorkloadStart } from './features/differing-workloads.ts';
import { type ExportedSchema, exportSchema, settingsNames } from './features/export-schema.ts';
import { fixAllEdits } from './features/fix-all.ts';
import { type Hover, hover } from './features/hover.ts';
import { type KnownEnvironment, knownEnvironment } from './features/known-environment.ts';
import { type KnownReader, knownReader } from './features/known-reader.ts';
import { type ListedEnvironment, listEnvironments } from './features/list-environments.ts';
import { type MaskedLine, maskedLine, maskedText } from './features/masked-text.ts';
import { type Matrix, type MatrixAnswer, type MatrixQuestion, matrices } from './features/matrix.ts';
import { matrixMarkdown } from './features/matrix-markdown.ts';
import {
  type Measured,
  measure,
  missingEdits,
  type ValuesShow,
  valuesIn,
} from './features/measure-record.ts';
import { type MigrationStatus, migrationStatus } from './features/migration-status.ts';
import {
  advanceRecord,
  environmentEdits,
  type MigrationAsk,
  type MigrationTarget,
  migrationTargets,
  planMigration,
  type RecordAnswer,
  type RecordState,
  recordState,
  recordsNamed,
  titleOf,
} from './features/migrations.ts';
import { plannedMarkdown, recordMarkdown } from './features/plan-markdown.ts';
import { preflightMarkdown } from './features/preflight-markdown.ts';
import { type RecordLens, recordLenses } from './features/record-lenses.ts';
import { type ResolveAnswer, type ResolveQuestion, resolveSettings } from './features/resolve-settings.ts';
import { type RollbackResult, rollBack } from './features/roll-back.ts';
import { settingsMarkdown } from './features/settings-markdown.ts';
import type { AdvanceResult } from './migration/advance.ts';
import type { CreateResult } from './migration/create-migration.ts';
import { type RecordFile, recordsOf } from './migration/record.ts';
import { factsOfRecord } from './migration/record-facts.ts';
import { recordReaders } from './migration/record-readers.ts';
import type { PreflightAnswer } from './preflight/preflight.ts';
import type { Preflight } from './preflight/report.ts';
import type { Diagnostic, Fix } from './rules/finding.ts';
import { type Report, run } from './rules/run.ts';
import { unknownSettings } from './schema/unknown-settings.ts';
import type { Snapshot } from './snapshot.ts';
import type { FileEdit } from './text/file-edit.ts';
import type { Span } from './text/span.ts';

/** THE BOUNDARY: questions about one snapshot, answered with plain data. Front ends call nothing else of the core. */
export class Analysis {
  readonly snapshot: Snapshot;
  readonly #reports = new Map<string, Report>();

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
  }

  /** Paths of files in which findings can stand, sorted. */
  checkedPaths(): readonly string[] {
    return checkedPaths(this.snapshot);
  }

  /** What the rules say of one file; an empty report for a path that is not in the snapshot. */
  report(path: string): Report {
    let report = this.#reports.get(path);
    if (report === undefined) {
      const file = this.snapshot.files.get(path);
      report = file ? run(this.snapshot, file) : { diagnostics: [], failures: [] };
      this.#reports.set(path, report);
    }
    return report;
  }

  diagnostics(path: string): readonly Diagnostic[] {
    return this.report(path).diagnostics;
  }

  /** Fixes, migrations and ignore comments that are offered at a span. */
  actions(path: string, span: Span): readonly Action[] {
    return actionsAt(this.snapshot, this.diagnostics(path), path, span);
  }

  /** All safe fixes of a file as one; undefined when there is none. */
  fixAll(path: string): Fix | undefined {
    const edits = fixAllEdits(this.diagnostics(path), false);
    return edits.length === 0
      ? undefined
      : { title: 'Apply all safe fixes', safety: 'safe', kind: 'quickfix', edits };
  }

  hover(path: string, offset: number): Hover | undefined {
    return hover(this.snapshot, path, offset);
  }

  completions(path: string, offset: number): readonly Completion[] {
    return completions(this.snapshot, path, offset);
  }

  coverage(): Coverage {
    return coverageOf(this.snapshot);
  }

  resolve(question: ResolveQuestion): ResolveAnswer {
    return resolveSettings(this.snapshot, question);
  }

  /** Of what was resolved for an environment: its workloads that do not all hold the same. */
  differingWorkloads({ schema, environment }: Resolution): readonly WorkloadStart[] {
    return differingWorkloads(this.snapshot, schema, environment);
  }

  /** Key × environment. */
  matrix(question: MatrixQuestion): MatrixAnswer {
    return matrices(this.snapshot, question);
  }

  /** The names of settings that reports without a choice of settings leave out in favour of classes. */
  leftOut(settings?: string): readonly string[] {
    const chosen = chooseSchemas(this.snapshot, settings);
    return chosen.ok ? [...new Set(chosen.others.map((it) => it.id))] : [];
  }

  /** A matrix as a page for people. */
  matrixMarkdown(title: string, matrices: readonly Matrix[]): string {
    return matrixMarkdown(title, matrices, this.coverage());
  }

  /** Every environment that settings of the workspace have. */
  environments(): readonly ListedEnvironment[] {
    return listEnvironments(this.snapshot);
  }

  /** The environment that somebody speaks of, as the workspace spells it; or that there is none. */
  knownEnvironment(name: string): KnownEnvironment {
    return knownEnvironment(this.snapshot, name);
  }

  /** Whether a version can be stated of a process of that name; or what it is called. */
  knownReader(name: string): KnownReader {
    return knownReader(this.snapshot, name);
  }

  /** What a version can be stated of for a record; empty where that cannot be said. */
  recordReaders(record: RecordFile): readonly string[] {
    const gathered = factsOfRecord(this.snapshot, record);
    return gathered.ok ? recordReaders(record, gathered.facts) : record.readers;
  }

  /** What all settings hold in an environment as a page for people, or why that cannot be said. */
  settingsMarkdown(environment: string): string {
    const answer = resolveSettings(this.snapshot, { environment });
    if (!answer.ok) return `${answer.message}\n`;
    return settingsMarkdown(this.snapshot, environment, answer.resolutions, this.coverage());
  }

  /** What differs between two environments. */
  diffEnvironments(
    a: string,
    b: string,
    question: Omit<MatrixQuestion, 'environments'> = {},
  ): EnvironmentDiffAnswer {
    return diffEnvironments(this.snapshot, a, b, question);
  }

  /** Whether a deploy, and the way back, is safe with the values of today. The refs must be among the snapshot's. */
  checkDeploy(question: DeployQuestion): PreflightAnswer {
    return checkDeploy(this.snapshot, question);
  }

  /** That answer as a page for people. */
  preflightMarkdown(report: Preflight): string {
    return preflightMarkdown(report);
  }

  /** One settings schema as a JSON Schema, the text of a file; or why there is not exactly one to write. */
  jsonSchema(settings?: string, withMigrations = false): ExportedSchema {
    return exportSchema(this.snapshot, settings, withMigrations);
  }

  /** The settings of the workspace, as `--settings` names them. */
  settingsNames(): readonly string[] {
    return settingsNames(this.snapshot);
  }

  /** Why a text names no settings of the workspace; undefined when it names some. */
  unknownSettings(
    spec: string,
  ): { readonly message: string; readonly candidates: readonly string[] } | undefined {
    return unknownSettings(this.snapshot, spec);
  }

  /** Keys a migration can start from, and the one at a place. */
  migrationTargets(at?: { readonly path: string; readonly offset: number }): {
    readonly targets: readonly MigrationTarget[];
    readonly preselected?: string;
  } {
    return migrationTargets(this.snapshot, at);
  }

  /** Works a migration out; nothing is written. */
  planMigration(ask: MigrationAsk): CreateResult {
    return planMigration(this.snapshot, ask);
  }

  /** Every open record, or those that ids or paths name. */
  recordsNamed(names: readonly string[]): ReturnType<typeof recordsNamed> {
    return recordsNamed(this.snapshot, names);
  }

  /** What is proved for a record now. */
  recordState(record: RecordFile, which: 'claimed' | 'next'): RecordAnswer {
    return recordState(this.snapshot, record, which);
  }

  /** The edits of a record's next phase, when its gates hold. */
  advance(record: RecordFile): AdvanceResult {
    return advanceRecord(this.snapshot, record);
  }

  /** Edits of environment files that a record's phase calls for and that are not made yet. */
  environmentEdits(record: RecordFile): ReturnType<typeof environmentEdits> {
    return environmentEdits(this.snapshot, record);
  }

  /** Edits of a record's claimed phase that are not made yet; undefined while it cannot be judged. */
  missingEdits(record: RecordFile): ReturnType<typeof missingEdits> {
    return missingEdits(this.snapshot, record);
  }

  /** What a claimed phase wrote, taken back. `before`: the workspace from before it. */
  rollBack(before: Snapshot, record: RecordFile, claim?: 'abandoned'): RollbackResult {
    return rollBack(this.snapshot, before, record, claim);
  }

  /** Open migrations, whose turn it is, and what to do next. */
  migrationStatus(): readonly MigrationStatus[] {
    return migrationStatus(this.snapshot);
  }

  /** What can be done about the record at a path. */
  recordLenses(path: string): readonly RecordLens[] {
    return recordLenses(this.snapshot, path);
  }

  /** What the values of an environment that is seen show of a migration. */
  valuesIn(record: RecordFile, environment: string): ValuesShow {
    return valuesIn(this.snapshot, record, environment);
  }

  /** The stores of an environment that cannot be read, and of which the record does not say what they hold. */
  storesOf(record: RecordFile, environment: string): readonly string[] {
    const gathered = factsOfRecord(this.snapshot, record);
    if (!gathered.ok) return [];
    return gathered.facts.environments.find((it) => it.name === environment)?.opaque ?? [];
  }

  /** How far an old key is still in use. */
  measure(record: RecordFile): Measured | undefined {
    return measure(this.snapshot, record);
  }

  /** Every record there is. */
  records(): readonly {
    readonly id: string;
    readonly file: string;
    readonly phase: string;
    readonly title: string;
  }[] {
    return recordsOf(this.snapshot).map((it) => ({
      id: it.id,
      file: it.file.path,
      phase: it.phase,
      title: titleOf(it),
    }));
  }

  plannedMarkdown(title: string, planned: CreateResult & { readonly ok: true }): string {
    return plannedMarkdown(title, planned);
  }

  recordMarkdown(state: RecordState): string {
    return recordMarkdown(state);
  }

  isSettingsFile(path: string): boolean {
    return (
      isSettingsFile(this.snapshot, path) &&
      (isJudged(this.snapshot, path) || this.diagnostics(path).length > 0)
    );
  }

  /** A file's text with every secret replaced. */
  maskedText(path: string): string {
    return maskedText(this.snapshot, path);
  }

  /** One line with every secret replaced, and a span of the file moved along. */
  maskedLine(path: string, line: number, span: Span): MaskedLine {
    return maskedLine(this.snapshot, path, line, span);
  }

  /** True for an edit whose new text holds a secret of the workspace. */
  holdsSecret(edit: FileEdit): boolean {
    return holdsKnownSecret(this.snapshot, edit.newText);
  }
}
