import type { Field } from '../../schema/schema.ts';
import type { MigrationFacts } from '../facts.ts';
import type { Code } from '../replica-model.ts';
import { loggerName } from './logger.ts';
import type { PydanticTarget } from './pydantic-target.ts';
import { loggedOnce, pytestText, testLine } from './pytest-file.ts';
import { LOAD_IMPORTS, loadText } from './pytest-load.ts';
import { othersConstants, othersOf, writtenByPeople } from './pytest-others.ts';
import { type MatrixResult, testPath } from './pytest-path.ts';
import { callText, idName, importText, pyString } from './python-text.ts';
import { samplesFor } from './synthetic.ts';
import { validationErrorImport } from './validation-error.ts';

/** What the generated test of a rename is written from. */
export interface MatrixInput {
  readonly id: string;
  readonly target: PydanticTarget;
  /** Which keys the code of the phase reads. */
  readonly code: Extract<Code, 'both' | 'new'>;
  readonly precedence: 'new' | 'old' | 'error';
}

/** The pytest file with every environment state that the phase's code can meet, as rows. */
export function pytestMatrix(facts: MigrationFacts, input: MatrixInput): MatrixResult {
  const { target, id } = input;
  const { reader } = target;
  const both = input.code === 'both';
  // While both are declared, OLD is of no type any more.
  const field = writtenByPeople(facts, reader.new ?? target.field);
  const samples = samplesFor(field);
  const others = othersOf(facts, reader, [target.field.name, field.name]);
  if (samples === undefined || !others.ok) {
    const lacking = others.ok ? [] : others.fields;
    return { ok: false, fields: samples === undefined ? [field.name, ...lacking] : lacking };
  }
  const settings = target.settings.name;
  const raises = raisesWithout(input, field);
  const text = pytestText({
    id,
    says: `Every environment that code which reads ${both ? 'the old key and the new one' : 'the new key only'} can meet.`,
    standard: [...LOAD_IMPORTS, ...(both ? ['from unittest.mock import Mock'] : [])],
    packages: raises ? [validationErrorImport(facts, target)] : [],
    own: importText(facts.project.moduleName(target.file.file.path), settings, facts.lineLength),
    constants: [
      `OLD = ${pyString(facts.from)}`,
      `NEW = ${pyString(facts.to ?? '')}`,
      'KEYS = [OLD, NEW]',
      `FIELD = ${pyString(reader.new?.name ?? target.newName)}`,
      `VALUE = ${pyString(samples[0])}`,
      `OTHER = ${pyString(samples[1])}`,
      ...othersConstants(others.texts, both ? '{OLD: VALUE, NEW: VALUE}' : '{NEW: VALUE}', facts.lineLength),
    ],
    parts: [
      ...loadText(facts, settings, 'getattr(got, FIELD)'),
      rows(facts, input),
      ...(both ? [layerConflict(facts, input), logTest(facts, input)] : []),
      ...(raises ? [noneSet(facts, input)] : []),
      ...(target.alias ? [] : [keywordTest(facts, input)]),
    ],
  });
  return { ok: true, path: testPath(facts, id, reader), text };
}

/** Without a value the class refuses to start, unless a file that ships with the code has one. */
function raisesWithout({ target }: MatrixInput, field: Field): boolean {
  return field.required && target.reader.schema.loading.dataFiles.length === 0;
}

function rows(facts: MigrationFacts, input: MatrixInput): string {
  return [
    'STATES = [',
    ...states(input).map(([state, want]) => `    ({${state}}, ${want}),`),
    ']',
    '',
    '',
    '@pytest.mark.parametrize("where", ["file", "env"])',
    '@pytest.mark.parametrize("state, want", STATES)',
    testLine(facts, input.id, '', ['where', 'state', 'want', 'tmp_path', 'monkeypatch']),
    '    expected = load(tmp_path, monkeypatch, env={NEW: want})',
    '    assert load(tmp_path, monkeypatch, **{where: state}) == expected',
  ].join('\n');
}

/** Environment states and what is held in them. A state with both keys is a row only where the code meets it. */
function states(input: MatrixInput): readonly (readonly [string, string])[] {
  const { reader } = input.target;
  if (input.code === 'new') {
    // The test hands over a file, whether the class names one or not.
    const strict = reader.strict === undefined || reader.schema.loading.extra === 'forbid';
    return [['NEW: VALUE', 'VALUE'], ...(strict ? [] : [['OLD: OTHER, NEW: VALUE', 'VALUE'] as const])];
  }
  const differ = input.precedence === 'new' ? 'VALUE' : 'OTHER';
  // An empty NEW of a type that is decoded from JSON stops the library before any validator runs.
  const emptyNew =
    (reader.new ?? input.target.field).decoding === 'json' ? [] : [['OLD: VALUE, NEW: ""', 'VALUE'] as const];
  const emptyRows = [['OLD: "", NEW: VALUE', 'VALUE'] as const, ...emptyNew];
  return [
    ['OLD: VALUE', 'VALUE'],
    ['OLD: VALUE, NEW: VALUE', 'VALUE'],
    ['NEW: VALUE', 'VALUE'],
    ...(input.precedence === 'error' ? [] : [['OLD: OTHER, NEW: VALUE', differ] as const]),
    ...(reader.emptyAccepted === false ? emptyRows : []),
  ];
}

function layerConflict(facts: MigrationFacts, { id, precedence }: MatrixInput): string {
  const line = testLine(facts, id, '_layers', ['tmp_path', 'monkeypatch']);
  if (precedence === 'error') {
    return [
      line,
      '    with pytest.raises(RuntimeError):',
      '        load(tmp_path, monkeypatch, env={OLD: OTHER}, file={NEW: VALUE})',
    ].join('\n');
  }
  return [
    line,
    `    expected = load(tmp_path, monkeypatch, env={NEW: ${precedence === 'new' ? 'VALUE' : 'OTHER'}})`,
    '    got = load(tmp_path, monkeypatch, env={OLD: OTHER}, file={NEW: VALUE})',
    '    assert got == expected',
  ].join('\n');
}

function logTest(facts: MigrationFacts, { id, target }: MatrixInput): string {
  const { file, settings } = target;
  const module = facts.project.moduleName(file.file.path);
  const log = pyString(`${module}.${loggerName(file, settings.span.start)}`);
  return [
    testLine(facts, id, '_log', ['tmp_path', 'monkeypatch']),
    '    log = Mock()',
    callText('    ', 'monkeypatch.setattr', [log, 'log'], facts.lineLength),
    `    ${settings.name}._seen_${idName(id)}.clear()`,
    '    for _ in range(2):',
    '        load(tmp_path, monkeypatch, env={OLD: VALUE})',
    ...loggedOnce('OLD', ['VALUE']),
  ].join('\n');
}

function noneSet(facts: MigrationFacts, { id }: MatrixInput): string {
  return [
    testLine(facts, id, '_none_set', ['tmp_path', 'monkeypatch']),
    '    with pytest.raises(ValidationError):',
    '        load(tmp_path, monkeypatch)',
  ].join('\n');
}

function keywordTest(facts: MigrationFacts, { id, target }: MatrixInput): string {
  const { name } = target.settings;
  return [
    testLine(facts, id, '_keyword', ['tmp_path', 'monkeypatch']),
    '    expected = load(tmp_path, monkeypatch, env={NEW: VALUE})',
    '    monkeypatch.delenv(NEW)',
    callText('    ', `got = ${name}`, ['_env_file=None', '**{FIELD: expected}'], facts.lineLength),
    '    assert getattr(got, FIELD) == expected',
  ].join('\n');
}
