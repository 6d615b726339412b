import type { Random } from '../../oracle/random.ts';
import { type Asked, causeOf } from './load.ts';
import { poll } from './poll.ts';

/** A token that one replica has signed and another has looked at, by their process ids. */
export interface Looked {
  readonly signer: number;
  readonly verifier: number;
  readonly accepted: boolean;
}

/** Clients that have tokens signed and show them around, whichever replica answers. */
export interface TokenClients {
  readonly ask: Asked;
  readonly looked: () => readonly Looked[];
  /** Waits until everything that is signed by now has run out. */
  readonly expired: () => Promise<void>;
}

interface Token {
  readonly message: string;
  readonly token: string;
  readonly by: number;
  readonly at: number;
}

/** How long a token stays valid, in milliseconds. */
const LIFETIME = 2000;
const KEPT = 200;

/** Makes clients that verify a token of their own and an older one with each request. */
export function tokenClients(random: Random): TokenClients {
  const kept: Token[] = [];
  const looked: Looked[] = [];
  let count = 0;
  const valid = () => kept.filter((it) => Date.now() - it.at < LIFETIME);
  const shown = async (base: string, it: Token): Promise<'ok' | { failed: string } | { wrong: string }> => {
    const answer = await get(`${base}/verify?message=${it.message}&token=${it.token}`);
    if ('failed' in answer) return answer;
    const { valid: accepted, by: verifier } = answer.body as { valid: boolean; by: number };
    looked.push({ signer: it.by, verifier, accepted });
    return accepted ? 'ok' : { wrong: 'a token that is still valid is refused' };
  };
  return {
    ask: async (base) => {
      const message = `order-${count++}`;
      const answer = await get(`${base}/sign?message=${message}`);
      if ('failed' in answer) return answer;
      const own = { ...(answer.body as Pick<Token, 'token' | 'by'>), message, at: Date.now() };
      const [oldest = own, ...others] = valid();
      const older = random.pick([oldest, ...others]);
      kept.push(own);
      if (kept.length > KEPT) kept.shift();
      const results = [await shown(base, own), await shown(base, older)];
      return results.find((it) => it !== 'ok') ?? 'ok';
    },
    looked: () => looked,
    expired: async () => {
      const now = Date.now();
      await poll(() => (Date.now() - now > LIFETIME ? true : undefined), LIFETIME * 2);
    },
  };
}

async function get(url: string): Promise<{ readonly body: unknown } | { readonly failed: string }> {
  const answer = await fetch(url).catch((error: Error) => error);
  if (answer instanceof Error) return { failed: causeOf(answer) };
  if (answer.status !== 200) return { failed: `${answer.status} ${await answer.text()}` };
  return { body: await answer.json() };
}
