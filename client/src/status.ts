import { type Disposable, LanguageStatusSeverity, languages } from 'vscode';
import { documentSelector } from './document-selector.ts';

/** How the language server is. */
export type ServerState =
  | { readonly kind: 'off' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly version: string; readonly working: boolean }
  | { readonly kind: 'failed'; readonly message: string };

/** The language status of settings files. */
export interface Status extends Disposable {
  readonly show: (state: ServerState) => void;
}

/** Two items, because a language status item carries one action: the state with Restart, and the log. */
export function createStatus(): Status {
  const server = languages.createLanguageStatusItem('crossfade.server', documentSelector);
  server.name = 'Crossfade language server';
  const log = languages.createLanguageStatusItem('crossfade.log', documentSelector);
  log.name = 'Crossfade log';
  log.text = 'Crossfade log';
  log.command = { command: 'crossfade.showLogs', title: 'Show' };
  return {
    show: (state) => {
      server.busy = state.kind === 'starting' || (state.kind === 'running' && state.working);
      server.severity =
        state.kind === 'failed' ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
      server.text = TEXTS[state.kind];
      server.detail = detail(state);
      server.command =
        state.kind === 'off'
          ? { command: 'workbench.action.openSettings', title: 'Settings', arguments: ['crossfade.enable'] }
          : { command: 'crossfade.restartLanguageServer', title: 'Restart' };
    },
    dispose: () => {
      server.dispose();
      log.dispose();
    },
  };
}

const TEXTS: Readonly<Record<ServerState['kind'], string>> = {
  off: 'Crossfade is off',
  starting: 'Crossfade is starting',
  running: 'Crossfade',
  failed: 'Crossfade does not run',
};

function detail(state: ServerState): string {
  switch (state.kind) {
    case 'running':
      return `version ${state.version}`;
    case 'failed':
      return state.message;
    case 'starting':
    case 'off':
      return '';
  }
}
