import type { Field } from '../../schema/schema.ts';
import { containsOffset } from '../../text/span.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import type { Code } from '../replica-model.ts';
import { markedBlocks } from './end-of-migration.ts';
import { loggerName } from './logger.ts';
import { marker } from './pydantic-dual-read.ts';
import type { PydanticTarget } from './pydantic-target.ts';
import { callText, idName, pyString } from './python-text.ts';
import { type Samples, samplesFor } from './synthetic.ts';

/** What a generated test is written from. */
export interface MatrixInput {
  readonly id: string;
  readonly target: PydanticTarget;
  /** Which keys the code of the phase reads. */
  readonly code: Extract<Code, 'both' | 'new'>;
  readonly precedence: 'new' | 'old' | 'error';
}

export type MatrixResult =
  | { readonly ok: true; readonly path: string; readonly text: string }
  /** Fields for which no valid text can be made up. */
  | { readonly ok: false; readonly fields: readonly string[] };

/** The pytest file with every environment state that the phase's code can meet, as rows. */
export function pytestMatrix(facts: MigrationFacts, input: MatrixInput): MatrixResult {
  const { target, id } = input;
  const { reader } = target;
  // While both are declared, OLD is of no type any more.
  const field = withoutGenerated(reader.new ?? target.field, input);
  const samples = samplesFor(field);
  const others = othersOf(reader, [target.field.name, field.name]);
  if (samples === undefined || !others.ok) {
    const lacking = others.ok ? [] : others.fields;
    return { ok: false, fields: samples === undefined ? [field.name, ...lacking] : lacking };
  }
  const settings = target.settings.name;
  const module = facts.project.moduleName(target.file.file.path);
  const parts = [
    `${head(facts, input, module, settings)}\n\n${constants(facts, input, samples, others.lines)}`,
    loadFunction(settings, facts.lineLength),
    rows(facts, input, reader),
    ...(input.code === 'both' ? [layerConflict(facts, input), logTest(facts, input, settings, module)] : []),
    ...(raisesWithout(input, field) ? [noneSet(facts, input)] : []),
    ...(target.alias ? [] : [keywordTest(facts, input, settings)]),
  ];
  return { ok: true, path: testPath(facts, id, reader), text: `${parts.join('\n\n\n')}\n` };
}

/** The test of a migration; a class that is not the only one has its name in it. */
export function testPath(facts: MigrationFacts, id: string, reader?: ReaderFacts): string {
  const folder = facts.service === '' ? 'tests' : `${facts.service}/tests`;
  const classes = facts.readers.filter(
    (it) => it.schema.reader === 'pydantic-settings' && (it.old || it.new || it.named),
  );
  const several = reader !== undefined && classes.indexOf(reader) > 0;
  const own = several ? `_${(reader.schema.className ?? '').toLowerCase()}` : '';
  return `${folder}/settings_migrations/test_${idName(id)}${own}.py`;
}

/** The module from which a class is imported. */
export function classModule(facts: MigrationFacts, { schema }: ReaderFacts): string {
  return facts.project.moduleName(schema.place.path);
}

/** Without a value the class refuses to start, unless a file that ships with the code has one. */
function raisesWithout({ target }: MatrixInput, field: Field): boolean {
  return field.required && target.reader.schema.loading.dataFiles.length === 0;
}

export type Others =
  | { readonly ok: true; readonly lines: readonly string[] }
  | { readonly ok: false; readonly fields: readonly string[] };

