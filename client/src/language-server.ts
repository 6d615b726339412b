import { type ExtensionContext, type LogOutputChannel, workspace } from 'vscode';
import { ExecuteCommandRequest, type LanguageClient, State } from 'vscode-languageclient/node';
import { createClient } from './client.ts';
import { type ServerCommand, type ServerCommands, TRUST_GRANTED } from './protocol.ts';
import { restartPolicy } from './restart-policy.ts';
import { serialQueue } from './serial-queue.ts';
import type { ServerState } from './status.ts';

/** The language server of this window, as the commands see it. */
export interface LanguageServer {
  /** Runs a command of the server; rejects with a sentence for the user when the server does not run. */
  readonly execute: <C extends ServerCommand>(
    command: C,
    params: ServerCommands[C]['params'],
  ) => Promise<ServerCommands[C]['result']>;
  /** Starts or ends the server, as `crossfade.enable` says. */
  readonly follow: () => Promise<void>;
  /** Ends the server and starts it again; while one restart waits, a further one is the same. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Tells a running server that the user trusts the workspace now. */
  readonly grantTrust: () => void;
}

/** What the server needs from the extension. */
export interface LanguageServerHost {
  readonly context: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly onState: (state: ServerState) => void;
  /** Called once for each failure to run, with a sentence for the user. */
  readonly onFailure: (message: string) => void;
}

/** Whether the user wants Crossfade in this window. */
function isEnabled(): boolean {
  return workspace.getConfiguration('crossfade').get('enable', true);
}

/** The server of this window; it does not run before `follow` or `restart`. */
export function languageServer(host: LanguageServerHost): LanguageServer {
  const slot: Slot = { client: undefined };
  const queue = serialQueue();
  const follow = (): Promise<void> => (isEnabled() ? start(host, slot) : switchOff(host, slot));
  const restart = async (): Promise<void> => {
    await stop(host, slot);
    await follow();
  };
  return {
    execute: async (command, params) => {
      if (!slot.client) throw new Error('The Crossfade language server does not run');
      return slot.client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [params] });
    },
    follow: () => queue.add(follow),
    restart: () => queue.addOnce(restart),
    stop: () => queue.add(() => stop(host, slot)),
    grantTrust: () => {
      if (slot.client?.state === State.Running) void slot.client.sendNotification(TRUST_GRANTED);
    },
  };
}

/** Where the client is while the server should run. */
interface Slot {
  client: LanguageClient | undefined;
}

async function start(host: LanguageServerHost, slot: Slot): Promise<void> {
  if (slot.client) return;
  host.onState({ kind: 'starting' });
  const fail = failOnce(host, slot);
  const client = newClient(host, slot, fail);
  slot.client = client;
  try {
    await client.start();
  } catch (error) {
    host.log.error(error instanceof Error ? error : String(error));
    fail(DOES_NOT_START);
  }
}

const DOES_NOT_START = 'The Crossfade language server does not start';

/** What one failing client tells the user: the first sentence and no other. */
function failOnce(host: LanguageServerHost, slot: Slot): (message: string) => void {
  let failed = false;
  return (message) => {
    if (failed) return;
    failed = true;
    slot.client = undefined;
    host.onState({ kind: 'failed', message });
    host.onFailure(message);
  };
}

function newClient(host: LanguageServerHost, slot: Slot, fail: (message: string) => void): LanguageClient {
  let work = 0;
  let hasRun = false;
  const showRunning = (): void => {
    const server = client.initializeResult?.serverInfo?.version;
    const version = server ?? String(host.context.extension.packageJSON.version);
    host.onState({ kind: 'running', version, working: work > 0 });
  };
  const client = createClient(host.context, host.log, {
    onWork: (change) => {
      work = Math.max(0, work + change);
      if (client.state === State.Running) showRunning();
    },
    errorHandler: restartPolicy({ hasRun: () => hasRun, giveUp: fail }),
    onRefused: () => fail(DOES_NOT_START),
  });
  client.onDidChangeState(({ newState }) => {
    if (slot.client !== client) return;
    if (newState === State.Starting) host.onState({ kind: 'starting' });
    if (newState === State.Running) {
      hasRun = true;
      work = 0;
      showRunning();
    }
  });
  return client;
}

async function stop(host: LanguageServerHost, slot: Slot): Promise<void> {
  const { client } = slot;
  slot.client = undefined;
  if (!client) return;
  try {
    await client.dispose();
  } catch (error) {
    // A server that has ended by itself cannot be stopped, and that is what was wanted.
    host.log.debug(`stopping the language server: ${error instanceof Error ? error.message : error}`);
  }
}

async function switchOff(host: LanguageServerHost, slot: Slot): Promise<void> {
  await stop(host, slot);
  host.onState({ kind: 'off' });
}
