import type { FieldType } from '../schema/field-type.ts';
import type { Field } from '../schema/schema.ts';
import { sameData } from '../syntax/data.ts';
import { conversionNamed } from './conversion.ts';
import { isSetByFile } from './data-files-holding.ts';
import { defaultText } from './default-text.ts';
import type { EntryFacts, EnvironmentFacts, LayerFacts, MigrationFacts, ReaderFacts } from './facts.ts';
import { feedsBoth } from './feeds-both.ts';
import { newEmpty } from './new-empty.ts';
import type { Shape } from './plans.ts';
import type { RecordFile } from './record.ts';
import { LAYERS, type LayerKind, type ReaderModel, type Text } from './replica-model.ts';
import type { SafetyFacts } from './safety.ts';

/** The decisions of a person that limit which plans come into question. */
export interface Constraints {
  readonly bothAllowed: boolean;
  readonly rollbackWithoutEnvEdit: boolean;
  /** What the person said about environments whose coupling nothing shows. */
  readonly coupling?: 'bundled' | 'external';
  /** Somebody else reads OLD, and follows later. */
  readonly otherReaders?: boolean;
}

/** What a record says of it. */
export function constraintsOf(record: RecordFile): Constraints {
  const { bothAllowed, rollbackWithoutEnvEdit, answers } = record;
  return { bothAllowed, rollbackWithoutEnvEdit, ...answeredConstraints(answers) };
}

/** The constraints that are answers to questions. */
export function answeredConstraints(
  answers: ReadonlyMap<string, string>,
): Pick<Constraints, 'coupling' | 'otherReaders'> {
  const coupling = answers.get('coupling');
  return {
    ...(coupling === 'bundled' || coupling === 'external' ? { coupling } : {}),
    ...(answers.get('other_readers') === 'yes' ? { otherReaders: true } : {}),
  };
}

/**
 * The facts as the replica model takes them. What is not known is taken as the worse: a reader whose strictness is
 * undecided is strict, a process environment that cannot be seen may hold anything.
 */
export function safetyFacts(facts: MigrationFacts, constraints: Constraints): SafetyFacts {
  const concerned = facts.readers.filter(
    (it) => it.old !== undefined || (facts.kind === 'require' && it.named),
  );
  const readers = concerned.map((it) => readerModel(facts, it));
  const environments = facts.environments.filter((it) => it.layers.length > 0 || it.opaque.length > 0);
  const coupling =
    constraints.coupling ??
    (environments.length > 0 && environments.every((it) => it.coupling === 'bundled')
      ? 'bundled'
      : 'external');
  const views = environments.flatMap((it) => it.views ?? [it]);
  const shapes = uniqueShapes(views.flatMap((it) => shapesOf(facts, it)));
  return {
    kind: facts.kind,
    bothAllowed: constraints.bothAllowed,
    rollbackWithoutEnvEdit: constraints.rollbackWithoutEnvEdit,
    ...(constraints.otherReaders ? { otherReaders: true } : {}),
    distinguishable: distinguishable(facts),
    target: targetOf(facts),
    coupling,
    readers,
    // No environment is seen: it may be any in which today's code runs.
    shapes: shapes.length > 0 ? shapes : unseenShapes(facts),
  };
}

function unseenShapes({ kind }: MigrationFacts): readonly Shape[] {
  const absent: readonly Shape[] =
    kind === 'require' || kind === 'default' || kind === 'flag'
      ? [{ process: undefined, dotenv: undefined }]
      : [];
  return [
    { process: 'value', dotenv: undefined },
    ...(kind === 'require' ? [] : [{ process: undefined, dotenv: 'value' } as const]),
    ...absent,
    ...(kind === 'tighten' || kind === 'flag' ? [{ process: 'other', dotenv: undefined } as const] : []),
  ];
}

function readerModel(facts: MigrationFacts, reader: ReaderFacts): ReaderModel {
  // A data file that is read by every version stands in like a default.
  const inFile = facts.dataFiles.some((it) => it.old.length > 0 || it.hasNew || it.unread === true);
  const base = {
    strict: reader.strict ?? (['dotenv'] as const),
    required: !inFile && (reader.old?.required ?? true),
    emptyAccepted: reader.emptyAccepted ?? false,
    ignoreEmpty: reader.schema.loading.ignoreEmpty || takesEmptyAsAbsent(reader.old),
  };
  switch (facts.kind) {
    case 'retype':
    case 'enum':
      return { ...base, garbles: reader.old === undefined || takesAnyText(reader.old.type) };
    case 'rotate-signing':
      return { ...base, verifies: facts.toKeys.slice(1).every((key) => reader.fields.has(key)) };
    case 'layer':
      return { ...base, blindToTarget: !reader.schema.loading.sources.includes(targetOf(facts)) };
    case 'flag':
      return { ...base, defaultHolds: holdsByDefault(facts, reader.old) };
    case 'require':
      return { ...base, knows: reader.old !== undefined };
    case 'split':
    case 'merge':
    case 'unit':
      return { ...base, newEmpty: newEmpty(facts, reader) };
    default:
      return base;
  }
}

/** `os.getenv("DB_POOL") or "5"`: the same stands for an empty text as for none. */
function takesEmptyAsAbsent(field: Field | undefined): boolean {
  return (
    field?.type.kind === 'or-empty' &&
    field.default !== undefined &&
    sameData(field.default, field.type.empty)
  );
}

