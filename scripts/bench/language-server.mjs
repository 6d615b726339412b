import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

/**
 * Starts a language server over stdio. The client does as little as it can, so that what is measured is the server.
 * @param {string[]} command arguments of Node
 * @param {string} folder the workspace folder
 */
export function startServer(command, folder) {
  const started = performance.now();
  const child = spawn(process.execPath, command, { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
  const answers = new Map();
  const pushes = [];
  let id = 0;
  const send = (message) => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    child.stdin.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  };
  child.stdout.on(
    'data',
    frames((message) => {
      if (message.method === undefined) return answers.get(message.id)?.(message);
      if (message.method === 'textDocument/publishDiagnostics') return pushes.shift()?.(message.params);
      if (message.id !== undefined) send({ id: message.id, result: reply(message) });
    }),
  );
  const request = (method, params) =>
    new Promise((resolve, reject) => {
      const own = ++id;
      answers.set(own, (message) => {
        answers.delete(own);
        if (message.error) reject(new Error(`${method}: ${message.error.message}`));
        else resolve(message.result);
      });
      send({ id: own, method, params });
    });
  return {
    child,
    started,
    request,
    notify: (method, params) => send({ method, params }),
    /** The next diagnostics that the server publishes. */
    pushed: () => new Promise((resolve) => pushes.push(resolve)),
    end: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await request('shutdown');
      send({ method: 'exit' });
      child.stdin.end();
      await ended;
    },
  };
}

const OFFLINE = { yaml: { validate: true, schemaStore: { enable: false } } };

/** Initializes a server; `pulls` says whether the client asks for diagnostics or waits for them. */
export async function initialize(server, folder, pulls) {
  await server.request('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'bench' }],
    capabilities: { textDocument: pulls ? { diagnostic: {} } : { publishDiagnostics: {} }, workspace: {} },
    initializationOptions: { trusted: false },
  });
  const answered = performance.now() - server.started;
  server.notify('initialized', {});
  // Others would load schemas from the network.
  if (!pulls) server.notify('workspace/didChangeConfiguration', { settings: OFFLINE });
  return answered;
}

/** Resident memory of a process in bytes; undefined where `ps` does not tell. */
export function memoryOf(pid) {
  const { status, stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  const kilobytes = Number(stdout?.trim());
  return status === 0 && kilobytes > 0 ? kilobytes * 1024 : undefined;
}

/** Processor time of a process in milliseconds; undefined where `/proc` does not tell. */
export function workOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return undefined;
  }
}

function reply({ method, params }) {
  return method === 'workspace/configuration' ? params.items.map(() => null) : null;
}

/** Takes bytes and gives the messages in them. */
function frames(receive) {
  let buffer = Buffer.alloc(0);
  return (chunk) => {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(buffer.toString('latin1', 0, end))?.[1]);
      if (buffer.length < end + 4 + length) return;
      const body = buffer.toString('utf8', end + 4, end + 4 + length);
      buffer = buffer.subarray(end + 4 + length);
      receive(JSON.parse(body));
    }
  };
}
