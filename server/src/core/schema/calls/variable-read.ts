import type { Expression, Statement } from '../../python/tree.ts';
import type { PythonFile } from '../reader.ts';
import type { DualRead, Place, ProxyNames, Undecided } from '../schema.ts';
import type { Cast } from './environ-cast.ts';

/** One read of a variable by its name. */
export interface VariableRead {
  readonly name: string;
  /** `index` raises when the name is not there, `get` gives its default, `in` asks only whether it is there. */
  readonly form: 'index' | 'get' | 'in';
  /** The default as written, and the file whose names it uses. */
  readonly default?: {
    readonly value: Expression;
    readonly file: PythonFile;
    /** It is given as it is, without the conversion that a text goes through. */
    readonly asItIs?: boolean;
  };
  readonly cast: Cast;
  /** Runs whenever the module is imported: at module or class level, outside branches. */
  readonly certain: boolean;
  /** A variable of the name with this behind it wins, and names a file that holds the value. */
  readonly fileSuffix?: string;
  /** What `$NAME` as a value stands for. */
  readonly proxy?: ProxyNames;
  /** Another key may hold the value: a migration is under way. */
  readonly dual?: DualRead;
  /** The name in the code. */
  readonly place: Place;
  readonly statement: Statement;
}

/** What a module reads, and where it cannot be seen what. */
export interface VariableReads {
  readonly reads: readonly VariableRead[];
  readonly open: readonly Undecided[];
}
