import { optionsFor } from '../options-for.ts';
import { findSchemas, settingsName } from '../schema/find-schemas.ts';
import { schemasOf } from '../schema/readers.ts';
import type { SettingsSchema, Undecided } from '../schema/schema.ts';
import type { Snapshot, StoreNames } from '../snapshot.ts';
import { nearest } from '../text/nearest.ts';
import type { SourceFile } from '../text/source-file.ts';
import { codeFacts } from './code-facts.ts';
import { codeownersFile } from './codeowners-file.ts';
import { constraintAnswer } from './constraint-answer.ts';
import { deriveConversion } from './derive-conversion.ts';
import { enumAnswers } from './enum-answers.ts';
import type { MigrationFacts } from './facts.ts';
import { frameworkModuleSteps } from './framework-module-steps.ts';
import { frameworkReaders } from './framework-reader.ts';
import { dataFileFacts } from './gather-data-files.ts';
import { deployedFacts } from './gather-deployed.ts';
import { docsNaming } from './gather-docs.ts';
import { environmentFacts } from './gather-environments.ts';
import { mentionFacts, templateFacts } from './gather-mentions.ts';
import { allNames, fieldNamed, type Names } from './gather-readers.ts';
import { withoutFolders } from './gather-secrets.ts';
import { lineLengthOf } from './generate/line-length.ts';
import type { KindName } from './kinds/kinds.ts';
import { otherNames } from './other-names.ts';
import { otherServices } from './other-services.ts';
import { nameIn } from './reader-names.ts';
import { recordsOf } from './record.ts';
import { serviceOfRecord } from './record-service.ts';
import { homeOf, sharingProject, sharingSchemas } from './sharing-services.ts';

/** A change as it is asked for; `from` may be a variable, a field or a key of a data file. */
export interface FactsRequest {
  readonly kind: KindName;
  readonly from: string;
  readonly to?: string;
  /** Where one side has several keys; `from` and `to` are the first of them. */
  readonly fromKeys?: readonly string[];
  readonly toKeys?: readonly string[];
  readonly convert?: string;
  readonly answers?: ReadonlyMap<string, string>;
  readonly settings?: string;
  /** What people have listed of stores that cannot be read. */
  readonly stores?: StoreNames;
  /** Of a record that is under way: the folder of its service, and the readers that it names. */
  readonly record?: { readonly service: string; readonly readers: readonly string[] };
}

export type GatheredFacts =
  | { readonly ok: true; readonly facts: MigrationFacts }
  | { readonly ok: false; readonly message: string; readonly candidates: readonly string[] };

/** Everything that a migration of one key is judged by, read from the snapshot. */
export function gatherFacts(snapshot: Snapshot, request: FactsRequest): GatheredFacts {
  const chosen = chooseSchemas(snapshot, request);
  if (!chosen.ok) return chosen;
  const { service } = chosen;
  const project = sharingProject(snapshot, service);
  if (!project) return { ok: false, message: `no Python code is in \`${service || '.'}\``, candidates: [] };
  const all = sharingSchemas(snapshot, service);
  const names = variableNames(chosen.schemas, request);
  const requiring = request.kind === 'require' ? chosen.schemas.map((it) => nameIn(all, it)) : [];
  const named = request.record?.readers ?? requiring;
  const known = chosen.framework ? chosen.schemas : schemasOf(snapshot);
  const { readers, tests } = codeFacts(snapshot, project, known, names, named);
  const first = chosen.schemas[0];
  const folder = optionsFor(snapshot, first?.place.path ?? service).migrations;
  const { stores } = request;
  const seen = environmentFacts(stores ? { ...snapshot, stores } : snapshot, readers, names);
  const environments = request.kind === 'layer' ? seen.map(withoutFolders) : seen;
  const records = recordsOf(snapshot);
  const services = new Set([service, ...all.map((it) => it.service)]);
  const keys = request.kind === 'require' ? knownKeys(all) : allNames(names);
  const base = {
    ...keyFacts(request, names),
    service,
    recordFolder: service === '' ? folder : `${service}/${folder}`,
    readers,
    environments,
    tests,
    testConfigs: testConfigs(snapshot, service, allNames(names)),
    templates: templateFacts(snapshot, service, names),
    docs: docsNaming(snapshot, service, keys),
    dynamicReaders: all.flatMap(({ form, open }): readonly Undecided[] => (form === 'calls' ? open : [])),
    knownKeys: knownKeys(all),
    otherNames: otherNames(readers, names, schemasOf(snapshot)),
    records: records.filter((it) => services.has(serviceOfRecord(snapshot, it))),
    recordIds: records.map((it) => it.id),
    ...codeowners(snapshot),
    project,
    lineLength: lineLengthOf(snapshot, service),
    deployed: deployedFacts(snapshot, service, names, readers),
  };
  const dataFiles = dataFileFacts(snapshot, base);
  const mentions = [
    ...mentionFacts(snapshot, service, { environments, readers, dataFiles }, names),
    ...otherServices(snapshot, project, environments, names),
  ];
  return { ok: true, facts: { ...base, dataFiles, mentions } };
}

