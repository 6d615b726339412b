import assert from 'node:assert/strict';
import test from 'node:test';
import type { Expression, Module, Statement } from '../../server/src/core/python/tree.ts';
import { walkStatements } from '../../server/src/core/python/tree.ts';
import { loadPythonParser } from '../../server/src/host/load-python-parser.ts';

const parser = await loadPythonParser();

function parse(text: string): Module {
  return parser.parse(text);
}

/** An expression in a notation of its own, so that structure is seen. */
function show(it: Expression): string {
  const all = (items: readonly Expression[]) => items.map(show).join(' ');
  switch (it.kind) {
    case 'name':
      return it.name;
    case 'attribute':
      return `(. ${show(it.object)} ${it.name})`;
    case 'call':
      return `(call ${[show(it.callee), ...it.args.map((a) => `${'*'.repeat(a.stars)}${a.name ? `${a.name}=` : ''}${show(a.value)}`)].join(' ')})`;
    case 'string':
      return `${it.bytes ? 'b' : ''}${JSON.stringify(it.value)}`;
    case 'fstring':
      return `(f ${it.parts.map((part) => (typeof part === 'string' ? JSON.stringify(part) : show(part))).join(' ')})`;
    case 'int':
    case 'float':
    case 'bool':
      return String(it.value);
    case 'none':
    case 'ellipsis':
      return it.kind;
    case 'list':
    case 'tuple':
    case 'set':
      return `(${[it.kind, ...it.items.map(show)].join(' ')})`;
    case 'dict':
      return `(dict ${it.entries.map((e) => `${e.key ? show(e.key) : '**'}:${show(e.value)}`).join(' ')})`;
    case 'binary':
    case 'boolean':
      return `(${it.operator} ${show(it.left)} ${show(it.right)})`;
    case 'unary':
      return `(${it.operator} ${show(it.operand)})`;
    case 'compare':
      return `(compare [${it.operators.join(',')}] ${all(it.operands)})`;
    case 'conditional':
      return `(if ${show(it.test)} ${show(it.then)} ${show(it.otherwise)})`;
    case 'subscript':
      return `([] ${show(it.object)} ${show(it.index)})`;
    case 'other':
      return `(other${it.children.length > 0 ? ` ${all(it.children)}` : ''})`;
  }
}

function expression(source: string): string {
  const module = parse(source);
  assert.deepEqual(module.problems, [], source);
  const [first] = module.body;
  assert.equal(first?.kind, 'expression', source);
  return first?.kind === 'expression' ? show(first.value) : '';
}

const EXPRESSIONS: Readonly<Record<string, string>> = {
  'a.b.c': '(. (. a b) c)',
  'f(1, *a, x=2, **b)': '(call f 1 *a x=2 **b)',
  'f(*a.b(c))': '(call f *(call (. a b) c))',
  'f(x for x in y)': '(call f (other x x y))',
  '(a)': 'a',
  '((a + b))': '(+ a b)',
  '()': '(tuple)',
  '(a,)': '(tuple a)',
  'a, b': '(tuple a b)',
  '[a, *b]': '(list a (other b))',
  '{a, b}': '(set a b)',
  '{}': '(dict )',
  '{"a": 1, **b}': '(dict "a":1 **:b)',
  'a + b * c': '(+ a (* b c))',
  '2 ** -x': '(** 2 (- x))',
  'not a in b': '(not (compare [in] a b))',
  'a < b <= c is not d not in e': '(compare [<,<=,is not,not in] a b c d e)',
  'a or b and c': '(or a (and b c))',
  'a if b else c': '(if b a c)',
  'a[b, c]': '([] a (tuple b c))',
  'a[b,]': '([] a (tuple b))',
  'a[1:2]': '([] a (other 1 2))',
  'a[...]': '([] a ellipsis)',
  '(x := 1)': '(other x 1)',
  'lambda x, y=1: x': '(other 1 x)',
  '[x async for x in y] if 0 else 1': 'refused',
  '0x_ff': '255',
  '0o17': '15',
  '0b1_01': '5',
  '1_000': '1000',
  '00': '0',
  '1.5e3': '1500',
  '.5': '0.5',
  '1j': '(other)',
  None: 'none',
  '"a\\n\\x41\\u00e9\\U0001F600\\101\\q"': JSON.stringify('a\nAé😀A\\q'),
  "'\\\n'": '""',
  'r"\\n"': '"\\\\n"',
  'b"\\xff\\u0041"': `b${JSON.stringify('\u00ff\\u0041')}`,
  'Rb"\\x"': 'b"\\\\x"',
  'u"x"': '"x"',
  '"a" \'b\' """c"""': '"abc"',
  '"""a\r\nb"""': '"a\\nb"',
  'f"a{b}c"': '(f "a" b "c")',
  'f"{{{a}}}"': '(f "{" a "}")',
  'f"{a!r}{b:>{c}}{d=}"': '(f (other a) (other b c) (other d))',
  'rf"\\d{a}" "b\\n"': '(f "\\\\d" a "b\\n")',
  'f"{x["a"]}"': '(f ([] x "a"))',
  'f""': '(f )',
  'print >> x': '(>> print x)',
  'type(x)': '(call type x)',
  'match(x)': '(call match x)',
};

