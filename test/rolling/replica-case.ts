import type { Resolution } from '../../server/src/core/binding/resolution.ts';
import type { MigrationAsk } from '../../server/src/core/features/migrations.ts';
import type { KindName } from '../../server/src/core/migration/kinds/kinds.ts';
import type {
  Code,
  EnvironmentState,
  Held,
  LayerState,
  ReaderModel,
} from '../../server/src/core/migration/replica-model.ts';
import type { Files } from '../migration/walk.ts';
import type { Random } from '../oracle/random.ts';
import { oneKey } from './cases/one-key.ts';
import { regrouped } from './cases/regrouped.ts';
import { reread } from './cases/reread.ts';
import { signing } from './cases/signing.ts';
import type { SaidFate } from './fate.ts';

/** One replica: a version of the code that a migration goes through, and what it finds when it starts. */
export interface ReplicaCase {
  readonly ask: MigrationAsk;
  readonly code: Code;
  /** The code before the migration, and of this version. */
  readonly today: Files;
  readonly files: Files;
  readonly state: EnvironmentState;
  /** A layer of secrets, which the model has no word for: what shows of it is in `state` as well. */
  readonly secrets?: LayerState;
  /** Text of `.env`, and the variables of the process. */
  readonly dotenv: string;
  readonly environment: Readonly<Record<string, string>>;
  /** `app.settings` or `app.settings:Settings`. */
  readonly settings: string;
  /** Python expression over the module: what the service holds; null where nothing reads the key any more. */
  readonly value: string | null;
  /** What comes of a replica that is said to hold this. */
  readonly fateOf: (held: Held & { readonly kind: 'value' | 'split' }, reader: ReaderModel) => SaidFate;
  /** The value of `value`, from what `resolve` says; undefined where it leaves that open. */
  readonly resolved: (resolution: Resolution) => unknown;
}

type Generator = (random: Random) => ReplicaCase;

/** What makes cases of each kind. */
export const GENERATORS: Readonly<Record<KindName, Generator>> = {
  rename: (random) => oneKey(random, 'rename'),
  remove: (random) => oneKey(random, 'remove'),
  split: (random) => regrouped(random, 'split'),
  merge: (random) => regrouped(random, 'merge'),
  move: (random) => regrouped(random, 'move'),
  unit: (random) => regrouped(random, 'unit'),
  retype: (random) => reread(random, 'retype'),
  enum: (random) => reread(random, 'enum'),
  default: (random) => reread(random, 'default'),
  require: (random) => reread(random, 'require'),
  tighten: (random) => reread(random, 'tighten'),
  widen: (random) => reread(random, 'widen'),
  flag: (random) => reread(random, 'flag'),
  value: (random) => reread(random, 'value'),
  layer: (random) => reread(random, 'layer'),
  'rotate-credential': (random) => reread(random, 'rotate-credential'),
  'rotate-signing': signing,
};
