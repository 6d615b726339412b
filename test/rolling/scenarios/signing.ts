import assert from 'node:assert/strict';
import type { Resolution } from '../../../server/src/core/binding/resolution.ts';
import type { Release } from '../lab/deployment.ts';
import { DOTENV, type Repository } from '../lab/repository.ts';
import type { ServiceShape } from '../lab/service.ts';
import type { NaiveScenario, Phase, Scenario } from '../scenario.ts';
import { toggle } from './by-hand.ts';
import { heldValue } from './held-value.ts';

const SIGNS = { old: 'synthetic-key-one', next: 'synthetic-key-two' };
const ROTATE = ['rotate-signing', 'SECRET_KEY', 'SECRET_KEY_FALLBACKS'];
const LIFETIME = { max_token_ttl: '12h' };
const OLD = `SECRET_KEY=${SIGNS.old}\n`;
const NEXT = `SECRET_KEY=${SIGNS.next}\n`;
const AND_OLD = `${NEXT}SECRET_KEY_FALLBACKS=${SIGNS.old}\n`;

/** Signs with a key of the settings, and compares what was signed. */
const TOKENS = `"""Tokens that every replica accepts, whichever has signed them."""

import hashlib
import hmac

from app.settings import Settings, get_settings

settings: Settings = get_settings()


def sign(message: bytes) -> str:
    secret = settings.secret_key.get_secret_value().encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


def verify(message: bytes, signature: str) -> bool:
    return hmac.compare_digest(sign(message), signature)
`;

/** The same after a rotation: further keys are accepted. */
const TOKENS_OF_MANY = `"""Tokens that every replica accepts, whichever has signed them."""

import hashlib
import hmac

from app.settings import Settings, get_settings

settings: Settings = get_settings()


def sign(message: bytes, key: str | None = None) -> str:
    secret = (settings.secret_key.get_secret_value() if key is None else key).encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


def verify(message: bytes, signature: str) -> bool:
    return any(
        hmac.compare_digest(sign(message, key=key), signature) for key in settings.secret_key_accepted
    )
`;

const MANY = `    secret_key: SecretStr
    secret_key_fallbacks: SecretStr = SecretStr("")

    @property
    def secret_key_accepted(self) -> list[str]:
        return [self.secret_key.get_secret_value(), *self.secret_key_fallbacks.get_secret_value().split()]

`;

const ENDPOINTS = `    @app.get("/sign")
    def signed(message: str) -> dict[str, object]:
        return {"token": sign(message.encode()), "by": os.getpid()}

    @app.get("/verify")
    def verified(message: str, token: str) -> dict[str, object]:
        return {"valid": verify(message.encode(), token), "by": os.getpid()}
`;

const ONE_KEY = '[settings.secret_key.get_secret_value()]';
const ALL_KEYS = 'settings.secret_key_accepted';

/** A service whose replicas sign for each other, with one key or with several that are accepted. */
function signing(
  several: boolean,
): Pick<Scenario, 'shape' | 'right' | 'inUse' | 'signs' | 'migrate' | 'answers'> {
  const declared = several ? MANY : '    secret_key: SecretStr\n';
  const shape: ServiceShape = {
    inUse: several ? ALL_KEYS : ONE_KEY,
    imports: 'from app.tokens import sign, verify\n',
    endpoints: ENDPOINTS,
    files: { 'app/tokens.py': several ? TOKENS_OF_MANY : TOKENS },
    settings: [['    payments_url: str', `${declared}    payments_url: str`]],
    dotenv: [OLD.trimEnd()],
    development: ['SECRET_KEY=synthetic-development-key-one'],
  };
  const { old, next } = SIGNS;
  const right = [[old], [old, next], [next, old], [next]];
  return { shape, right, inUse: acceptedKeys, signs: SIGNS, migrate: ROTATE, answers: LIFETIME };
}

/** The key that signs, and those that code accepts beside it. */
function acceptedKeys(resolution: Resolution, release: Release): unknown {
  const key = heldValue('secret_key')(resolution);
  const several = release.files['app/tokens.py']?.includes('secret_key_accepted');
  const more = several ? heldValue('secret_key_fallbacks')(resolution) : '';
  if (typeof key !== 'string' || typeof more !== 'string') return undefined;
  return [key, ...more.split(' ').filter((it) => it !== '')];
}

export const SIGNINGS: readonly Scenario[] = [
  {
    ...signing(false),
    name: 'rotate-signing',
    plan: 'code-first',
    attest: attestWait,
    byHand: (repository, { phase, move }, back) => {
      if (phase === 'expand' && move === 0)
        toggle(repository, 'app/main.py', [`${ONE_KEY}}`, `${ALL_KEYS}}`], back);
      else keysByHand(repository, phase, back);
    },
  },
  {
    ...signing(true),
    name: 'rotate-signing, list known',
    plan: 'env-first',
    attest: attestWait,
    byHand: (repository, { phase }, back) => keysByHand(repository, phase, back),
  },
];

/** When the last replica began to sign with the new key, no file shows. */
async function attestWait({ crossfade }: Repository, id: string, phase: Phase): Promise<void> {
  if (phase !== 'contract') return;
  const said = ['--gate', 'G9', '--command', 'looked at the last restart', '--result', '13 hours ago'];
  const ran = await crossfade('attest', id, ...said, '--by', '@on-call');
  assert.equal(ran.status, 0, `attest: ${ran.error}${ran.out}`);
}

/** Keys are secrets: people put them into the environments, of development as well. */
function keysByHand(repository: Repository, phase: Phase, back: boolean): void {
  const steps = {
    expand: [OLD, `${OLD}SECRET_KEY_FALLBACKS=${SIGNS.next}\n`],
    migrate: [`${OLD}SECRET_KEY_FALLBACKS=${SIGNS.next}\n`, AND_OLD],
    contract: [AND_OLD, NEXT],
  } as const;
  const development = (text: string) => text.replaceAll('synthetic-key', 'synthetic-development-key');
  toggle(repository, DOTENV, steps[phase], back);
  const [from, to] = steps[phase];
  toggle(repository, '.env', [development(from), development(to)], back);
}

export const NAIVE_SIGNINGS: readonly NaiveScenario[] = [
  {
    ...signing(false),
    name: 'rotate-signing, swap',
    planned: ROTATE,
    change: async (repository) => toggle(repository, DOTENV, [OLD, NEXT]),
  },
  {
    // The recipe that is often given: the new key signs at once, and the old one is still accepted.
    ...signing(true),
    name: 'rotate-signing, recipe',
    planned: ROTATE,
    change: async (repository) => toggle(repository, DOTENV, [OLD, AND_OLD]),
  },
];
