import type { Resolution } from '../../../server/src/core/binding/resolution.ts';
import type { ServiceShape } from '../lab/service.ts';
import type { NaiveScenario, Scenario } from '../scenario.ts';
import { inOnePullRequest, toggle } from './by-hand.ts';
import { heldValue } from './held-value.ts';

/** One key becomes several, several become one, or several get other names. */
interface Regrouped {
  readonly migrate: readonly string[];
  readonly answers?: Readonly<Record<string, string>>;
  readonly right: readonly unknown[];
  readonly inUse: (resolution: Resolution) => unknown;
  /** Fields that the class has today, and what the environments say of them. */
  readonly fields: readonly string[];
  readonly production: readonly string[];
  readonly development: readonly string[];
  /** What code uses, before and after; no third where the command line changes it. */
  readonly uses: readonly [string] | readonly [string, string];
}

const SPLIT: Regrouped = {
  migrate: ['split', 'CACHE', 'CACHE_HOST', 'CACHE_PORT'],
  answers: { conversion: 'host-port' },
  right: ['cache.internal:6379'],
  inUse: joined('cache', 'cache_host', 'cache_port'),
  fields: ['cache: str'],
  production: ['CACHE=cache.internal:6379'],
  development: ['CACHE=localhost:6379'],
  uses: ['settings.cache', 'f"{settings.cache_host}:{settings.cache_port}"'],
};

const MERGE: Regrouped = {
  migrate: ['merge', 'MAIL_HOST', 'MAIL_PORT', 'MAIL_ADDRESS'],
  answers: { precedence: 'new', convert: 'join-host-port' },
  right: ['mail.internal:25'],
  inUse: joined('mail_address', 'mail_host', 'mail_port'),
  fields: ['mail_host: str', 'mail_port: int'],
  production: ['MAIL_HOST=mail.internal', 'MAIL_PORT=25'],
  development: ['MAIL_HOST=localhost', 'MAIL_PORT=1025'],
  uses: ['f"{settings.mail_host}:{settings.mail_port}"', 'settings.mail_address'],
};

const MOVE: Regrouped = {
  migrate: ['move', 'MAIL_HOST=SMTP_HOST', 'MAIL_PORT=SMTP_PORT'],
  right: ['mail.internal:25'],
  inUse: (resolution) => {
    const [host, port] = [
      ['smtp_host', 'mail_host'],
      ['smtp_port', 'mail_port'],
    ].map((names) => heldValue(...names)(resolution));
    return host === undefined || port === undefined ? undefined : `${host}:${port}`;
  },
  fields: ['mail_host: str', 'mail_port: int'],
  production: ['MAIL_HOST=mail.internal', 'MAIL_PORT=25'],
  development: ['MAIL_HOST=localhost', 'MAIL_PORT=1025'],
  uses: ['f"{settings.mail_host}:{settings.mail_port}"'],
};

export const REGROUPED: readonly Scenario[] = [
  planned('split', 'code-first', SPLIT),
  planned('split, tolerant', 'env-first', SPLIT),
  planned('merge', 'code-first', MERGE),
  planned('merge, tolerant', 'env-first', MERGE),
  planned('move', 'code-first', MOVE),
  planned('move, tolerant', 'env-first', MOVE),
];

export const NAIVE_REGROUPED: readonly NaiveScenario[] = [
  naive('split', SPLIT),
  naive('merge', MERGE),
  naive('move', MOVE),
];

/** The whole where the class has it, else its two parts. */
function joined(whole: string, host: string, port: string) {
  return (resolution: Resolution): unknown => {
    const one = heldValue(whole)(resolution);
    const parts = [host, port].map((name) => heldValue(name)(resolution));
    if (parts.every((it) => it !== undefined && it !== null)) return parts.join(':');
    return one;
  };
}

function shapeOf({ fields, production, development, uses }: Regrouped, tolerant: boolean): ServiceShape {
  const declared = fields.map((it) => `    ${it}\n`).join('');
  return {
    tolerant,
    inUse: uses[0],
    settings: [['    payments_url: str', `${declared}    payments_url: str`]],
    dotenv: production,
    development,
  };
}

function planned(name: string, plan: 'env-first' | 'code-first', change: Regrouped): Scenario {
  const { uses, right, inUse, migrate, answers = {} } = change;
  const reads = plan === 'env-first' ? 'migrate' : 'expand';
  return {
    name,
    plan,
    right,
    inUse,
    migrate,
    answers,
    shape: shapeOf(change, plan === 'env-first'),
    byHand: (repository, { phase }, back) => {
      const [before, after] = uses;
      if (phase === reads && after !== undefined)
        toggle(repository, 'app/main.py', [`${before}}`, `${after}}`], back);
    },
  };
}

function naive(name: string, change: Regrouped): NaiveScenario {
  const { uses, right, inUse, migrate, answers = {} } = change;
  return {
    name,
    right,
    inUse,
    planned: migrate,
    answers,
    shape: shapeOf(change, false),
    change: async (repository) => {
      const [before, after] = uses;
      await inOnePullRequest(repository, migrate, answers);
      if (after !== undefined) toggle(repository, 'app/main.py', [`${before}}`, `${after}}`]);
    },
  };
}
