import type { MigrationFacts } from '../facts.ts';
import type { EnvironRead } from './environ-reads.ts';
import { environName } from './os-environ-rename.ts';
import { pytestText, testLine } from './pytest-file.ts';
import { MODULE_IMPORTS, moduleFunctions, modulePackages } from './pytest-module.ts';
import { environOthers, environReaders, othersConstants } from './pytest-others.ts';
import { type MatrixResult, testPath } from './pytest-path.ts';
import { listLines } from './pytest-sides.ts';
import { pyString } from './python-text.ts';
import { samplesFor } from './synthetic.ts';

/**
 * The pytest file of a new default in modules that read the process environment: each read is run where it stands, with
 * the key and without it.
 * @param literals the new default as the reads write it
 */
export function environDefaultMatrix(
  facts: MigrationFacts,
  id: string,
  { reads, literals }: { readonly reads: readonly EnvironRead[]; readonly literals: readonly string[] },
): MatrixResult {
  return matrix(facts, id, reads, {
    says: 'The new default counts where the key is not set, and nowhere else.',
    constants: ['OTHER = "something else"', ...listLines('DEFAULTS', sorted(literals), facts.lineLength)],
    needs: '{}',
    starts: ({ file, span: it, key }) => {
      const callee = file.file.text.slice(it.start, key.start).replace(/\s+/g, '');
      return [`${callee}'${facts.from}'`];
    },
    unset: ['        assert read() in DEFAULTS'],
    set: 'OTHER',
  });
}

/** The pytest file of a key that has to be set, in modules that read the process environment. */
export function environRequireMatrix(
  facts: MigrationFacts,
  id: string,
  reads: readonly EnvironRead[],
): MatrixResult {
  const own = environReaders(facts).flatMap((it) => it.old ?? []);
  const [value] = own.map(samplesFor).find((it) => it !== undefined) ?? ['20'];
  return matrix(facts, id, reads, {
    says: 'The key has to be set.',
    constants: [`VALUE = ${pyString(value)}`],
    needs: '{KEY: VALUE}',
    starts: ({ file }) => {
      const { name } = environName(file);
      return [`${name}['${facts.from}']`, `${name}.get('${facts.from}'`];
    },
    unset: ['        with pytest.raises(KeyError):', '            read()'],
    set: 'VALUE',
  });
}

interface Matrix {
  readonly says: string;
  readonly constants: readonly string[];
  readonly needs: string;
  /** How reads of this kind begin, as `ast.unparse` writes them. */
  readonly starts: (read: EnvironRead) => readonly string[];
  /** What holds of one read while the key is not set. */
  readonly unset: readonly string[];
  /** A constant: the text that each read gives while it is set to that. */
  readonly set: string;
}

function matrix(facts: MigrationFacts, id: string, reads: readonly EnvironRead[], it: Matrix): MatrixResult {
  const modules = [...new Set(reads.map(({ file }) => pyString(facts.project.moduleName(file.file.path))))];
  const text = pytestText({
    id,
    says: it.says,
    standard: ['import ast', 'from types import FunctionType', ...MODULE_IMPORTS],
    packages: modulePackages(facts),
    constants: [
      `KEY = ${pyString(facts.from)}`,
      ...it.constants,
      '# How a read of the key begins.',
      ...listLines('READS', sorted(reads.flatMap(it.starts).map(pyString)), facts.lineLength),
      ...listLines('MODULES', sorted(modules), facts.lineLength),
      ...othersConstants(environOthers(facts), it.needs, facts.lineLength),
    ],
    parts: [...moduleFunctions(facts), ...READS_FUNCTIONS, ...tests(facts, id, it)],
  });
  return { ok: true, path: testPath(facts, id), text };
}

const READS_FUNCTIONS: readonly string[] = [
  [
    'def start(node):',
    '    """How a call or an index begins, with what it is asked for."""',
    '    if isinstance(node, ast.Call) and node.args:',
    '        return f"{ast.unparse(node.func)}({ast.unparse(node.args[0])}"',
    '    return ast.unparse(node) if isinstance(node, ast.Subscript) else ""',
  ],
  [
    'def reads(module):',
    '    """Each read of the key, as a function of the module."""',
    '    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))',
    '    own = {ast.unparse(it) for it in ast.walk(tree) if start(it) in READS}',
    '    assert own',
    '    codes = [compile(it, "read", "eval") for it in sorted(own)]',
    '    return [FunctionType(it, vars(module)) for it in codes]',
  ],
].map((lines) => lines.join('\n'));

function tests(facts: MigrationFacts, id: string, { unset, set }: Matrix): readonly string[] {
  return [
    [
      testLine(facts, id, '_not_set', ['module', 'monkeypatch']),
      '    monkeypatch.delenv(KEY, raising=False)',
      '    for read in reads(module):',
      ...unset,
    ],
    [
      testLine(facts, id, '_set', ['module', 'monkeypatch']),
      `    monkeypatch.setenv(KEY, ${set})`,
      '    for read in reads(module):',
      `        assert read() == ${set}`,
    ],
  ].map((lines) => lines.join('\n'));
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
