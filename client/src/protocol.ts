/**
 * What the extension and the language server say to each other beyond the Language Server Protocol. All of
 * it is plain JSON.
 */

/** `initializationOptions` of `initialize`. */
export interface InitializationOptions {
  /** Whether the workspace is trusted; without trust facts from git are unknown. */
  readonly trusted: boolean;
  /** The client has the command `crossfade.generateMigration`, which asks what a migration needs to know. */
  readonly promptsForMigrations: true;
  /** Absolute path of a folder for caches of this workspace; it need not exist yet. */
  readonly cacheFolder?: string;
}

/** A notification from the client, without parameters: the user trusts the workspace now. */
export const TRUST_GRANTED = 'crossfade/trustGranted';

/** The scheme of the read-only reports that the server provides. */
export const REPORT_SCHEME = 'crossfade';

/** A kind of migration that the editor can start, as the server lists it. */
export interface MigrationKind {
  /** Its name in a record: `rotate-credential`. */
  readonly kind: string;
  readonly title: string;
  /** What it does: `Give a key another name`. */
  readonly summary: string;
  /** The keys that it is told: the old and the new ones, or the one that stays or goes. */
  readonly takes: 'old-new' | 'key' | 'one-to-many' | 'many-to-one' | 'pairs' | 'key-and-list';
}

/** The argument of the extension's command `crossfade.generateMigration` when a quick fix runs it. */
export interface MigrationRequest {
  /** Name of one of the kinds that the server lists. */
  readonly kind: string;
  /** The key as it is written in the settings files. */
  readonly from: string;
  readonly to?: string;
  /** Where one side has several keys; `from` and `to` are the first of them. */
  readonly fromKeys?: readonly string[];
  readonly toKeys?: readonly string[];
  /** Name of the conversion. */
  readonly convert?: string;
  /** The settings class, `MODULE:CLASS`. */
  readonly settings?: string;
  /** URI of the workspace folder, or of a document in it; without it every folder is asked. */
  readonly uri?: string;
}

/** A key that a migration can start from. */
export interface MigrationTarget {
  readonly key: string;
  readonly field: string;
  readonly settings: string;
  /** URI of the workspace folder. */
  readonly folder: string;
  /** Where the field is declared, relative to the workspace folder. */
  readonly path: string;
  readonly deprecated: boolean;
  /** The new name that the declaration suggests. */
  readonly replacement?: string;
  /** The environments whose files hold the key. */
  readonly environments: readonly string[];
}

/** Something only a person can answer; with `choices` the answer is one of them. */
export interface MigrationQuestion {
  readonly id: string;
  readonly text: string;
  readonly choices?: readonly string[];
}

/** One edit of a plan: `code` is record, test and code together, `env:PATH` one environment file. */
export interface MigrationStep {
  readonly id: string;
  readonly title: string;
  /** What it writes, relative to the workspace folder. */
  readonly files: readonly string[];
  /** The environments that read the file. */
  readonly environments?: readonly string[];
  readonly needsConfirmation: boolean;
  /** Why it needs confirmation: whole sentences. */
  readonly reason?: string;
}

/** A migration that is worked out but not applied. */
export interface PlannedMigration {
  readonly ok: true;
  /** The id that the record gets. */
  readonly id: string;
  /** URI of the workspace folder. */
  readonly folder: string;
  readonly title: string;
  /** The read-only document that shows the plan. */
  readonly planUri: string;
  /** Where the record stands once it is written. */
  readonly recordUri: string;
  /** What is still to be answered; with open questions the plan is a draft. */
  readonly questions: readonly MigrationQuestion[];
  /** Conversions to choose from, where the names of the keys do not say which one it is. */
  readonly conversions: readonly string[];
  readonly steps: readonly MigrationStep[];
}

/**
 * Why there is no plan. With `candidates` the request is repeated with one of them as `settings`; `planUri` is the
 * plan of the migration that is in the way.
 */
export interface RefusedMigration {
  readonly ok: false;
  readonly message: string;
  readonly candidates?: readonly string[];
  readonly planUri?: string;
}

/** A migration that has its record in the workspace. */
export interface MigrationRecord {
  readonly id: string;
  readonly uri: string;
  readonly planUri: string;
  readonly title: string;
  readonly phase: string;
}

/** A record by its id and the URI of its workspace folder: the argument of the commands about one. */
export interface RecordTarget {
  readonly id: string;
  readonly folder?: string;
  /** One environment file, by its path in the folder. */
  readonly path?: string;
}

/** A gate of a migration's next phase. */
export interface MigrationGate {
  readonly id: string;
  /** `null` for code and record as a whole. */
  readonly environment: string | null;
  readonly verdict: 'yes' | 'no' | 'unknown' | 'n/a';
  readonly reason: string;
  /** Passes only because somebody said so. */
  readonly waived: boolean;
  /** What decided it, with a zero-based line. */
  readonly uri?: string;
  readonly line?: number;
}