/** What else a class needs to start, made up: the lines of `OTHERS`, or the fields that nothing can be made up for. */
export function othersOf(reader: ReaderFacts, without: readonly string[]): Others {
  const left = new Set(without.map((it) => it.toLowerCase()));
  const others = reader.schema.fields.filter(
    (it) => it.required && !left.has(it.name.toLowerCase()) && !left.has(environmentName(it).toLowerCase()),
  );
  const made = others.map((field) => ({ field, samples: samplesFor(field) }));
  const fields = made.filter((it) => it.samples === undefined).map((it) => it.field.name);
  if (fields.length > 0) return { ok: false, fields };
  const entries = made.map(
    ({ field, samples }) => `    ${pyString(environmentName(field))}: ${pyString(samples?.[0] ?? '')},`,
  );
  const comment = '# What else the class needs to start.';
  const lines = entries.length === 0 ? ['OTHERS: dict[str, str] = {}'] : ['OTHERS = {', ...entries, '}'];
  return { ok: true, lines: [comment, ...lines] };
}

/** The field as it is once the generated validator is gone: that alone decides nothing about its type. */
function withoutGenerated(field: Field, { target, id }: MatrixInput): Field {
  const { file } = target;
  const blocks = markedBlocks(file, id);
  const undecided = field.undecided.filter(
    (it) => it.path !== file.file.path || !blocks.some((block) => containsOffset(block, it.span.start)),
  );
  return undecided.length === field.undecided.length ? field : { ...field, undecided };
}

function environmentName(field: Field): string {
  return field.inputs[0]?.environment ?? field.name;
}

function head(facts: MigrationFacts, input: MatrixInput, module: string, settings: string): string {
  const { id, code, target } = input;
  const reads = code === 'both' ? 'the old key and the new one' : 'the new key only';
  const line = `from ${module} import ${settings}`;
  const needsError = raisesWithout(input, target.reader.new ?? target.field);
  return [
    `"""${marker(id)}`,
    '',
    `Every environment that code which reads ${reads} can meet.`,
    'All values are made up.',
    '"""',
    '',
    'import os',
    ...(code === 'both' ? ['from unittest.mock import Mock'] : []),
    '',
    'import pytest',
    ...(needsError ? ['from pydantic import ValidationError'] : []),
    '',
    line.length > facts.lineLength ? `from ${module} import (\n    ${settings},\n)` : line,
  ].join('\n');
}

function constants(
  facts: MigrationFacts,
  { target }: MatrixInput,
  samples: Samples,
  others: readonly string[],
): string {
  return [
    `OLD = ${pyString(facts.from)}`,
    `NEW = ${pyString(facts.to ?? '')}`,
    `FIELD = ${pyString(target.reader.new?.name ?? target.newName)}`,
    `VALUE = ${pyString(samples[0])}`,
    `OTHER = ${pyString(samples[1])}`,
    ...others,
  ].join('\n');
}

function loadFunction(settings: string, width: number): string {
  return [
    'def load(tmp_path, monkeypatch, *, file=None, env=None):',
    '    """What a process holds that starts with this environment and file."""',
    '    for name in list(os.environ):',
    '        if name.lower() in (OLD.lower(), NEW.lower()):',
    '            monkeypatch.delenv(name)',
    '    for name, value in {**OTHERS, **(env or {})}.items():',
    '        monkeypatch.setenv(name, value)',
    '    path = tmp_path / ".env"',
    '    lines = [f"{name}=\'{value}\'\\n" for name, value in (file or {}).items()]',
    '    path.write_text("".join(lines))',
    callText('    ', 'return getattr', [`${settings}(_env_file=path)`, 'FIELD'], width),
  ].join('\n');
}

function rows(facts: MigrationFacts, input: MatrixInput, reader: ReaderFacts): string {
  return [
    'STATES = [',
    ...states(input, reader).map(([state, want]) => `    ({${state}}, ${want}),`),
    ']',
    '',
    '',
    '@pytest.mark.parametrize("where", ["file", "env"])',
    '@pytest.mark.parametrize("state, want", STATES)',
    testLine(facts, input, '', ['where', 'state', 'want', 'tmp_path', 'monkeypatch']),
    '    expected = load(tmp_path, monkeypatch, env={NEW: want})',
    '    assert load(tmp_path, monkeypatch, **{where: state}) == expected',
  ].join('\n');
}

