import { factorNamed } from '../conversions/scale.ts';
import type { MigrationFacts } from '../facts.ts';
import { loggerName } from './logger.ts';
import { isStillRead, oldAttribute } from './old-attribute.ts';
import { loggedOnce, pytestText, testLine } from './pytest-file.ts';
import { LOAD_IMPORTS, loadText } from './pytest-load.ts';
import { othersConstants, othersOf } from './pytest-others.ts';
import { type MatrixResult, testPath } from './pytest-path.ts';
import { candidateSides, dictLines, fractionSides, listLines, type Side } from './pytest-sides.ts';
import { callText, idName, importText, pyString } from './python-text.ts';
import type { RegroupTarget } from './regroup-target.ts';
import { acceptsNumber } from './synthetic.ts';
import { numberType } from './unit-declaration.ts';
import { validationErrorImport } from './validation-error.ts';

/** What a generated test of converted keys is written from. */
export interface RegroupMatrix {
  readonly id: string;
  readonly target: RegroupTarget;
  readonly code: 'both' | 'new';
  readonly precedence: 'new' | 'old' | 'error';
}

/** The pytest file with every environment state that the phase's code can meet, as rows. */
export function regroupMatrix(facts: MigrationFacts, input: RegroupMatrix): MatrixResult {
  const { target, id, code } = input;
  const { reader, settings, file } = target;
  const names = [...target.olds, ...target.news].map((it) => it.attribute);
  const others = othersOf(facts, reader, names);
  const sides = sidesFor(facts, target);
  if (sides === undefined || !others.ok) {
    const lacking = others.ok ? [] : others.fields;
    return { ok: false, fields: sides === undefined ? [...names, ...lacking] : lacking };
  }
  const both = code === 'both';
  const text = pytestText({
    id,
    says: `Every environment that code which reads ${both ? 'the old keys and the new ones' : 'the new keys only'} can meet.`,
    standard: [...LOAD_IMPORTS, ...(both ? ['from unittest.mock import Mock'] : [])],
    packages: raises(input, facts) === 'Exception' ? [] : [validationErrorImport(facts, target)],
    own: importText(facts.project.moduleName(file.file.path), settings.name, facts.lineLength),
    constants: [
      ...constants(facts, input, sides),
      ...othersConstants(others.texts, both ? '{**OLD_1, **NEW_1}' : '{**NEW_1}', facts.lineLength),
    ],
    parts: [
      ...loadText(facts, settings.name, '{name: getattr(got, name) for name in FIELDS}'),
      states(facts, input, sides),
      ...(both ? [logTest(facts, input)] : []),
      ...(refusedStates(input, facts).length > 0 ? [refusals(facts, input)] : []),
      ...attributeTest(facts, input),
    ],
  });
  return { ok: true, path: testPath(facts, id, reader), text };
}

/** True where the new field takes whole numbers only, or will: a fraction is no row then. */
function wholeNumbers(facts: MigrationFacts, { news, reader, olds }: RegroupTarget): boolean {
  const known = news.flatMap((it) => reader.fields.get(it.key) ?? []);
  if (known.length > 0) return known.some((it) => numberType(it) === 'int');
  const divides = factorNamed(facts.convert)?.by !== 1n;
  return !divides && olds.some((it) => it.field !== undefined && numberType(it.field) === 'int');
}

/** Two sides that differ, and for numbers a fraction; undefined where none can be made up. */
function sidesFor(facts: MigrationFacts, target: RegroupTarget): readonly Side[] | undefined {
  const sides = candidateSides(facts).filter((it) => isAccepted(target, it));
  if (sides.length < 2) return undefined;
  const fractions = wholeNumbers(facts, target)
    ? []
    : fractionSides(facts).filter((it) => isAccepted(target, it));
  return [...sides.slice(0, 2), ...fractions.slice(0, 1)];
}

/** A number within the bounds of the field that is declared; both sides have the same bounds. */
function isAccepted({ declares, olds, news, reader }: RegroupTarget, it: Side): boolean {
  const fields =
    declares === 'old'
      ? olds.map((old) => [old.field, it.old.get(old.key)] as const)
      : news.map((own) => [reader.fields.get(own.key), it.new.get(own.key)] as const);
  return fields.every(
    ([field, text]) => field === undefined || text === undefined || acceptsNumber(field, text),
  );
}

function constants(
  facts: MigrationFacts,
  { target, code }: RegroupMatrix,
  sides: readonly Side[],
): readonly string[] {
  const width = facts.lineLength;
  const fields = target.news.map((it) => pyString(it.attribute));
  return [
    ...listLines('FIELDS', fields, width),
    ...listLines('KEYS', [...facts.fromKeys, ...facts.toKeys].map(pyString), width),
    '# What the old keys say, and the same in the new ones.',
    ...sides.flatMap((it, at) => [
      ...dictLines(`OLD_${at + 1}`, it.old, width),
      ...dictLines(`NEW_${at + 1}`, it.new, width),
    ]),
    ...(code === 'both'
      ? ['EMPTY_OLD = dict.fromkeys(OLD_1, "")', 'EMPTY_NEW = dict.fromkeys(NEW_1, "")']
      : []),
  ];
}

function states(facts: MigrationFacts, input: RegroupMatrix, sides: readonly Side[]): string {
  return [
    'STATES = [',
    ...rows(facts, input, sides).map(([state, want]) => `    (${state}, ${want}),`),
    ']',
    '',
    '',
    '@pytest.mark.parametrize("where", ["file", "env"])',
    '@pytest.mark.parametrize("state, want", STATES)',
    testLine(facts, input.id, '', ['where', 'state', 'want', 'tmp_path', 'monkeypatch']),
    '    expected = load(tmp_path, monkeypatch, env=want)',
    '    assert load(tmp_path, monkeypatch, **{where: state}) == expected',
  ].join('\n');
}

