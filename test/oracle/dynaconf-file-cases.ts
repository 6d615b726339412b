import type { CallCase } from './call-cases.ts';
import { type Random, randomFrom } from './random.ts';

/** A value of a settings file, in Python's sense. */
type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

const SCALARS: readonly Value[] = [
  1,
  0,
  5,
  8080,
  1.5,
  true,
  false,
  'a',
  '',
  '5',
  'yes',
  '@int 7',
  '@bool on',
  '@none',
  '@str 5',
];
const ODD: readonly Value[] = [
  '@int x',
  '@format {env[HOME]}',
  '@json {"a": 1}',
  '@del',
  '@merge [1]',
  '@upper ab',
  '@ at',
  '@me',
];
const TEXTS = [
  '1',
  '5',
  'a',
  'true',
  'False',
  '1.5',
  '',
  '[1, 2]',
  '["a"]',
  '{PORT=1}',
  '{port=2, extra="x"}',
  '@int 9',
  '@none',
  '@merge [3]',
  '@merge {host="h"}',
  '@merge_unique [1, 3]',
  '@merge 4',
  '["dynaconf_merge", 9]',
  '{a=1, dynaconf_merge=true}',
  '@del',
  '@json [1]',
  '"@int 4"',
  '@str a',
  'é',
  '["dynaconf_merge_unique", 1, 5]',
  '{opts={a=9}, dynaconf_merge=false}',
] as const;

const VALIDATORS: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['PORT', '"PORT"'],
  ['PORT', '"PORT", must_exist=True, is_type_of=int'],
  ['PORT', '"port", default=3'],
  ['PORT', '"PORT", gte=1, lte=9000, is_type_of=(int, float)'],
  ['NAME', '"NAME", is_type_of=str'],
  ['NAME', '"NAME", is_in=["a", 5, True]'],
  ['NAME', '"NAME", required=True'],
  ['DATABASE', '"DATABASE"'],
  ['DATABASE', '"DATABASE", is_type_of=dict'],
  ['DATABASE.PORT', '"DATABASE.PORT"'],
  ['DATABASE.PORT', '"database.port", must_exist=True'],
  ['DATABASE.HOST', '"DATABASE.HOST", is_type_of=str'],
  ['DATABASE.OPTS.A', '"DATABASE__OPTS__A"'],
  ['TAGS', '"TAGS"'],
  ['TAGS', '"TAGS", is_type_of=list, len_max=3'],
];

/** Validators that run only sometimes, convert, or are combined, with the names that they speak of. */
const MORE_VALIDATORS: readonly [
  readonly [readonly string[], string],
  ...(readonly [readonly string[], string])[],
] = [
  [['PORT'], 'Validator("PORT", must_exist=True, env="production")'],
  [['PORT'], 'Validator("PORT", is_type_of=int, env=["development", "staging"])'],
  [['PORT', 'NAME'], 'Validator("PORT", must_exist=True, when=Validator("NAME", eq="a"))'],
  [['DATABASE', 'NAME'], 'Validator("DATABASE", must_exist=True, when=Validator("NAME", must_exist=True))'],
  [['NAME'], 'Validator("NAME", cast=str)'],
  [['PORT'], 'Validator("PORT", cast=int, gte=1)'],
  [['PORT'], 'Validator("PORT", cast=float)'],
  [['NAME'], 'Validator("NAME", cast=bool, default=1)'],
  [['PORT', 'NAME'], 'Validator("PORT", must_exist=True) | Validator("NAME", must_exist=True)'],
  [['PORT', 'TAGS'], 'Validator("PORT", gte=2) & Validator("TAGS", is_type_of=list)'],
  [
    ['DATABASE.PORT', 'PORT'],
    'Validator("DATABASE.PORT", is_type_of=int, must_exist=True) | Validator("PORT", default=5)',
  ],
  [['TAGS'], 'Validator("TAGS", default=[1, "@int 2"])'],
  [['NAME'], 'Validator("NAME", default="5")'],
  [['NAME'], 'Validator("NAME", default="5", is_type_of=str)'],
  [['NAME'], 'Validator("NAME", default="x", apply_default_on_none=True)'],
  [['DATABASE.HOST'], 'Validator("DATABASE.HOST", default="h")'],
  [['DATABASE'], 'Validator("DATABASE", default={"host": "d", "port": "@int 1"})'],
  [['NAME', 'PORT'], 'Validator("NAME", "PORT", must_exist=True)'],
  [['NAME'], 'Validator("NAME", must_exist=False)'],
  [['NAME'], 'Validator("NAME", must_exist=True, env="default")'],
];

