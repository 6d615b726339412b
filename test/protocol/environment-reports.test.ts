import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { start } from './harness.ts';
import { SERVICE } from './service.ts';

const FILES = { ...SERVICE, '.env.staging': 'PORT=81\nAPI_KEY=canary-staging\n' };

interface Listed {
  readonly folders: readonly {
    readonly folder: string;
    readonly environments: readonly {
      readonly name: string;
      readonly files: readonly string[];
      readonly unseen: boolean;
    }[];
  }[];
}

describe('reports about environments', () => {
  it('are offered for the environments that there are', async () => {
    const server = await start({ files: FILES });
    const { folders } = (await server.execute('crossfade.server.listEnvironments', {})) as Listed;
    assert.deepEqual(
      folders[0]?.environments.map((it) => [it.name, it.files[0], it.unseen]),
      [
        ['development', '.env', false],
        ['staging', '.env.staging', false],
      ],
    );
    await server.stop();
  });

  it('are read-only documents of what the files are now, without a secret', async () => {
    const server = await start({ files: FILES });
    const { folders } = (await server.execute('crossfade.server.listEnvironments', {})) as Listed;
    const folder = folders[0]?.folder;
    const ask = async (command: string, environments: readonly string[]) => {
      const answer = (await server.execute(command, { folder, environments })) as { ok: true; uri: string };
      assert.equal(answer.ok, true);
      assert.match(answer.uri, /^crossfade:/);
      return { uri: answer.uri, text: (await server.content(answer.uri)).text };
    };
    const matrix = await ask('crossfade.server.compareEnvironments', ['development', 'staging']);
    assert.match(matrix.text, /\| `PORT` \| different \|.*\| `81` · \.env\.staging:1 \|/);
    const settings = await ask('crossfade.server.effectiveSettings', ['staging']);
    assert.match(settings.text, /^# Settings in staging\n/);
    assert.match(settings.text, /\| `port` \| `81` \| \.env\.staging:1 \|/);
    assert.doesNotMatch(`${matrix.text}${settings.text}`, /canary/);
    assert.deepEqual(server.received.stale, [matrix.uri, settings.uri]);
    await server.open('.env.staging', 'PORT=82\n');
    assert.match((await server.content(settings.uri)).text, /\| `port` \| `82` \|/);
    await server.stop();
  });

  it('are joined by a JSON Schema of the settings', async () => {
    const server = await start({ files: FILES });
    const { folders } = (await server.execute('crossfade.server.listSettings', {})) as {
      readonly folders: readonly { readonly folder: string; readonly settings: readonly string[] }[];
    };
    const [all] = folders;
    assert.ok(all);
    const [settings] = all.settings;
    assert.ok(settings);
    const argument = { folder: all.folder, settings };
    const answer = (await server.execute('crossfade.server.exportSchema', argument)) as { uri: string };
    assert.match(answer.uri, /^crossfade:.*\.json\?/);
    const { text } = await server.content(answer.uri);
    assert.equal(JSON.parse(text).title, settings.replace(/^.*:/, ''));
    assert.doesNotMatch(text, /canary/);
    for (const refused of [{}, { folder: all.folder }, { folder: all.folder, settings: 'nowhere' }])
      assert.deepEqual(await server.execute('crossfade.server.exportSchema', refused), {
        ok: false,
        message: 'There are no such settings',
      });
    await server.stop();
  });

  it('keep names of environments apart from their address', async () => {
    const server = await start({ files: { ...FILES, '.env.eu,west 1%2f': 'PORT=83\n' } });
    const { folders } = (await server.execute('crossfade.server.listEnvironments', {})) as Listed;
    const [all] = folders;
    assert.ok(all);
    const odd = all.environments.find((it) => it.files.includes('.env.eu,west 1%2f'));
    assert.ok(odd);
    const answer = (await server.execute('crossfade.server.effectiveSettings', {
      folder: all.folder,
      environments: [odd.name],
    })) as { ok: true; uri: string };
    assert.match((await server.content(answer.uri)).text, /\| `port` \| `83` \|/);
    await server.stop();
  });

  it('say so when there is nothing to show', async () => {
    const server = await start({ files: FILES });
    const { folders } = (await server.execute('crossfade.server.listEnvironments', {})) as Listed;
    const folder = folders[0]?.folder;
    const refused = { ok: false, message: 'There is no such environment' };
    for (const argument of [{}, { folder }, { folder: 'file:///nowhere', environments: ['staging'] }])
      assert.deepEqual(await server.execute('crossfade.server.compareEnvironments', argument), refused);
    const answer = (await server.execute('crossfade.server.effectiveSettings', {
      folder,
      environments: ['nowhere'],
    })) as { uri: string };
    assert.match((await server.content(answer.uri)).text, /has no environment `nowhere`/);
    await server.stop();
  });
});