function rows(
  facts: MigrationFacts,
  { code, precedence, target }: RegroupMatrix,
  sides: readonly Side[],
): readonly (readonly [string, string])[] {
  // The test hands over a file, whether the class names one or not.
  const { strict: layers, schema } = target.reader;
  const strict = layers === undefined || schema.loading.extra === 'forbid';
  if (code === 'new')
    return [['NEW_1', 'NEW_1'], ...(strict ? [] : [['{**OLD_2, **NEW_1}', 'NEW_1'] as const])];
  const first = pyString(facts.toKeys[0] ?? '');
  const half = `{**OLD_1, ${first}: NEW_2[${first}]}`;
  return [
    ...sides.map((_, at) => [`OLD_${at + 1}`, `NEW_${at + 1}`] as const),
    ['{**OLD_1, **NEW_1}', 'NEW_1'],
    ['NEW_1', 'NEW_1'],
    ...(precedence === 'error'
      ? []
      : [['{**OLD_2, **NEW_1}', precedence === 'new' ? 'NEW_1' : 'NEW_2'] as const]),
    ['{**NEW_1, **EMPTY_OLD}', 'NEW_1'],
    ['{**OLD_1, **EMPTY_NEW}', 'NEW_1'],
    ...(facts.toKeys.length > 1 ? [[half, 'NEW_1'] as const] : []),
  ];
}

/** States with which the class does not start. */
function refusedStates({ code, target }: RegroupMatrix, facts: MigrationFacts): readonly string[] {
  const required = target.reader.schema.loading.dataFiles.length === 0 && needsValue(target);
  const first = pyString(facts.toKeys[0] ?? '');
  const oldFirst = pyString(facts.fromKeys[0] ?? '');
  return [
    ...(required ? ['{}'] : []),
    ...(facts.toKeys.length > 1 && (code === 'both' || required) ? [`{${first}: NEW_1[${first}]}`] : []),
    ...(facts.fromKeys.length > 1 && code === 'both' && required
      ? [`{${oldFirst}: OLD_1[${oldFirst}]}`]
      : []),
  ];
}

function needsValue({ reader, news, olds }: RegroupTarget): boolean {
  const known = news.flatMap((it) => reader.fields.get(it.key) ?? []);
  const fields = known.length > 0 ? known : olds.flatMap((it) => it.field ?? []);
  return fields.length > 0 && fields.every((it) => it.required);
}

/** A half that the generated code refuses is no error of the library. */
function raises(input: RegroupMatrix, facts: MigrationFacts): string {
  const refused = refusedStates(input, facts);
  if (refused.length === 0) return 'Exception';
  return input.code === 'both' && refused.length > 1
    ? '(RuntimeError, ValidationError)'
    : input.code === 'both' && refused[0] !== '{}'
      ? 'Exception'
      : 'ValidationError';
}

function refusals(facts: MigrationFacts, input: RegroupMatrix): string {
  const kind = raises(input, facts) === 'Exception' ? 'RuntimeError' : raises(input, facts);
  const line = `@pytest.mark.parametrize("state", [${refusedStates(input, facts).join(', ')}])`;
  const items = refusedStates(input, facts).map((it) => `    ${it},`);
  return [
    ...(line.length <= facts.lineLength
      ? [line]
      : ['REFUSED = [', ...items, ']', '', '', '@pytest.mark.parametrize("state", REFUSED)']),
    testLine(facts, input.id, '_refused', ['state', 'tmp_path', 'monkeypatch']),
    `    with pytest.raises(${kind}):`,
    '        load(tmp_path, monkeypatch, env=state)',
  ].join('\n');
}

function logTest(facts: MigrationFacts, input: RegroupMatrix): string {
  const { file, settings } = input.target;
  const module = facts.project.moduleName(file.file.path);
  const log = pyString(`${module}.${loggerName(file, settings.span.start)}`);
  return [
    testLine(facts, input.id, '_log', ['tmp_path', 'monkeypatch']),
    '    log = Mock()',
    callText('    ', 'monkeypatch.setattr', [log, 'log'], facts.lineLength),
    `    ${settings.name}._seen_${idName(input.id)}.clear()`,
    '    for _ in range(2):',
    '        load(tmp_path, monkeypatch, env=OLD_1)',
    ...loggedOnce(pyString(facts.from), []),
    '    values = [*OLD_1.values(), *NEW_1.values()]',
    '    assert not any(value in message for message in messages for value in values)',
  ].join('\n');
}

/** Code that calls the old attributes gets what the old keys said. */
function attributeTest(facts: MigrationFacts, input: RegroupMatrix): readonly string[] {
  const { target } = input;
  const kept = target.olds.flatMap((old) => {
    const type = oldAttribute(facts, target, old);
    const goes = input.code === 'new' && target.declares === 'both' && !isStillRead(facts, target, old);
    return type === undefined || goes ? [] : [{ old, type }];
  });
  if (kept.length === 0) return [];
  const checks = kept.map(({ old, type }) => {
    const [own, said] = [`got.${old.attribute}`, `OLD_1[${pyString(old.key)}]`];
    if (type === 'str') return `    assert ${own} == ${said}`;
    if (type === 'SecretStr') return `    assert ${own}.get_secret_value() == ${said}`;
    return `    assert ${own} == type(${own})(${said})`;
  });
  return [
    [
      testLine(facts, input.id, '_attributes', ['tmp_path', 'monkeypatch']),
      '    load(tmp_path, monkeypatch, env=NEW_1)',
      callText('    ', `got = ${target.settings.name}`, ['_env_file=None'], facts.lineLength),
      ...checks,
    ].join('\n'),
  ];
}