const FILES = [
  '["settings.toml"]',
  '["settings.toml", ".secrets.toml"]',
  '["settings.yaml"]',
  '["settings.yaml", "settings.json"]',
  '["conf/base.yaml", "more.toml"]',
  '"settings.toml;settings.json"',
  '["settings.toml", "settings.yaml", "settings.json"]',
] as const;

/** A case of dynaconf with settings files and variables by its seed. */
export function dynaconfFileCase(seed: number): CallCase {
  const random = randomFrom(seed);
  const environments = random.chance(0.5);
  const listed = random.pick(FILES);
  const options = ['envvar_prefix="SHOP"', `settings_files=${listed}`];
  if (environments) options.push('environments=True');
  if (random.chance(0.25)) options.push('merge_enabled=True');
  const switcher = environments && random.chance(0.3) ? 'SHOP_MODE' : 'ENV_FOR_DYNACONF';
  if (switcher === 'SHOP_MODE') options.push('env_switcher="SHOP_MODE"');
  if (environments && random.chance(0.2)) options.push('env="staging"');
  const chosen = new Map<string, string>();
  for (let index = 1 + random.below(4); index > 0; index--) {
    const [name, written] = random.pick(VALIDATORS);
    chosen.set(name, `Validator(${written})`);
  }
  const more = random.chance(0.5)
    ? Array.from({ length: 1 + random.below(2) }, () => random.pick(MORE_VALIDATORS))
    : [];
  const validators = [...chosen.values()];
  for (const [, written] of more) validators.splice(random.below(validators.length + 1), 0, written);
  options.push(`validators=[${validators.join(', ')}]`);
  const header = `from dynaconf import Dynaconf, Validator\n\nsettings = Dynaconf(${options.join(', ')})\n`;
  const names = [...new Set([...chosen.keys(), ...more.flatMap(([it]) => it)])];
  const files: Record<string, string> = {};
  for (const [path] of listed.matchAll(/[\w./]+\.(?:toml|yaml|json)/g)) {
    if (random.chance(0.85))
      files[path.startsWith('settings') && random.chance(0.1) ? `config/${path}` : path] = fileText(
        random,
        path,
        environments,
      );
    const local = path.replace(/\.(\w+)$/, '.local.$1');
    if (files[path] !== undefined && random.chance(0.2)) files[local] = fileText(random, local, environments);
  }
  return {
    library: 'dynaconf-files',
    header,
    reads: names.map((it) => `settings.get(${JSON.stringify(it)})`),
    names: names.map((it) => it.replaceAll('.', '__')),
    env: variables(random, environments, switcher),
    prefix: 'SHOP_',
    files,
    module: 'app/settings.py',
  };
}

const NAMES = [
  'PORT',
  'NAME',
  'TAGS',
  'DATABASE',
  'DATABASE__PORT',
  'DATABASE__HOST',
  'database__opts__a',
  'DATABASE__OPTS',
  'name',
] as const;

