import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commitAll, git } from '../cli/git-repository.ts';
import { rulesOf } from './diagnostics-of.ts';
import { eventually } from './eventually.ts';
import { type Session, start } from './harness.ts';
import { SERVICE, SETTINGS } from './service.ts';

const FILES = {
  ...SERVICE,
  '.gitignore': '.env*\n',
  '.env': 'PORT=80\nAPI_KEY=s3cr3t-canary\n',
};
/** One more required key, which nothing sets. */
const NEXT = SETTINGS.replace('    workers', '    region: str\n    workers');

/** Two versions of the service, `v1` on `main`, and `v2` on a branch of it. */
async function versions(): Promise<Session> {
  const server = await start({ files: FILES });
  git(server.root, 'init', '--quiet', '--initial-branch', 'main');
  commitAll(server.root, 'v1');
  git(server.root, 'switch', '--quiet', '--create', 'region');
  server.write('settings.py', NEXT);
  commitAll(server.root, 'v2');
  await server.trust();
  return server;
}

async function report(server: Session, from: string, to: string): Promise<string> {
  const argument = { folder: server.uri('').replace(/\/$/, ''), from, to };
  const answer = (await server.execute('crossfade.server.checkDeploy', argument)) as { uri: string };
  assert.match(answer.uri, /^crossfade:.*\.md\?/);
  return (await server.content(answer.uri)).text;
}

describe('crossfade.server.checkDeploy', () => {
  it('offers tags and branches, and shows what a deploy would do', async () => {
    const server = await versions();
    const listed = (await server.execute('crossfade.server.listRefs')) as {
      readonly folders: readonly {
        readonly refs: readonly { readonly name: string; readonly kind: string }[];
      }[];
    };
    assert.deepEqual(
      new Set(listed.folders[0]?.refs.map((it) => `${it.kind} ${it.name}`)),
      new Set(['tag v1', 'tag v2', 'branch main', 'branch region']),
    );
    const page = await report(server, 'v1', 'v2');
    assert.match(page, /^# The deploy from v1 to v2 is not safe\n/);
    assert.match(page, /- \*\*before the deploy\*\*: set `REGION` in `development`/);
    assert.doesNotMatch(page, /canary/);
    await server.open('.env', 'PORT=80\nAPI_KEY=s3cr3t-canary\nREGION=north\n');
    assert.match(await report(server, 'v1', '.'), /^# What runs \\\(v1\\\) does not start again/);
    await server.stop();
  });

  it('says what is missing, and does not ask git without trust', async () => {
    const server = await versions();
    assert.match(await report(server, 'v0', 'v2'), /`v0` names no commit here; `git fetch --tags`/);
    for (const argument of [{}, { folder: server.uri('').replace(/\/$/, ''), from: 'v1' }])
      assert.deepEqual(await server.execute('crossfade.server.checkDeploy', argument), {
        ok: false,
        message: 'A deploy is between two versions',
      });
    await server.stop();
    const untrusted = await start({ files: FILES });
    git(untrusted.root, 'init', '--quiet');
    commitAll(untrusted.root, 'v1');
    assert.match(await report(untrusted, 'v1', '.'), /git is not asked in a workspace that is not trusted/);
    const listed = await untrusted.execute('crossfade.server.listRefs');
    assert.deepEqual((listed as { folders: { refs: unknown[] }[] }).folders[0]?.refs, []);
    await untrusted.stop();
  });
});

describe('unrecorded-breaking-change', () => {
  it('compares with the default branch once the workspace is trusted', async () => {
    const server = await versions();
    const isFound = async () =>
      rulesOf(await server.pull('settings.py')).includes('unrecorded-breaking-change');
    await eventually('a look at git', async () => (await isFound()) || undefined);
    await server.open('settings.py', SETTINGS);
    assert.equal(await isFound(), false);
    await server.stop();
  });
});