for (const [source, expected] of Object.entries(EXPRESSIONS)) {
  if (expected === 'refused')
    test(`${source} is refused`, () => assert.notDeepEqual(parse(source).problems, []));
  else test(`${JSON.stringify(source)} is ${expected}`, () => assert.equal(expression(source), expected));
}

test('spans are those of the unparenthesised expression, in UTF-16 code units', () => {
  const text = 'x = "😀" + ( y.z )\n';
  const [first] = parse(text).body;
  assert.ok(first?.kind === 'assign' && first.value.kind === 'binary');
  const { left, right } = first.value;
  assert.equal(text.slice(left.span.start, left.span.end), '"😀"');
  assert.ok(left.kind === 'string' && left.content);
  assert.equal(text.slice(left.content.start, left.content.end), '😀');
  assert.equal(text.slice(right.span.start, right.span.end), 'y.z');
});

test('statements are told apart', () => {
  const kinds = (text: string) => parse(text).body.map((it) => it.kind);
  assert.deepEqual(kinds('x: int = 1\nx: int\nx = y = 2\nx += 1\nx\n'), [
    'annotated',
    'annotated',
    'assign',
    'augmented',
    'expression',
  ]);
  assert.deepEqual(kinds('type X[T] = list[T]\nX: TypeAlias = int\npass\n'), [
    'type-alias',
    'annotated',
    'other',
  ]);
  const [chain] = parse('a, *b = c.d = 1, 2\n').body;
  assert.ok(chain?.kind === 'assign');
  assert.deepEqual(chain.targets.map(show), ['(tuple a (other b))', '(. c d)']);
  assert.equal(show(chain.value), '(tuple 1 2)');
});

test('annotations are expressions', () => {
  const annotation = (text: string) => {
    const [first] = parse(`x: ${text}\n`).body;
    return first?.kind === 'annotated' ? show(first.annotation) : '';
  };
  assert.equal(annotation('int | None'), '(| int none)');
  assert.equal(annotation('dict[str, list[int]]'), '([] dict (tuple str ([] list int)))');
  assert.equal(annotation('t.Optional[a.B] | "C"'), '(| ([] (. t Optional) (. a B)) "C")');
  assert.equal(annotation('Annotated[int, Field(gt=0)]'), '([] Annotated (tuple int (call Field gt=0)))');
  assert.equal(annotation('Callable[..., int]'), '([] Callable (tuple ellipsis int))');
  assert.equal(annotation('Literal["a", -1]'), '([] Literal (tuple "a" (- 1)))');
});

