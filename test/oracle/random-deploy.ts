import { type Random, randomFrom } from './random.ts';
import type { SettingsCase } from './settings-case.ts';

/** Two versions of a settings class and two states of what they read, with what is the same setting in both. */
export interface RandomDeploy {
  readonly from: string;
  readonly to: string;
  readonly env: Readonly<Record<string, string>>;
  /** The dotenv file before and after. */
  readonly today: string;
  readonly release: string;
  /** Name in the old class, name in the new one. */
  readonly same: readonly (readonly [string, string])[];
  /** Names in the old class of fields that are gone. */
  readonly removed: readonly string[];
  /** Names in the new class of fields whose type changes. */
  readonly retyped: ReadonlySet<string>;
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly default?: string;
  readonly limit?: string;
  /** Further names under which it is read. */
  readonly alias?: string;
}

const NAMES = ['db_pool', 'timeout', 'page_size', 'workers'] as const;
const INTEGERS = ['5', '10', '20', '50'] as const;

function fieldOf(random: Random, name: string): Field {
  return { name, type: 'int', ...(random.chance(0.5) ? { default: random.pick(INTEGERS) } : {}) };
}

type Change = (random: Random, field: Field) => Field | undefined;

const CHANGES: readonly [Change, ...Change[]] = [
  (_random, field) => field,
  (_random, { name, ...field }) => ({ ...field, name: `${name}_limit` }),
  (_random, { name, ...field }) => ({ ...field, name: `${name}_limit`, alias: name }),
  (random, field) => ({ ...field, default: random.pick(INTEGERS) }),
  (_random, { default: _gone, ...field }) => field,
  (random, field) => ({ ...field, limit: `ge=${random.pick(INTEGERS)}` }),
  (random, field) => ({ ...field, type: random.pick(['float', 'str', 'bool']) }),
  () => undefined,
];

function declaration({ name, type, default: value, limit, alias }: Field): string {
  const written = value === undefined ? '' : type === 'str' ? `"${value}"` : type === 'bool' ? 'True' : value;
  const first = alias === undefined ? [] : [`validation_alias=AliasChoices("${name}", "${alias}")`];
  const bounds = limit === undefined || type === 'str' || type === 'bool' ? [] : [limit];
  const options = [...first, ...bounds];
  if (options.length === 0) return `    ${name}: ${type}${written === '' ? '' : ` = ${written}`}`;
  const all = written === '' ? options : [`default=${written}`, ...options];
  return `    ${name}: ${type} = Field(${all.join(', ')})`;
}

function classOf(fields: readonly Field[], extra: string): string {
  const body = fields.length === 0 ? ['    pass'] : fields.map(declaration);
  const configuration = `    model_config = SettingsConfigDict(env_file=".env", extra="${extra}")`;
  return ['class Settings(BaseSettings):', configuration, '', ...body, ''].join('\n');
}

/** A deploy that comes of a seed. */
export function randomDeploy(seed: number): RandomDeploy {
  const random = randomFrom(seed);
  const before = NAMES.slice(0, 1 + random.below(NAMES.length)).map((name) => fieldOf(random, name));
  const kept = before.map((field) => [field, random.pick(CHANGES)(random, field)] as const);
  const fresh = random.chance(0.3) ? [fieldOf(random, 'region_code')] : [];
  const after = [...kept.flatMap(([, field]) => field ?? []), ...fresh];
  const keys = [...new Set([...before, ...after].map((it) => it.name.toUpperCase()))];
  const today = keys.filter(() => random.chance(0.55)).map((key) => `${key}=${random.pick(INTEGERS)}`);
  const extra = random.pick(['ignore', 'ignore', 'forbid']);
  return {
    from: classOf(before, extra),
    to: classOf(after, random.chance(0.85) ? extra : random.pick(['ignore', 'forbid'])),
    env: Object.fromEntries(
      keys.filter(() => random.chance(0.15)).map((key) => [key, random.pick(INTEGERS)]),
    ),
    today: `${today.join('\n')}\n`,
    release: `${(random.chance(0.5) ? today : released(random, today, kept)).join('\n')}\n`,
    same: kept.flatMap(([a, b]) => (b ? [[a.name, b.name] as const] : [])),
    removed: kept.flatMap(([a, b]) => (b ? [] : a.name)),
    retyped: new Set(kept.flatMap(([a, b]) => (b && a.type !== b.type ? [b.name] : []))),
  };
}

/** The values that a release brings: renamed with the code, changed, gone, or as they were. */
function released(
  random: Random,
  today: readonly string[],
  kept: readonly (readonly [Field, Field | undefined])[],
): readonly string[] {
  return today.flatMap((line) => {
    const [key = '', value = ''] = line.split('=');
    const next = kept.find(([field]) => field.name.toUpperCase() === key)?.[1];
    if (next && random.chance(0.6)) return [`${next.name.toUpperCase()}=${value}`];
    if (random.chance(0.2)) return [];
    return random.chance(0.2) ? [`${key}=${random.pick(INTEGERS)}`] : [line];
  });
}

/** The four states of a deploy as cases: the old code and the new on the old values, then both on the new values. */
export function statesOf(it: RandomDeploy): readonly SettingsCase[] {
  return [it.today, it.release].flatMap((text) =>
    [it.from, it.to].map((code) => ({ name: 'deploy', code, env: it.env, files: { '.env': text } })),
  );
}