/** What is asked for: the keys, how values change between them, and what people have answered. */
function keyFacts({ kind, convert, answers }: FactsRequest, names: Names) {
  const { from, to, fromKeys, toKeys } = names;
  return {
    kind,
    from,
    ...(to === undefined ? {} : { to }),
    fromKeys,
    toKeys,
    convert: convert ?? answers?.get('convert') ?? deriveConversion(kind, { from: fromKeys, to: toKeys }),
    answers: enumAnswers(answers ?? new Map()),
  };
}

const TEST_CONFIGS = ['pyproject.toml', 'pytest.ini', 'tox.ini', 'setup.cfg'];

function testConfigs(snapshot: Snapshot, service: string, keys: readonly string[]): readonly SourceFile[] {
  const folder = service === '' ? '' : `${service}/`;
  return TEST_CONFIGS.flatMap((name) => snapshot.files.get(`${folder}${name}`) ?? []).filter(({ text }) =>
    keys.some((key) => text.includes(key)),
  );
}

type Chosen =
  | {
      readonly ok: true;
      readonly service: string;
      readonly schemas: readonly SettingsSchema[];
      /** A framework reads the key, and no settings code. */
      readonly framework?: true;
    }
  | Extract<GatheredFacts, { ok: false }>;

/** The schemas that declare the key. They must be of one service, or the request has to say which. */
function chooseSchemas(snapshot: Snapshot, request: FactsRequest): Chosen {
  const { from, settings, to, record } = request;
  const all = schemasOf(snapshot);
  if (settings !== undefined) {
    const found = findSchemas(snapshot, settings);
    if (found.kind === 'error') return { ok: false, message: found.message, candidates: found.candidates };
    if (
      request.kind !== 'require' &&
      !fieldNamed(found.schema, from) &&
      !(to !== undefined && fieldNamed(found.schema, to))
    ) {
      const message = `\`${found.schema.id}\` has no field that \`${from}\` sets`;
      return { ok: false, message, candidates: nearest(from, knownKeys([found.schema])) };
    }
    return { ok: true, service: homeOfKey(snapshot, found.schema, request), schemas: [found.schema] };
  }
  if (request.kind === 'require' && !record) return requiring(snapshot, request);
  const here = record ? sharingSchemas(snapshot, record.service) : all;
  let schemas = here.filter((schema) => fieldNamed(schema, from) !== undefined);
  // Once code reads only NEW, a record still asks about OLD; and after a removal about what nothing reads.
  if (schemas.length === 0 && to !== undefined) schemas = here.filter((schema) => fieldNamed(schema, to));
  const frameworks = schemas.length === 0 ? frameworkReaders(snapshot, from) : [];
  const [framework] = record ? frameworks.filter((it) => it.service === record.service) : frameworks;
  if (framework) return { ok: true, service: framework.service, schemas: [framework], framework: true };
  if (schemas.length === 0 && record) {
    const own = here.filter((it) => record.readers.includes(nameIn(here, it)));
    return { ok: true, service: record.service, schemas: own };
  }
  return oneService(snapshot, schemas, request);
}