test('imports', () => {
  const [one, two, three] = parse('import a.b as c, d\nfrom ..x import (y as z, w,)\nfrom . import *\n').body;
  assert.ok(one?.kind === 'import' && two?.kind === 'import-from' && three?.kind === 'import-from');
  assert.deepEqual(one.names, [{ module: 'a.b', alias: 'c' }, { module: 'd' }]);
  assert.deepEqual([two.level, two.module, two.star], [2, 'x', false]);
  assert.deepEqual(two.names, [{ name: 'y', alias: 'z' }, { name: 'w' }]);
  assert.deepEqual([three.level, three.module, three.star], [1, '', true]);
});

test('classes have bases, decorators, a body and its indent', () => {
  const text = '@a\n@b(1)\nclass A(B, metaclass=M):\n\n  # c\n  x: int = 1\n  y = 2\n\nclass C: z: str\n';
  const [first, second] = parse(text).body;
  assert.ok(first?.kind === 'class' && second?.kind === 'class');
  assert.deepEqual(first.decorators.map(show), ['a', '(call b 1)']);
  assert.deepEqual(
    first.bases.map((it) => [it.name, show(it.value)]),
    [
      [undefined, 'B'],
      ['metaclass', 'M'],
    ],
  );
  assert.equal(text.slice(first.nameSpan.start, first.nameSpan.end), 'A');
  assert.equal(text.slice(first.bodySpan.start, first.bodySpan.end), 'x: int = 1\n  y = 2');
  assert.equal(first.bodyIndent, '  ');
  assert.equal(second.bodyIndent, '    ');
});

test('functions have parameters, and blocks have arms', () => {
  const text = [
    'async def f(a, /, b: int = 1, *c: str, d=2, **e) -> int:',
    '    if a: return 1',
    '    elif b: pass',
    '    else: pass',
    '    try: pass',
    '    except (A, B) as e: pass',
    '    finally: pass',
    '    with open(x) as y, z: pass',
    '    with a if b else c if d else e as f, (lambda: a) as g: pass',
    '    for i, j in k: break',
    '    match a:',
    '        case A(x=1) | [y] if z: pass',
    '        case A(b, x=C() as c, y=1 | 2 as d): pass',
  ].join('\n');
  const module = parse(text);
  assert.deepEqual(module.problems, []);
  const [f] = module.body;
  assert.ok(f?.kind === 'function');
  assert.deepEqual(
    f.parameters.map((it) => `${'*'.repeat(it.stars)}${it.name}`),
    ['a', 'b', '*c', 'd', '**e'],
  );
  const arms = f.body.map((it) =>
    it.kind === 'block' ? it.arms.map((arm) => [arm.keyword, ...arm.heads.map(show)].join(' ')) : [],
  );
  assert.deepEqual(arms, [
    ['if a', 'elif b', 'else'],
    ['try', 'except (other (tuple A B) e)', 'finally'],
    ['with (other (call open x) y) z'],
    ['with (other (if b a (if d c e)) f) (other (other a) g)'],
    ['for (tuple i j) k'],
    [
      'match a',
      'case (other (other (other 1) (other y))) z',
      'case (other (other b (other (other) c) (other (other 1 2) d)))',
    ],
  ]);
});

test('comments say whether they have a line of their own', () => {
  const { comments } = parse('# a\nx = [  # b\n  # c\n  "# d",\n]  # e');
  assert.deepEqual(
    comments.map((it) => [it.text, it.ownLine]),
    [
      ['# a', true],
      ['# b', false],
      ['# c', true],
      ['# e', false],
    ],
  );
});

