import {
  type Command,
  type Disposable,
  type Event,
  EventEmitter,
  Range,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
} from 'vscode';
import { byUrgency, gateDescription, gateIcon, gateLabel } from './gate-icon.ts';
import type { LanguageServer } from './language-server.ts';
import type { MigrationGate, MigrationState } from './protocol.ts';

/** A line of the view: a migration, whose turn it is, or a gate of its next phase. */
export type MigrationNode =
  | {
      readonly kind: 'migration';
      readonly state: MigrationState;
      readonly id: string;
      readonly folder: string;
    }
  | { readonly kind: 'turn'; readonly state: MigrationState }
  | { readonly kind: 'gate'; readonly state: MigrationState; readonly gate: MigrationGate };

/** The view `Migrations`: open migrations with their gates. */
export interface MigrationsView extends Disposable {
  /** Asks the server again, as soon as the view is looked at. */
  readonly refresh: () => void;
}

/** Registers the view; it asks the server only while somebody looks at it. */
export function createMigrationsView(server: LanguageServer, isRunning: () => boolean): MigrationsView {
  const changed = new EventEmitter<void>();
  const view = window.createTreeView('crossfade.migrations', {
    treeDataProvider: provider(server, isRunning, changed.event),
    showCollapseAll: true,
  });
  return {
    refresh: () => changed.fire(),
    dispose: () => {
      view.dispose();
      changed.dispose();
    },
  };
}

function provider(
  server: LanguageServer,
  isRunning: () => boolean,
  onDidChangeTreeData: Event<void>,
): TreeDataProvider<MigrationNode> {
  return {
    onDidChangeTreeData,
    getTreeItem: itemOf,
    getChildren: async (node) => {
      if (node?.kind === 'migration') return below(node.state);
      if (node !== undefined || !isRunning()) return [];
      const { migrations } = await server.execute('crossfade.server.migrationStatus', {});
      return migrations.map((state) => ({
        kind: 'migration',
        state,
        id: state.id,
        folder: state.folder,
      }));
    },
  };
}

function below(state: MigrationState): MigrationNode[] {
  return [
    { kind: 'turn', state },
    ...byUrgency(state.gates).map((gate) => ({ kind: 'gate', state, gate }) as const),
  ];
}

function itemOf(node: MigrationNode): TreeItem {
  switch (node.kind) {
    case 'migration':
      return migrationItem(node.state);
    case 'turn':
      return turnItem(node.state);
    case 'gate':
      return gateItem(node.state, node.gate);
  }
}

function migrationItem(state: MigrationState): TreeItem {
  const item = new TreeItem(state.title, TreeItemCollapsibleState.Expanded);
  item.id = `${state.folder} ${state.id}`;
  item.description = state.next === null ? state.phase : `${state.phase} → ${state.next}`;
  item.iconPath = new ThemeIcon(state.blocked ? 'git-pull-request-draft' : 'git-pull-request');
  item.contextValue = state.blocked ? 'migration.blocked' : 'migration.ready';
  item.tooltip = state.reason.replaceAll('`', '');
  item.accessibilityInformation = {
    label: `${state.title}, ${item.description}, ${state.blocked ? 'waits' : 'can advance'}`,
  };
  item.command = open('Open Record', state.uri);
  return item;
}

function turnItem(state: MigrationState): TreeItem {
  const item = new TreeItem(TURNS[state.turn]);
  item.id = `${state.folder} ${state.id} turn`;
  const owner = state.turn === 'owner' && state.owner !== null ? `${state.owner}: ` : '';
  item.description = `${owner}${state.reason.replaceAll('`', '')}`;
  item.iconPath = new ThemeIcon('person');
  item.tooltip = item.description;
  item.command = open('Open Record', state.uri);
  return item;
}

const TURNS: Readonly<Record<MigrationState['turn'], string>> = {
  owner: 'Owner',
  code: 'Code',
  environments: 'Environments',
  release: 'Release',
};

function gateItem(state: MigrationState, gate: MigrationGate): TreeItem {
  const item = new TreeItem(gateLabel(gate));
  item.description = gateDescription(gate);
  item.iconPath = gateIcon(gate);
  item.tooltip = `${gateLabel(gate)} ${item.description}`;
  item.accessibilityInformation = { label: item.tooltip };
  item.command = open('Show What Decided It', gate.uri ?? state.uri, gate.line ?? 0);
  return item;
}

function open(title: string, uri: string, line = 0): Command {
  const options = { selection: new Range(line, 0, line, 0), preserveFocus: false };
  return { title, command: 'vscode.open', arguments: [Uri.parse(uri, true), options] };
}
