import assert from 'node:assert/strict';
import { test } from 'node:test';
import { field, reasons, settings } from './read-settings.ts';

const ENDLESS: readonly (readonly [what: string, code: string])[] = [
  ['a class that is its own base', 'class A(A, BaseSettings):\n    x: int'],
  ['classes that are bases of each other', 'class A(B, BaseSettings):\n    x: int\nclass B(A):\n    y: int'],
  ['names for each other', 'X = Y\nY = X\nclass A(BaseSettings):\n    x: X = Y\n    y: list["X"] = X'],
  ['a type of itself', 'type T = list[T] | int\nclass A(BaseSettings):\n    x: T'],
  [
    'configuration from itself',
    'class A(BaseSettings):\n    model_config = A.model_config | {"extra": "ignore"}\n    x: int',
  ],
  ['a dict of itself', 'C = {**C}\nclass A(BaseSettings):\n    model_config = {**C}\n    x: int'],
  [
    'a path from itself',
    'P = P / "x"\nclass A(BaseSettings):\n    model_config = {"env_file": P}\n    x: int',
  ],
  ['a literal of itself', 'L = Literal[L]\nclass A(BaseSettings):\n    x: Literal[L]\n    y: L'],
  [
    'metadata of itself',
    'Z = Annotated[Z, Field(gt=1)]\nclass A(BaseSettings):\n    x: Z\n    y: Annotated[Z, Z]',
  ],
  ['an enum of itself', 'class E(Enum):\n    A = B\n    B = A\nclass A(BaseSettings):\n    x: E = E.A'],
  ['an alias of itself', 'N = N\nclass A(BaseSettings):\n    x: int = Field(alias=N)'],
];

for (const [what, code] of ENDLESS) {
  test(`${what} ends`, () => {
    const schema = settings(`${code}\nclass Settings(BaseSettings):\n    port: int = 1\n`);
    assert.deepEqual(
      schema.fields.map((it) => it.name),
      ['port'],
    );
  });
}

test('aliases that double each other end', () => {
  const types = Array.from({ length: 30 }, (_, n) => `T${n + 1} = dict[T${n}, T${n}]`).join('\n');
  const values = Array.from({ length: 30 }, (_, n) => `V${n + 1} = [V${n}, V${n}]`).join('\n');
  const it = field('x: T30 = V30', `T0 = int\n${types}\nV0 = 1\n${values}`);
  assert.equal(it.type.kind, 'dict');
  assert.equal(it.default, undefined);
});

test('names of JavaScript objects are names like any other', () => {
  const schema = settings(
    'class Settings(BaseSettings):\n    __proto__: int\n    constructor: int = 1\n    x: hasOwnProperty\n',
  );
  assert.deepEqual(
    schema.fields.map((it) => [it.name, reasons(it)]),
    [
      ['constructor', []],
      ['x', ['`hasOwnProperty` is not found']],
    ],
  );
});