/** What is to require a key: the modules or the class that read it already, or the only class there is. */
function requiring(snapshot: Snapshot, request: FactsRequest): Chosen {
  const all = schemasOf(snapshot);
  const { from } = request;
  const modules = all.filter((it) => fieldNamed(it, from) !== undefined);
  if (modules.length > 0 && modules.every((it) => it.form === 'calls'))
    return oneService(snapshot, modules, request);
  const classes = all.filter((it) => it.form === 'class');
  const reading = classes.filter((it) => fieldNamed(it, from));
  const [only, ...others] = reading.length > 0 ? reading : classes;
  if (only !== undefined && others.length === 0) return { ok: true, service: only.service, schemas: [only] };
  const message = `which settings class is to require \`${from}\`? choose one with \`settings\``;
  return { ok: false, message, candidates: classes.map((it) => settingsName(it, all)) };
}

function oneService(snapshot: Snapshot, schemas: readonly SettingsSchema[], request: FactsRequest): Chosen {
  const all = schemasOf(snapshot);
  const { from } = request;
  const services = [...new Set(schemas.map((it) => homeOfKey(snapshot, it, request)))];
  const [service] = services;
  if (service === undefined) {
    return {
      ok: false,
      message: frameworkModuleSteps(snapshot, from) ?? `no settings code reads \`${from}\``,
      candidates: nearest(from, knownKeys(all)),
    };
  }
  const candidates = schemas.map((it) => settingsName(it, all));
  if (services.length > 1) {
    const message = `several services read \`${from}\`; choose one with \`settings\``;
    return { ok: false, message, candidates };
  }
  // The same name in two classes may be two variables: `db_pool` with two prefixes.
  const variables = new Set(schemas.map((it) => variableName(it, from)));
  if (variables.size > 1) {
    const shown = [...variables].map((it) => `\`${it}\``).join(', ');
    const message = `\`${from}\` is ${shown}; choose one with \`settings\``;
    return { ok: false, message, candidates };
  }
  return { ok: true, service, schemas };
}

/** The service whose code declares the key, which may be one that others inherit settings from. */
function homeOfKey(snapshot: Snapshot, schema: SettingsSchema, { from, to }: FactsRequest): string {
  const field = fieldNamed(schema, from) ?? (to === undefined ? undefined : fieldNamed(schema, to));
  return homeOf(snapshot, schema, field);
}

/** Every key of the request, as people write variables. */
function variableNames(schemas: readonly SettingsSchema[], request: FactsRequest): Names {
  const { from, to } = request;
  const schema = schemas[0];
  const fromKeys = (request.fromKeys ?? [from]).map((key) => variableName(schema, key));
  const toKeys = (request.toKeys ?? (to === undefined ? [] : [to])).map((key) => newVariable(schema, key));
  const [first = from] = fromKeys;
  const [next] = toKeys;
  const answer = request.answers?.get('constraint');
  const constraints = answer === undefined ? undefined : constraintAnswer(answer);
  return {
    from: first,
    ...(next === undefined ? {} : { to: next }),
    fromKeys,
    toKeys,
    ...(constraints === undefined ? {} : { constraints }),
  };
}

/** Upper case where the reader does not tell cases apart. */
function variableName(schema: SettingsSchema | undefined, key: string): string {
  if (!schema || schema.loading.caseSensitive) return key;
  const field = fieldNamed(schema, key);
  const written = field?.inputs.find((it) => it.environment.toLowerCase() === key.toLowerCase());
  return ((written ?? field?.inputs[0])?.environment ?? key).toUpperCase();
}

/** A field's name gets the prefix of its class. */
function newVariable(schema: SettingsSchema | undefined, key: string): string {
  if (!schema || schema.loading.caseSensitive) return key;
  if (fieldNamed(schema, key)) return variableName(schema, key);
  const prefix = schema.loading.envPrefix;
  const bare = key === key.toLowerCase() && prefix !== '' && !key.startsWith(prefix.toLowerCase());
  return (bare ? `${prefix}${key}` : key).toUpperCase();
}

function knownKeys(schemas: readonly SettingsSchema[]): readonly string[] {
  const keys = schemas.flatMap((schema) =>
    schema.fields.flatMap((field) =>
      field.inputs.map((it) =>
        schema.loading.caseSensitive ? it.environment : it.environment.toUpperCase(),
      ),
    ),
  );
  return [...new Set(keys)];
}

function codeowners(snapshot: Snapshot): { readonly codeowners?: string } {
  const file = codeownersFile(snapshot);
  return file ? { codeowners: file.text } : {};
}
