import type { Field } from '../../schema/schema.ts';
import { containsOffset } from '../../text/span.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import type { Code } from '../replica-model.ts';
import { markedBlocks } from './end-of-migration.ts';
import { marker } from './pydantic-dual-read.ts';
import type { PydanticTarget } from './pydantic-target.ts';
import { callText, idName, LINE_LENGTH, pyString } from './python-text.ts';
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
  const others = reader.schema.fields.filter(
    (it) => it.required && it.name !== target.field.name && it.name !== field.name,
  );
  const otherSamples = others.map((it) => ({ field: it, samples: samplesFor(it) }));
  const lacking = otherSamples.filter((it) => it.samples === undefined).map((it) => it.field.name);
  if (samples === undefined || lacking.length > 0) {
    return { ok: false, fields: samples === undefined ? [field.name, ...lacking] : lacking };
  }
  const settings = target.settings.name;
  const module = facts.project.moduleName(target.file.file.path);
  const supplied = otherSamples.map(
    ({ field: other, samples: it }) => [environmentName(other), it?.[0] ?? ''] as const,
  );
  const parts = [
    `${head(input, module, settings)}\n\n${constants(facts, input, samples, supplied)}`,
    loadFunction(settings),
    rows(input, reader),
    ...(input.code === 'both' ? [layerConflict(input), logTest(input, settings)] : []),
    ...(field.required ? [noneSet(input)] : []),
    ...(target.alias ? [] : [keywordTest(input, settings)]),
  ];
  const folder = facts.service === '' ? 'tests' : `${facts.service}/tests`;
  const path = `${folder}/settings_migrations/test_${idName(id)}.py`;
  return { ok: true, path, text: `${parts.join('\n\n\n')}\n` };
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

function head({ id, code, target }: MatrixInput, module: string, settings: string): string {
  const reads = code === 'both' ? 'the old key and the new one' : 'the new key only';
  const line = `from ${module} import ${settings}`;
  const needsError = (target.reader.new ?? target.field).required;
  return [
    `"""${marker(id)}`,
    '',
    `Every environment that code which reads ${reads} can meet.`,
    'All values are made up.',
    '"""',
    '',
    'import os',
    '',
    'import pytest',
    ...(needsError ? ['from pydantic import ValidationError'] : []),
    '',
    line.length > LINE_LENGTH ? `from ${module} import (\n    ${settings},\n)` : line,
  ].join('\n');
}

function constants(
  facts: MigrationFacts,
  { target }: MatrixInput,
  samples: Samples,
  supplied: readonly (readonly [string, string])[],
): string {
  const entry = ([key, text]: readonly [string, string]) => `    ${pyString(key)}: ${pyString(text)},`;
  const others =
    supplied.length === 0 ? ['OTHERS: dict[str, str] = {}'] : ['OTHERS = {', ...supplied.map(entry), '}'];
  return [
    `OLD = ${pyString(facts.from)}`,
    `NEW = ${pyString(facts.to ?? '')}`,
    `FIELD = ${pyString(target.reader.new?.name ?? target.newName)}`,
    `VALUE = ${pyString(samples[0])}`,
    `OTHER = ${pyString(samples[1])}`,
    '# What else the class needs to start.',
    ...others,
  ].join('\n');
}

function loadFunction(settings: string): string {
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
    callText('    ', 'return getattr', [`${settings}(_env_file=path)`, 'FIELD']),
  ].join('\n');
}

function rows(input: MatrixInput, reader: ReaderFacts): string {
  return [
    'STATES = [',
    ...states(input, reader).map(([state, want]) => `    ({${state}}, ${want}),`),
    ']',
    '',
    '',
    '@pytest.mark.parametrize("where", ["file", "env"])',
    '@pytest.mark.parametrize("state, want", STATES)',
    testLine(input, '', ['where', 'state', 'want', 'tmp_path', 'monkeypatch']),
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

function layerConflict(input: MatrixInput): string {
  const line = testLine(input, '_layers', ['tmp_path', 'monkeypatch']);
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

function logTest(input: MatrixInput, settings: string): string {
  return [
    testLine(input, '_log', ['tmp_path', 'monkeypatch', 'caplog']),
    `    ${settings}._seen_${idName(input.id)}.clear()`,
    '    load(tmp_path, monkeypatch, env={OLD: VALUE})',
    '    load(tmp_path, monkeypatch, env={OLD: VALUE})',
    '    messages = [record.getMessage() for record in caplog.records]',
    '    assert [OLD in message for message in messages] == [True]',
    '    assert not any(VALUE in message for message in messages)',
  ].join('\n');
}

function noneSet(input: MatrixInput): string {
  return [
    testLine(input, '_none_set', ['tmp_path', 'monkeypatch']),
    '    with pytest.raises(ValidationError):',
    '        load(tmp_path, monkeypatch)',
  ].join('\n');
}

function keywordTest(input: MatrixInput, settings: string): string {
  return [
    testLine(input, '_keyword', ['tmp_path', 'monkeypatch']),
    '    expected = load(tmp_path, monkeypatch, env={NEW: VALUE})',
    '    monkeypatch.delenv(NEW)',
    callText('    ', `got = ${settings}`, ['_env_file=None', '**{FIELD: expected}']),
    '    assert getattr(got, FIELD) == expected',
  ].join('\n');
}

function testLine({ id }: MatrixInput, suffix: string, parameters: readonly string[]): string {
  return callText('', `def test_${idName(id)}${suffix}`, parameters, ':');
}