const REFUSED = [
  'a: int =\nb: int = 1',
  'print x',
  'exec "x"',
  'x = import',
  'class = 1',
  'f() = 1',
  'None = 1',
  '1 += x',
  'a, b: int',
  'x = (1',
  'x = 1)',
  'x = [1)',
  'x = "a',
  'x = """a',
  'f(a=1, b)',
  'f(**a, *b)',
  'f(a=1, a=2)',
  'f(x for x in y, 1)',
  'def f(a, a): pass',
  'def f(a=1, b): pass',
  'def f(*): pass',
  'return 1',
  'yield 1',
  'await x',
  'break',
  'def f():\nx = 1',
  'if a:\n    x\n  y',
  '  x = 1',
  'if a:\n\tx\n        y',
  'x = 012',
  'x = 1_',
  'x = 0xg',
  'x = a as b',
  'x = y := 1',
  'x = *a',
  'x = "a" b"b"',
  'x = b"é"',
  'x = "\\x1"',
  'x = f"{a"',
  'x = f"}"',
  'x = f"{a!z}"',
  'x $ y',
  'x ? y',
  'try: pass',
  'try: pass\nexcept: pass\nexcept A: pass',
  'else: pass',
  'import a.b.',
  'from a import b.c',
  'from a import b,',
  'import a as b.c',
  'del f()',
  'for f() in x: pass',
  'nonlocal x',
  'def f():\n    from a import *',
  'from __future__ import nothing',
  'x = 1\nfrom __future__ import annotations',
  'raise A, b',
  'a <> b',
  'x = 1 2',
  'x = \\ 1',
  'lambda x: int: x',
  '[x for x in 1, 2]',
  'if x\n    : pass',
  'x; ; y',
];

for (const source of REFUSED) {
  test(`${JSON.stringify(source)} is refused`, () => {
    const { problems } = parse(source);
    assert.notDeepEqual(problems, []);
    for (const it of problems) {
      assert.ok(it.span.start < it.span.end);
      assert.doesNotMatch(source.slice(it.span.start, it.span.end - 1), /\n/);
      assert.doesNotMatch(it.message, /\.$/);
    }
  });
}

function fields(module: Module, text: string): readonly string[] {
  return [...walkStatements(module.body)].flatMap((it: Statement) =>
    it.kind === 'annotated' && it.target.kind === 'name' ? [text.slice(it.span.start, it.span.end)] : [],
  );
}

test('every prefix of a new field keeps the other fields', () => {
  const before =
    'from x import y\n\n\nclass Settings(BaseSettings):\n    """Doc."""\n\n    first: str = "a"\n';
  const after =
    '    last: int = Field(\n        default=1,\n    )\n\n    def f(self):\n        pass\n\n\nsettings = Settings()\n';
  const typed = '    new_name: int = Field(default=3, alias="X")  # c';
  for (let length = 0; length <= typed.length; length++) {
    const text = `${before}${typed.slice(0, length)}\n${after}`;
    const module = parse(text);
    const found = fields(module, text);
    assert.ok(found.includes('first: str = "a"'), text);
    assert.ok(found.includes('last: int = Field(\n        default=1,\n    )'), text);
    const names = module.body.map((it) => it.kind);
    assert.deepEqual(names, ['import-from', 'class', 'assign'], text);
    const settings = module.body[1];
    assert.ok(settings?.kind === 'class' && settings.body.some((it) => it.kind === 'function'));
  }
});

test('an unclosed bracket ends where the next statement begins', () => {
  const text =
    'class A:\n    a: int = 1\n    b: int = f([1,\n    c: int = g(\n        2)\n    d: int = 3\nx = 1\n';
  const module = parse(text);
  assert.deepEqual(fields(module, text), ['a: int = 1', 'c: int = g(\n        2)', 'd: int = 3']);
  assert.equal(module.body.length, 2);
  assert.equal(module.problems.length, 1);
});

test('a class whose head is being typed keeps its fields', () => {
  for (const head of ['class A(', 'class A(B', 'class A(B, C=', 'class A(B:', 'class A B:']) {
    const text = `${head}\n    a: int = 1\n    b: str\n\nx = 1\n`;
    const module = parse(text);
    assert.deepEqual(fields(module, text), ['a: int = 1', 'b: str'], head);
    assert.equal(module.body.at(-1)?.kind, 'assign', head);
  }
});

test('the lines below a broken function head are not taken for fields', () => {
  const text = 'class A:\n    a: int = 1\n    def f(self:\n        x: int = 2\n    b: int = 3\n';
  const [first] = parse(text).body;
  assert.ok(first?.kind === 'class');
  assert.deepEqual(
    first.body.flatMap((it) => (it.kind === 'annotated' ? [show(it.target)] : [])),
    ['a', 'b'],
  );
});