/** Whether a text in a spelling that the type does not know is a value of it all the same. */
function takesAnyText(type: FieldType): boolean {
  switch (type.kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'literal':
    case 'enum':
    case 'list':
    case 'set':
    case 'tuple':
    case 'dict':
    case 'url':
      return false;
    case 'optional':
      return takesAnyText(type.inner);
    default:
      return true;
  }
}

function holdsByDefault(facts: MigrationFacts, field: Field | undefined): boolean {
  const stays = facts.answers.get('default_value');
  return stays !== undefined && field !== undefined && defaultText(field) === stays;
}

/** The layer in which a key is put that no environment holds yet, or to which it moves. */
export function targetOf(facts: MigrationFacts): LayerKind {
  const answered = LAYERS.find((it) => it === facts.answers.get('to_layer'));
  if (facts.kind === 'layer') {
    const inFile = facts.environments.some((it) =>
      it.layers.some(({ kind, old }) => kind === 'dotenv' && old),
    );
    return answered ?? (inFile ? 'process' : 'dotenv');
  }
  const files = facts.environments.some((it) => it.layers.some((layer) => layer.kind === 'dotenv'));
  return files ? 'dotenv' : 'process';
}

/** Conversions whose two spellings have no text in common that they would mean differently. */
const TOLD_APART: ReadonlySet<string> = new Set(['csv-json', 'json-csv', 'bool-words']);

/** Whether a text says by itself in which of the two spellings it is. What nobody says is taken as no. */
function distinguishable(facts: MigrationFacts): boolean {
  if (facts.kind === 'enum') {
    const conversion = conversionNamed('enum', {
      from: facts.fromKeys,
      to: facts.toKeys,
      answers: facts.answers,
    });
    const names = [...facts.answers.keys()].flatMap((id) =>
      id.startsWith('enum.') ? [id.slice('enum.'.length)] : [],
    );
    const news = names.flatMap((id) => facts.answers.get(`enum.${id}`) ?? []);
    return conversion === undefined || !news.some((next) => names.includes(next));
  }
  if (facts.kind !== 'retype' || facts.convert === 'same' || TOLD_APART.has(facts.convert)) return true;
  return facts.answers.get('distinguishable') === 'yes';
}

/** The ways one environment may look: one, unless it has stores that cannot be read. */
function shapesOf(facts: MigrationFacts, environment: EnvironmentFacts): readonly Shape[] {
  const inFile = layerOfFile(facts, environment);
  const dotenv = textIn(facts, environment, 'dotenv') ?? (inFile === 'dotenv' ? 'value' : undefined);
  const process = textIn(facts, environment, 'process') ?? (inFile === 'process' ? 'value' : undefined);
  if (!mayHoldUnseen(environment)) return [{ process, dotenv }];
  return [process, 'value' as const, 'other' as const].map((text) => ({ process: text, dotenv }));
}

/** The layer for which a data file stands, where it decides whether the default holds, or what is left behind. */
function layerOfFile(facts: MigrationFacts, environment: EnvironmentFacts): LayerKind | undefined {
  if (!isSetByFile(facts, environment)) return undefined;
  if (facts.kind === 'default') return 'dotenv';
  if (facts.kind !== 'layer') return undefined;
  return targetOf(facts) === 'process' ? 'dotenv' : 'process';
}

/** True when a layer above what is seen may hold OLD. */
export function mayHoldUnseen(environment: EnvironmentFacts): boolean {
  return environment.opaque.length > 0 || environment.unseen;
}

function textIn(facts: MigrationFacts, environment: EnvironmentFacts, kind: LayerKind): Text {
  // What leaves the old layer with its file is not in the new one yet.
  const leaves = (layer: LayerFacts) =>
    facts.kind === 'layer' && kind === targetOf(facts) && feedsBoth(environment, layer, facts.from);
  const holding = environment.layers.filter((layer) => layer.kind === kind && !leaves(layer));
  const layer = holding.findLast((it) => heldIn(facts, it).length > 0);
  const [winner] = layer ? heldIn(facts, layer) : [];
  if (winner === undefined) return undefined;
  // What `env_ignore_empty` leaves out are variables: an empty file of secrets is a text (pydantic-settings 2.15).
  if (winner.text === '') return layer?.folder === undefined ? '' : 'value';
  if (facts.kind === 'tighten') return winner.validAfter === true ? 'value' : 'other';
  if (facts.kind === 'flag') return winner.text === facts.answers.get('default_value') ? 'value' : 'other';
  const below =
    kind === 'process'
      ? environment.layers.filter((it) => it.kind === 'dotenv').flatMap((it) => heldIn(facts, it))[0]
      : undefined;
  return below !== undefined && below.text !== winner.text ? 'other' : 'value';
}

/** What one layer holds of the old side: the first of its keys that is there. */
function heldIn(facts: MigrationFacts, layer: EnvironmentFacts['layers'][number]): readonly EntryFacts[] {
  const [first] = facts.fromKeys.flatMap((key) => layer.entries.get(key) ?? []);
  return first === undefined ? [] : [first];
}

function uniqueShapes(shapes: readonly Shape[]): readonly Shape[] {
  return [...new Map(shapes.map((shape) => [`${shape.process} ${shape.dotenv}`, shape])).values()];
}
