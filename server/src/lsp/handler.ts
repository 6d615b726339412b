import type { Connection, ServerCapabilities } from 'vscode-languageserver/node';
import type { ClientFacts } from './client-facts.ts';
import type { Guard } from './guard.ts';
import type { PlannedMigrations } from './planned-migrations.ts';
import type { Workspace } from './workspace.ts';

/** Answers one kind of request. What it announces and what it registers stand in one file. */
export interface Handler {
  readonly capabilities: (client: ClientFacts) => ServerCapabilities;
  readonly register: (context: ServerContext) => void;
  /** Runs once the client is ready: dynamic registrations. */
  readonly started?: (context: ServerContext) => Promise<void> | void;
}

export interface ServerContext {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly client: ClientFacts;
  readonly guard: Guard;
  /** What migrations somebody is looking at. */
  readonly plans: PlannedMigrations;
}
