import assert from 'node:assert/strict';
import { ACCEPTED, DOTENV } from '../lab/repository.ts';
import type { NaiveScenario, Scenario } from '../scenario.ts';
import { toggle } from './by-hand.ts';
import { heldValue } from './held-value.ts';

const OLD = 'synthetic-production-key';
const NEXT = 'synthetic-production-key-2';
const ROTATE = ['rotate-credential', 'PAYMENTS_API_KEY'];
const BOTH = { both_allowed: 'yes' };

const PAYMENTS = `"""The payments service, which checks who asks."""

import os
import urllib.error
import urllib.request

from app.settings import get_settings


def answer() -> str:
    key = get_settings().payments_api_key.get_secret_value()
    headers = {"Authorization": f"Bearer {key}"}
    request = urllib.request.Request(os.environ["OTHER_SIDE"], headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30):
            return "accepted"
    except urllib.error.HTTPError:
        return "refused"
`;

/** A service that shows a credential to another one with each request. */
const CREDENTIAL: Pick<Scenario, 'shape' | 'right' | 'inUse'> = {
  shape: {
    inUse: 'answer()',
    imports: 'from app.payments import answer\n',
    files: { 'app/payments.py': PAYMENTS },
    process: ['OTHER_SIDE=http://payments.example.com'],
    accepted: [OLD],
  },
  right: ['accepted'],
  inUse: (resolution, _release, { accepted }) => {
    const held = heldValue('payments_api_key')(resolution);
    if (typeof held !== 'string') return undefined;
    return accepted.includes(held) ? 'accepted' : 'refused';
  },
};

export const CREDENTIALS: readonly Scenario[] = [
  {
    ...CREDENTIAL,
    name: 'rotate-credential',
    plan: 'code-first',
    migrate: ROTATE,
    answers: BOTH,
    // Nobody sees whether a secret is the new one.
    attest: async (repository, id, phase) => {
      const done = await repository.crossfade('attest', id, '--by-hand', 'all', '--by', '@on-call');
      // Taken again, a phase finds the steps before it ticked.
      assert.ok(done.status === 0 || /no open step/.test(done.error), done.error);
      if (phase !== 'contract') return;
      for (const name of ['production', 'development']) {
        const proof = ['--result', 'yes: the new one', '--command', 'looked at each replica'];
        const said = ['--environment', name, '--gate', 'G1', ...proof];
        const ran = await repository.crossfade('attest', id, ...said, '--by', '@on-call');
        assert.equal(ran.status, 0, `attest ${name}: ${ran.error}${ran.out}`);
      }
    },
    byHand: (repository, { phase }, back) => {
      if (phase === 'expand') toggle(repository, ACCEPTED, [`${OLD}\n`, `${OLD}\n${NEXT}\n`], back);
      if (phase === 'migrate') toggle(repository, DOTENV, [`=${OLD}\n`, `=${NEXT}\n`], back);
      if (phase === 'contract') toggle(repository, ACCEPTED, [`${OLD}\n${NEXT}\n`, `${NEXT}\n`], back);
    },
  },
];

export const NAIVE_CREDENTIALS: readonly NaiveScenario[] = [
  {
    ...CREDENTIAL,
    name: 'rotate-credential',
    planned: ROTATE,
    beyondSettings: true,
    answers: BOTH,
    change: async (repository) => {
      toggle(repository, ACCEPTED, [OLD, NEXT]);
      toggle(repository, DOTENV, [`=${OLD}\n`, `=${NEXT}\n`]);
    },
  },
];