/** Environment states and what is held in them. A state with both keys is a row only where the code meets it. */
function states(input: MatrixInput, reader: ReaderFacts): readonly (readonly [string, string])[] {
  if (input.code === 'new') {
    const strict = reader.strict === undefined || reader.strict.includes('dotenv');
    return [['NEW: VALUE', 'VALUE'], ...(strict ? [] : [['OLD: OTHER, NEW: VALUE', 'VALUE'] as const])];
  }
  const differ = input.precedence === 'new' ? 'VALUE' : 'OTHER';
  // An empty NEW of a type that is decoded from JSON stops the library before any validator runs.
  const emptyNew =
    (input.target.reader.new ?? input.target.field).decoding === 'json'
      ? []
      : [['OLD: VALUE, NEW: ""', 'VALUE'] as const];
  const emptyRows = [['OLD: "", NEW: VALUE', 'VALUE'] as const, ...emptyNew];
  return [
    ['OLD: VALUE', 'VALUE'],
    ['OLD: VALUE, NEW: VALUE', 'VALUE'],
    ['NEW: VALUE', 'VALUE'],
    ...(input.precedence === 'error' ? [] : [['OLD: OTHER, NEW: VALUE', differ] as const]),
    ...(reader.emptyAccepted === false ? emptyRows : []),
  ];
}

function layerConflict(facts: MigrationFacts, input: MatrixInput): string {
  const line = testLine(facts, input, '_layers', ['tmp_path', 'monkeypatch']);
  if (input.precedence === 'error') {
    return [
      line,
      '    with pytest.raises(RuntimeError):',
      '        load(tmp_path, monkeypatch, env={OLD: OTHER}, file={NEW: VALUE})',
    ].join('\n');
  }
  return [
    line,
    `    expected = load(tmp_path, monkeypatch, env={NEW: ${input.precedence === 'new' ? 'VALUE' : 'OTHER'}})`,
    '    got = load(tmp_path, monkeypatch, env={OLD: OTHER}, file={NEW: VALUE})',
    '    assert got == expected',
  ].join('\n');
}

function logTest(facts: MigrationFacts, input: MatrixInput, settings: string, module: string): string {
  const { file, settings: statement } = input.target;
  const log = pyString(`${module}.${loggerName(file, statement.span.start)}`);
  return [
    testLine(facts, input, '_log', ['tmp_path', 'monkeypatch']),
    '    log = Mock()',
    callText('    ', 'monkeypatch.setattr', [log, 'log'], facts.lineLength),
    `    ${settings}._seen_${idName(input.id)}.clear()`,
    '    for _ in range(2):',
    '        load(tmp_path, monkeypatch, env={OLD: VALUE})',
    '    messages = [str(call) for call in log.warning.call_args_list]',
    '    assert [OLD in message for message in messages] == [True]',
    '    assert not any(VALUE in message for message in messages)',
  ].join('\n');
}

function noneSet(facts: MigrationFacts, input: MatrixInput): string {
  return [
    testLine(facts, input, '_none_set', ['tmp_path', 'monkeypatch']),
    '    with pytest.raises(ValidationError):',
    '        load(tmp_path, monkeypatch)',
  ].join('\n');
}

function keywordTest(facts: MigrationFacts, input: MatrixInput, settings: string): string {
  return [
    testLine(facts, input, '_keyword', ['tmp_path', 'monkeypatch']),
    '    expected = load(tmp_path, monkeypatch, env={NEW: VALUE})',
    '    monkeypatch.delenv(NEW)',
    callText('    ', `got = ${settings}`, ['_env_file=None', '**{FIELD: expected}'], facts.lineLength),
    '    assert getattr(got, FIELD) == expected',
  ].join('\n');
}

function testLine(
  facts: MigrationFacts,
  { id }: MatrixInput,
  suffix: string,
  parameters: readonly string[],
): string {
  return callText('', `def test_${idName(id)}${suffix}`, parameters, facts.lineLength, ':');
}