/** How far an open migration is. */
export interface MigrationState {
  readonly id: string;
  readonly folder: string;
  readonly uri: string;
  readonly planUri: string;
  readonly title: string;
  readonly phase: string;
  readonly next: string | null;
  readonly owner: string | null;
  readonly turn: 'owner' | 'code' | 'environments' | 'release';
  /** What is waited for. */
  readonly reason: string;
  /** Some gate of the next phase does not hold. */
  readonly blocked: boolean;
  readonly gates: readonly MigrationGate[];
}

/** On to the next phase, what the claimed one lacks, back to the one before, or given up. */
export type MigrationMove = 'advance' | 'resume' | 'rollback' | 'abandon';

/** The steps of a move in the order in which they are taken. */
export interface PlannedMove {
  readonly ok: true;
  readonly id: string;
  readonly folder: string;
  readonly recordUri: string;
  readonly title: string;
  readonly steps: readonly MigrationStep[];
  /** Sentences for the person who takes them. */
  readonly said: readonly string[];
}

/** An environment of a workspace folder. */
export interface ListedEnvironment {
  readonly name: string;
  /** The files that it takes values from, relative to the folder, highest rank first. */
  readonly files: readonly string[];
  /** None of its files is in the workspace. */
  readonly unseen: boolean;
}

/** A tag or branch of a folder's repository. */
export interface ListedRef {
  readonly name: string;
  readonly kind: 'tag' | 'branch';
}

/** Where a report can be read, or why there is none. */
export type ReportPlace =
  | { readonly ok: true; readonly uri: string }
  | { readonly ok: false; readonly message: string };

/** The server's commands, run with `workspace/executeCommand`: one object in, one object out. */
export interface ServerCommands {
  'crossfade.server.migrationTargets': {
    params: {
      readonly uri?: string;
      readonly position?: { readonly line: number; readonly character: number };
    };
    result: {
      readonly kinds: readonly MigrationKind[];
      readonly targets: readonly MigrationTarget[];
      readonly preselected?: string;
    };
  };
  'crossfade.server.planMigration': {
    params: MigrationRequest & { readonly answers?: Readonly<Record<string, string>> };
    result: PlannedMigration | RefusedMigration;
  };
  'crossfade.server.applyMigrationStep': {
    params: { readonly id: string; readonly folder: string; readonly step: string };
    result: { readonly applied: boolean; readonly message?: string };
  };
  'crossfade.server.listRecords': {
    params: Record<string, never>;
    result: { readonly records: readonly MigrationRecord[] };
  };
  'crossfade.server.migrationStatus': {
    params: Record<string, never>;
    result: { readonly migrations: readonly MigrationState[] };
  };
  'crossfade.server.planMove': {
    params: RecordTarget & { readonly move: MigrationMove };
    /** `blocked`: gates hold the next phase back. */
    result: PlannedMove | { readonly ok: false; readonly message: string; readonly blocked?: true };
  };
  'crossfade.server.applyMove': {
    params: RecordTarget & { readonly move: MigrationMove; readonly step: string };
    result: { readonly applied: boolean; readonly message?: string };
  };
  'crossfade.server.writeFinalNotes': {
    params: RecordTarget & { readonly reason: string };
    result: { readonly applied: boolean; readonly message?: string };
  };
  'crossfade.server.listEnvironments': {
    params: Record<string, never>;
    result: {
      readonly folders: readonly {
        /** URI of the workspace folder. */
        readonly folder: string;
        readonly environments: readonly ListedEnvironment[];
      }[];
    };
  };
  'crossfade.server.compareEnvironments': {
    params: { readonly folder: string; readonly environments: readonly string[] };
    result: ReportPlace;
  };
  'crossfade.server.listRefs': {
    params: Record<string, never>;
    result: {
      readonly folders: readonly { readonly folder: string; readonly refs: readonly ListedRef[] }[];
    };
  };
  'crossfade.server.checkDeploy': {
    /** Commit-ish; `HEAD`, and `.` for the files as they are. */
    params: { readonly folder: string; readonly from: string; readonly to: string };
    result: ReportPlace;
  };
  'crossfade.server.listSettings': {
    params: Record<string, never>;
    result: {
      readonly folders: readonly { readonly folder: string; readonly settings: readonly string[] }[];
    };
  };
  'crossfade.server.exportSchema': {
    params: { readonly folder: string; readonly settings: string };
    result: ReportPlace;
  };
  'crossfade.server.effectiveSettings': {
    params: { readonly folder: string; readonly environments: readonly [string] };
    result: ReportPlace;
  };
}

export type ServerCommand = keyof ServerCommands;
