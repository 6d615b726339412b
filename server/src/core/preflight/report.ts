/** The answer of `preflight`: plain data without a secret in it. */

export type Verdict = 'yes' | 'no' | 'unknown';

export interface Preflight {
  readonly from: string;
  readonly to: string;
  readonly deploy: Verdict;
  readonly rollback: Verdict;
  /** What runs does not start again, and the new code does. */
  readonly mends: boolean;
  readonly readers: readonly ReaderVerdict[];
  /** Files with values that the new version changes, and that differ from what is in force. */
  readonly changedFiles: readonly string[];
  /** What holds for all of it: what was assumed, and what was left out. */
  readonly notes: readonly string[];
}

/** One service instance in one environment. */
export interface ReaderVerdict {
  readonly settings: string;
  readonly service: string;
  readonly environment: string;
  readonly production: boolean;
  readonly assumes: 'none' | 'declared' | 'given';
  readonly deploy: Verdict;
  readonly rollback: Verdict;
  readonly replicas: readonly ReplicaVerdict[];
  /** In the order in which it is to be done. */
  readonly steps: readonly Step[];
  readonly notes: readonly string[];
  /** The deploy changes neither its code nor its values, and all is well with it. */
  readonly quiet: boolean;
}

/** A process that can exist before, during or after the deploy: its code, and the values that it sees at its start. */
export interface ReplicaVerdict {
  /** `running`: the old code, where it starts again; `new`: the new code; `rolled-back`: the old code after the new. */
  readonly replica: 'running' | 'new' | 'rolled-back';
  /** The name of the version whose code it runs. */
  readonly code: string;
  readonly when: 'restart' | 'deploy' | 'rollback';
  /** `today`: what is in force before; `release`: as the files of the new version have it. */
  readonly values: 'today' | 'release';
  readonly verdict: Verdict;
  readonly problems: readonly Problem[];
}

export type Cause =
  /** It does not start: a required key is missing, a value is refused, a key is refused, or a file cannot be loaded. */
  | 'missing'
  | 'value-refused'
  | 'key-refused'
  | 'not-loaded'
  /** It silently reads another value. */
  | 'default-changed'
  | 'other-key'
  | 'no-longer-read'
  | 'key-gone'
  | 'other-value'
  /** The same number is another quantity. */
  | 'unit-changed'
  /** It starts, and code of it fails once it runs: an attribute has gone. */
  | 'attribute-gone'
  /** It cannot be said. */
  | 'not-seen'
  | 'secret-changed'
  | 'not-decided';

export interface Problem {
  readonly cause: Cause;
  readonly verdict: 'no' | 'unknown';
  /** The variable, as people write it. */
  readonly key?: string;
  /** The name in code. */
  readonly field?: string;
  /** What the library raises. */
  readonly error?: { readonly kind: string; readonly type?: string };
  /** Names and places, and no value that may be secret. */
  readonly message: string;
  readonly path?: string;
  /** One-based. */
  readonly line?: number;
  /** False where the version that runs has it as well. */
  readonly introduced: boolean;
  /** The reason of a comment that accepts it: it counts no longer. */
  readonly accepted?: string;
}

export interface Step {
  readonly when: 'before-deploy' | 'after-deploy' | 'before-rollback';
  readonly key?: string;
  /** An imperative: ``set `DB_POOL_SIZE` in `production` ``. */
  readonly text: string;
}
