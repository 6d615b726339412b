import type { FileEdit } from '../../text/file-edit.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import type { Phase } from '../kinds/kinds.ts';
import type { Move } from '../plans.ts';
import type { RecordFile } from '../record.ts';
import type { MatrixResult } from './pytest-path.ts';
import type { ImportNeed } from './python-imports.ts';

/** The version of the code that a phase ships. */
export interface CodeStep {
  readonly facts: MigrationFacts;
  readonly id: string;
  readonly code: Extract<Move, { kind: 'code' }>['code'];
  readonly phase: Phase;
  readonly precedence: RecordFile['precedence'];
}

/** What a version of the code changes in the readers of one kind. */
export interface GeneratedCode {
  readonly edits: readonly FileEdit[];
  /** What is left for a person, in words. */
  readonly byHand: readonly string[];
  readonly tests: readonly MatrixResult[];
  /** By file: imports that it needs from now on, although generated code that used them goes. */
  readonly keeps?: ReadonlyMap<string, readonly ImportNeed[]>;
}

/** Writes the code of a kind of migration; absent for readers whose code people change. */
export interface KindGenerator {
  /** One settings class of pydantic-settings. */
  readonly settingsClass?: (step: CodeStep, reader: ReaderFacts) => GeneratedCode;
  /** All modules that read the process environment. */
  readonly environ?: (step: CodeStep) => GeneratedCode;
  /** One object of dynaconf. */
  readonly dynaconf?: (step: CodeStep, reader: ReaderFacts) => GeneratedCode;
  /** Readers of other libraries are written by `environ` too. */
  readonly libraries?: true;
}

export const NO_CODE: GeneratedCode = { edits: [], byHand: [], tests: [] };
