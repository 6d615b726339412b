import type { Field } from '../schema/schema.ts';
import { sameData } from '../syntax/data.ts';
import type { EnvironmentFacts, MigrationFacts } from './facts.ts';
import type { Shape } from './plans.ts';
import type { RecordFile } from './record.ts';
import type { LayerKind, ReaderModel, Text } from './replica-model.ts';
import type { SafetyFacts } from './safety.ts';

/** The decisions of a person that limit which plans come into question. */
export interface Constraints {
  readonly bothAllowed: boolean;
  readonly rollbackWithoutEnvEdit: boolean;
  /** What the person said about environments whose coupling nothing shows. */
  readonly coupling?: 'bundled' | 'external';
}

/** What a record says of it. */
export function constraintsOf(record: RecordFile): Constraints {
  const { bothAllowed, rollbackWithoutEnvEdit, answers } = record;
  const coupling = answers.get('coupling');
  const base = { bothAllowed, rollbackWithoutEnvEdit };
  return coupling === 'bundled' || coupling === 'external' ? { ...base, coupling } : base;
}

/**
 * The facts as the replica model takes them. What is not known is taken as the worse: a reader whose strictness is
 * undecided is strict, a process environment that cannot be seen may hold anything.
 */
export function safetyFacts(facts: MigrationFacts, constraints: Constraints): SafetyFacts {
  const readers = facts.readers.filter((it) => it.old !== undefined).map((it) => readerModel(facts, it));
  const environments = facts.environments.filter((it) => it.layers.length > 0 || it.opaque.length > 0);
  const coupling =
    constraints.coupling ??
    (environments.length > 0 && environments.every((it) => it.coupling === 'bundled')
      ? 'bundled'
      : 'external');
  const shapes = uniqueShapes(environments.flatMap(shapesOf));
  return {
    kind: facts.toKeys.length === 0 ? 'remove' : 'rename',
    bothAllowed: constraints.bothAllowed,
    rollbackWithoutEnvEdit: constraints.rollbackWithoutEnvEdit,
    coupling,
    readers,
    // No environment is seen: it may be any in which today's code runs.
    shapes: shapes.length > 0 ? shapes : DEFAULT_SHAPES,
  };
}

const DEFAULT_SHAPES: readonly Shape[] = [
  { process: 'value', dotenv: undefined },
  { process: undefined, dotenv: 'value' },
];

function readerModel(facts: MigrationFacts, reader: MigrationFacts['readers'][number]): ReaderModel {
  // A data file that is read by every version stands in like a default.
  const inFile = facts.dataFiles.some((it) => it.old.length > 0 || it.hasNew || it.unread === true);
  return {
    strict: reader.strict ?? ['dotenv'],
    required: !inFile && (reader.old?.required ?? true),
    emptyAccepted: reader.emptyAccepted ?? false,
    ignoreEmpty: reader.schema.loading.ignoreEmpty || takesEmptyAsAbsent(reader.old),
  };
}

/** `os.getenv("DB_POOL") or "5"`: the same stands for an empty text as for none. */
function takesEmptyAsAbsent(field: Field | undefined): boolean {
  return (
    field?.type.kind === 'or-empty' &&
    field.default !== undefined &&
    sameData(field.default, field.type.empty)
  );
}

/** The ways one environment may look: one, unless it has stores that cannot be read. */
function shapesOf(environment: EnvironmentFacts): readonly Shape[] {
  const dotenv = textIn(environment, 'dotenv');
  const process = textIn(environment, 'process');
  if (!mayHoldUnseen(environment)) return [{ process, dotenv }];
  return [process, 'value' as const, 'other' as const].map((text) => ({ process: text, dotenv }));
}

/** True when a layer above what is seen may hold OLD. */
export function mayHoldUnseen(environment: EnvironmentFacts): boolean {
  return environment.opaque.length > 0 || environment.unseen;
}

function textIn(environment: EnvironmentFacts, kind: LayerKind): Text {
  const entries = environment.layers
    .filter((layer) => layer.kind === kind)
    .flatMap((layer) => layer.old ?? []);
  const winner = entries.at(-1);
  if (winner === undefined) return undefined;
  if (winner.text === '') return '';
  const below =
    kind === 'process' ? environment.layers.find((it) => it.kind === 'dotenv' && it.old) : undefined;
  return below !== undefined && below.old?.text !== winner.text ? 'other' : 'value';
}

function uniqueShapes(shapes: readonly Shape[]): readonly Shape[] {
  return [...new Map(shapes.map((shape) => [`${shape.process} ${shape.dotenv}`, shape])).values()];
}
