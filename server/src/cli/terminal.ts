/** What a command may touch of the world around it, so that tests can stand in for it. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly readStdin: () => string;
  readonly currentDirectory: string;
  readonly outIsTerminal: boolean;
  readonly errorIsTerminal: boolean;
  /** `NO_COLOR`, `FORCE_COLOR`; nothing else of the process environment is ever read. */
  readonly noColor: boolean;
  readonly forceColor: boolean;
  /** Starts the language server on this process's standard streams. */
  readonly startServer: () => Promise<void>;
}

/** Wrong usage, bad configuration: one clear message and exit status 2. */
export class UsageError extends Error {}
