import assert from 'node:assert/strict';
import type { Repository } from '../lab/repository.ts';

/** Replaces one text of a file by another; with `back`, the other way round. Throws where it is not there. */
export function toggle(
  repository: Repository,
  path: string,
  [from, to]: readonly [string, string],
  back = false,
): void {
  const text = repository.read(path);
  const [before, after] = back ? [to, from] : [from, to];
  assert.ok(text.includes(before), `${path} no longer has ${JSON.stringify(before)}`);
  repository.write(
    path,
    text.replace(before, () => after),
  );
}

/** Code and environments at once, against the advice of `migrate`. */
export async function inOnePullRequest(
  repository: Repository,
  migrate: readonly string[],
  answers: Readonly<Record<string, string>> = {},
): Promise<void> {
  repository.write('.answers.json', JSON.stringify({ owner: '@orders', unsafe_plan: 'yes', ...answers }));
  const asked = ['migrate', ...migrate, '--plan', 'one-pr', '--answers', '.answers.json'];
  const ran = await repository.crossfade(...asked, '--include-production');
  // It writes what is asked for, and says with the exit status that nothing proves it.
  assert.ok(ran.out.includes('\nWrote '), `crossfade ${asked.join(' ')}: ${ran.error}${ran.out}`);
}