function variables(random: Random, environments: boolean, switcher: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (let index = random.below(4); index > 0; index--) {
    const name = `${random.chance(0.8) ? 'SHOP' : 'DYNACONF'}_${random.pick(NAMES)}`;
    // What depends on the order of the process environment is no question for long.
    const collides = Object.keys(env).some((it) => {
      const [a, b] = [it.toUpperCase(), name.toUpperCase()];
      return a.startsWith(`${b}__`) || b.startsWith(`${a}__`) || (a === b && it !== name);
    });
    // What merges inside of a table that is not there stays an object of dynaconf.
    const text = random.pick(TEXTS);
    const isOdd = name.includes('__') && /^@(?:merge|del)/.test(text) && random.chance(0.9);
    if ((!collides || random.chance(0.05)) && !isOdd) env[name] = text;
  }
  if (environments && random.chance(0.6))
    env[random.chance(0.9) ? switcher : 'ENV_FOR_DYNACONF'] = random.pick([
      'production',
      'Staging',
      'other',
      'production,extra',
    ] as const);
  if (random.chance(0.03)) env.MERGE_ENABLED_FOR_DYNACONF = 'true';
  return env;
}

function fileText(random: Random, path: string, environments: boolean): string {
  const data: Record<string, Value> = {};
  if (environments) {
    for (const name of [
      'default',
      'development',
      'production',
      'staging',
      'shop',
      'global',
      'extra',
      'Other',
    ])
      if (random.chance(name === 'default' ? 0.9 : 0.35)) data[name] = settings(random);
    if (random.chance(0.1)) data.dynaconf_merge = random.chance(0.8);
  } else Object.assign(data, settings(random));
  return path.endsWith('.toml')
    ? tomlText(data)
    : path.endsWith('.json')
      ? JSON.stringify(data)
      : yamlText(data);
}

function settings(random: Random): Record<string, Value> {
  const made: Record<string, Value> = {};
  const put = (name: string, value: Value) => {
    made[random.chance(0.3) ? name.toLowerCase() : name] = value;
  };
  if (random.chance(0.5)) put('PORT', scalar(random));
  if (random.chance(0.5)) put('NAME', scalar(random));
  if (random.chance(0.4)) put('TAGS', tags(random));
  if (random.chance(0.6)) put('DATABASE', random.chance(0.93) ? table(random, 0) : scalar(random));
  if (random.chance(0.15)) put('DATABASE__PORT', scalar(random));
  if (random.chance(0.1)) put('database__OPTS__a', scalar(random));
  if (random.chance(0.12)) made.dynaconf_merge = random.chance(0.8);
  return made;
}

function scalar(random: Random): Value {
  const value = random.chance(0.995) ? SCALARS[random.below(SCALARS.length)] : ODD[random.below(ODD.length)];
  return value === undefined ? 1 : value;
}

function tags(random: Random, marked = 0.15): Value {
  const items: Value[] = Array.from({ length: random.below(4) }, () => scalar(random));
  if (random.chance(marked)) items.push('dynaconf_merge');
  if (random.chance(marked / 2)) items.unshift('dynaconf_merge_unique');
  return items;
}

function table(random: Random, depth: number): Value {
  const made: Record<string, Value> = {};
  for (const name of ['PORT', 'HOST', 'extra', 'Opts', 'LIST']) {
    if (!random.chance(0.5)) continue;
    const key = random.chance(0.4) ? name.toLowerCase() : name;
    if (name === 'Opts' && depth < 2)
      made[key] = random.chance(0.8) ? table(random, depth + 1) : scalar(random);
    else made[key] = name === 'LIST' ? tags(random, 0.04) : scalar(random);
  }
  if (depth > 0 && random.chance(0.5)) made[random.chance(0.5) ? 'a' : 'A'] = scalar(random);
  if (random.chance(depth > 0 ? 0.05 : 0.15)) made.dynaconf_merge = random.chance(0.7);
  return made;
}

function tomlText(data: Readonly<Record<string, Value>>): string {
  return `${Object.entries(data)
    .flatMap(([key, value]) => (value === null ? [] : [`${key} = ${inlineToml(value)}`]))
    .join('\n')}\n`;
}

function inlineToml(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(inlineToml).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, it]) => `${key} = ${inlineToml(it)}`)
      .join(', ')}}`;
  return typeof value === 'number' && !Number.isInteger(value) ? `${value}` : JSON.stringify(value);
}

/** Flow style: every JSON text is YAML as well. */
function yamlText(data: Readonly<Record<string, Value>>): string {
  return Object.entries(data)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
}
