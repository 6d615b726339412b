import assert from 'node:assert/strict';
import test from 'node:test';
import { fold } from '../../server/src/core/python/fold.ts';
import { constantOf } from '../../server/src/core/python/scope.ts';
import { dataKey } from '../../server/src/core/syntax/data.ts';
import { loadPythonParser } from '../../server/src/host/load-python-parser.ts';

const parser = await loadPythonParser();

/** Folds the last statement's value; the statements before it give the constants. */
function folded(source: string): string {
  const module = parser.parse(`${source}\n`);
  assert.deepEqual(module.problems, [], source);
  const last = module.body.at(-1);
  assert.equal(last?.kind, 'expression');
  const data = last?.kind === 'expression' ? fold(last.value, constantOf(module)) : undefined;
  return data ? dataKey(data) : 'undecided';
}

const CASES: Readonly<Record<string, string>> = {
  '60 * 24 * 8': 'int:11520',
  '-7 // 2': 'int:-4',
  '-7 % 3': 'int:2',
  '7 % -3': 'int:-2',
  '7 / 2': 'float:3.5',
  '2 ** 10': 'int:1024',
  '2 ** -1': 'float:0.5',
  '10 ** 100000': 'undecided',
  '1 / 0': 'undecided',
  '-7.5 // 2': 'float:-4',
  '-7.5 % 2': 'float:0.5',
  '1 << 4 | 3': 'int:19',
  '~5': 'int:-6',
  'True + 1': 'int:2',
  '"a" "b" + "c" * 3': 'str:"abccc"',
  '"a" * 1000000': 'undecided',
  'str(1.0) + str(None) + str(1e16)': 'str:"1.0None1e+16"',
  'int(" 1_000 ")': 'int:1000',
  'int("1.0")': 'undecided',
  'int(-3.9)': 'int:-3',
  'float("1e3")': 'float:1000',
  'bool("")': 'bool:false',
  'f"{1}-{True}-{\'x\'}"': 'str:"1-True-x"',
  'f"{1:>3}"': 'undecided',
  'f"{1!r}"': 'undecided',
  '[1, "a", (2.5, None)]': 'list[int:1,str:"a",tuple[float:2.5,none]]',
  '{1, 1, True, 2}': 'set[int:1,int:2]',
  '{"a": 1, "b": 2, "a": 3}': 'dict{str:"a"=int:3,str:"b"=int:2}',
  '{**{"a": 1}, "b": 2}': 'dict{str:"a"=int:1,str:"b"=int:2}',
  '{[]: 1}': 'undecided',
  '1 if "" else 2': 'int:2',
  '0 or "x"': 'str:"x"',
  '"" and 1': 'str:""',
  '1 < 2 <= 2 != 3': 'bool:true',
  '1 == 1.0': 'bool:true',
  '"a" in ("b", "a")': 'bool:true',
  'None is None': 'bool:true',
  'not []': 'bool:true',
  '1 < "a"': 'undecided',
  '", ".join(["a", "b"])': 'str:"a, b"',
  '" A ".strip().lower()': 'str:"a"',
  '"{}:{}".format("h", 80)': 'str:"h:80"',
  '"{0}{}".format(1, 2)': 'undecided',
  '"a,b".split(",")': 'list[str:"a",str:"b"]',
  'timedelta(days=1, hours=2, minutes=30)': 'timedelta:P1DT2H30M',
  'timedelta(400, seconds=1.5)': 'timedelta:P1Y35DT1.5S',
  'datetime.timedelta(seconds=-5)': 'timedelta:-PT5S',
  'timedelta()': 'timedelta:PT0S',
  'timedelta(years=1)': 'undecided',
  'open("x")': 'undecided',
  'b"a" + b"b"': 'bytes:"ab"',
};

for (const [source, expected] of Object.entries(CASES)) {
  test(`${source} is ${expected}`, () => assert.equal(folded(source), expected));
}

test('names are followed when they are assigned once', () => {
  assert.equal(folded('A = 2\nB: int = A * 3\nB + 1'), 'int:7');
  assert.equal(folded('A = 2\nA = 3\nA'), 'undecided');
  assert.equal(folded('A = 2\nA += 1\nA'), 'undecided');
  assert.equal(folded('for A in x:\n    pass\nA'), 'undecided');
  assert.equal(folded('if x:\n    A = 1\nelse:\n    A = 2\nA'), 'undecided');
});

test('a name of a builtin that the module redefines is not the builtin', () => {
  assert.equal(folded('int = 3\nint("4")'), 'undecided');
});

test('cycles and chains that double end', () => {
  assert.equal(folded('A = B\nB = A\nA'), 'undecided');
  const chain = Array.from({ length: 40 }, (_, index) => `A${index + 1} = A${index} + A${index}`).join('\n');
  assert.equal(folded(`A0 = "x"\n${chain}\nA40`), 'undecided');
});
