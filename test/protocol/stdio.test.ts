import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import {
  createProtocolConnection,
  InitializeRequest,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { eventually } from './eventually.ts';

const SERVER = ['bin/crossfade.mjs', 'lsp', '--stdio'];

describe('crossfade lsp --stdio, as built', () => {
  const FAULTS = {
    'no `Content-Length`': 'Content-Type: x\r\n\r\n{}',
    'a length that is not a number': 'Content-Length: many\r\n\r\n{}',
    'a negative length': 'Content-Length: -5\r\n\r\n{}',
    'a huge length': 'Content-Length: 99999999999999\r\n\r\n{}',
    'garbage for a header': 'GET / HTTP/1.1\r\n\r\n',
    'garbage without an end': 'hello there\n',
  };
  for (const [name, bytes] of Object.entries(FAULTS)) {
    it(`ends with one line on standard error after ${name}`, async () => {
      const { server, connection, errors } = await initialized();
      server.stdin.write(bytes);
      const [code] = await once(server, 'exit');
      assert.notEqual(code, 0);
      assert.match(errors(), /^crossfade: .*header.*\n$|^crossfade: .*Content-Length.*\n$/);
      assert.doesNotMatch(errors(), /hello|many|HTTP/);
      connection.dispose();
    });
  }

  it('survives a body that is not JSON', async () => {
    const { server, connection } = await initialized();
    connection.onError(() => undefined);
    server.stdin.write('Content-Length: 3\r\n\r\n{x}');
    assert.equal(await connection.sendRequest('shutdown'), null);
    await connection.sendNotification('exit');
    assert.equal((await once(server, 'exit'))[0], 0);
    connection.dispose();
  });

  it('ends when its client is killed', async () => {
    const parent = spawn(process.execPath, ['-e', PARENT, ...SERVER], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(String(line));
    assert.ok(pid > 0 && alive(pid));
    parent.kill('SIGKILL');
    await eventually('the server has ended', () => !alive(pid));
  });
});

/** Starts the server, as a client that is then killed. */
const PARENT = `
const { spawn } = require('node:child_process');
const server = spawn(process.execPath, process.argv.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: process.pid, rootUri: null, capabilities: {} } });
server.stdin.write('Content-Length: ' + body.length + '\\r\\n\\r\\n' + body);
server.stdout.once('data', () => process.stdout.write(String(server.pid)));
`;

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function initialized(): Promise<{
  readonly server: ChildProcessWithoutNullStreams;
  readonly connection: ProtocolConnection;
  readonly errors: () => string;
}> {
  const server = spawn(process.execPath, SERVER);
  let errors = '';
  server.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    workspaceFolders: null,
  });
  return { server, connection, errors: () => errors };
}
