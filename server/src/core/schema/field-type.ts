import type { Data } from '../syntax/data.ts';
import type { Field, Undecided } from './schema.ts';

export interface Constraints {
  readonly gt?: Data;
  readonly ge?: Data;
  readonly lt?: Data;
  readonly le?: Data;
  readonly multipleOf?: Data;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Rust regex syntax unless the class sets `regex_engine='python-re'` (then the field is undecided). */
  readonly pattern?: string;
  readonly strict?: boolean;
  readonly stripWhitespace?: boolean;
  readonly toLower?: boolean;
  readonly toUpper?: boolean;
  readonly allowInfNan?: boolean;
  readonly maxDigits?: number;
  readonly decimalPlaces?: number;
}

export type FieldType =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'literal'; readonly members: readonly LiteralMember[] }
  | {
      readonly kind: 'enum';
      readonly name: string;
      /** The mixed-in type; `plain` compares by value without conversion. */
      readonly base: 'plain' | 'str' | 'int' | 'float';
      readonly members: readonly { readonly name: string; readonly value: Data }[];
      /** The class's docstring. */
      readonly description?: string;
      /** A text names a member instead of being its value. Never of pydantic. */
      readonly byName?: boolean;
    }
  | { readonly kind: 'list' | 'set' | 'frozenset' | 'sequence' | 'deque'; readonly item: FieldType }
  | { readonly kind: 'tuple'; readonly items: readonly FieldType[]; readonly variadic: boolean }
  /** `abstract`: `Mapping`, of which pydantic 1 makes what it was given instead of a dict; others do not tell them apart. */
  | { readonly kind: 'dict'; readonly key: FieldType; readonly value: FieldType; readonly abstract?: true }
  | { readonly kind: 'optional'; readonly inner: FieldType }
  | {
      readonly kind: 'union';
      readonly members: readonly FieldType[];
      /** `tagged`: the value of the key `discriminator` chooses the member. */
      readonly mode: 'smart' | 'left-to-right' | 'tagged';
      readonly discriminator?: string;
      /** Inside another union the library does not see that it is complex: releases before 2.14. */
      readonly unseen?: true;
    }
  | { readonly kind: 'secret'; readonly inner: 'str' | 'bytes' }
  /** A URL or DSN class of pydantic, by name: `PostgresDsn`. */
  | { readonly kind: 'url'; readonly name: string }
  | {
      readonly kind: 'model';
      readonly name: string;
      /**
       * What else than a pydantic model it is; errors have other types then (`dataclass_type`). A root model has one
       * field, `root`, whose value stands for the whole.
       */
      readonly flavour?: 'dataclass' | 'pydantic-dataclass' | 'root' | 'typed-dict' | 'named-tuple';
      /** `strict=True` of its own configuration. */
      readonly strict?: boolean;
      /** A root model whose variable holds the text of its root, no JSON. */
      readonly asText?: true;
      readonly fields: readonly Field[];
      readonly extra: 'ignore' | 'allow' | 'forbid';
      readonly undecided: readonly Undecided[];
      /** `title` of the class's configuration. */
      readonly title?: string;
      /** The class's docstring. */
      readonly description?: string;
    }
  /** A text that code compares with others: a switch. Never of pydantic. */
  | SwitchType
  /** A text that code cuts in pieces. Never of pydantic. */
  | SeparatedType
  /** `text or default`: an empty text, or the one named here, is this value. Never of pydantic. */
  | {
      readonly kind: 'or-empty';
      readonly inner: FieldType;
      readonly empty: Data;
      readonly text?: string;
    }
  /** What comes of the text is one of these. Never of pydantic. */
  | { readonly kind: 'one-of'; readonly inner: FieldType; readonly members: readonly Data[] }
  /** Code of the service sees what the conversion accepted, so what that refuses stays refused. Never of pydantic. */
  | { readonly kind: 'judged'; readonly inner: FieldType; readonly reason: string }
  /** What comes of the text is of one of these kinds; `name` for people. Never of pydantic. */
  | {
      readonly kind: 'instance';
      readonly inner: FieldType;
      readonly of: readonly Data['kind'][];
      readonly name: string;
    }
  /** An address that becomes a tuple of its parts, or a dict of settings. Never of pydantic. */
  | { readonly kind: 'address'; readonly form: AddressForm; readonly drivers?: CacheDrivers }
  /** A text of names and values: `a=1,b=2`. Never of pydantic. */
  | PairsType
  /** `Json` (no inner type) and `Json[T]`. */
  | { readonly kind: 'json'; readonly inner?: FieldType }
  | { readonly kind: 'constrained'; readonly inner: FieldType; readonly constraints: Constraints }
  /** Not understood, or judged by code of the user: nothing is claimed. */
  | {
      readonly kind: 'undecided';
      readonly reason: string;
      /** Its value in a variable is JSON, though what comes of that is not known: a TypedDict, a root model of a list. */
      readonly complex?: true;
    };

/** Which settings of Django an address becomes; `url` is any address. */
export type AddressForm = 'url' | 'db' | 'cache' | 'email' | 'channels' | 'search';

/** Backends of caches that depend on what is installed beside the library; absent where that is not known. */
export interface CacheDrivers {
  readonly redis?: string;
  readonly pymemcache?: string;
}

/** `text.lower() in ("1", "true")`: what is among neither list is `otherwise`. */
export interface SwitchType {
  readonly kind: 'switch';
  readonly on: readonly string[];
  readonly off: readonly string[];
  readonly otherwise: boolean | 'refused';
  /** What is done with the text before it is compared. */
  readonly fold: 'none' | 'lower' | 'upper';
  readonly strip: boolean;
}

/** `text.split(",")`. */
export interface SeparatedType {
  readonly kind: 'separated';
  /** Absent: runs of white space. */
  readonly separator?: string;
  readonly item: FieldType;
  readonly into: 'list' | 'tuple' | 'set';
  /** White space around each piece is cut off: that of ASCII (`string.whitespace`), or all (`str.strip`). */
  readonly strip: 'none' | 'ascii' | 'all';
  /** Empty pieces are left out. */
  readonly dropEmpty: boolean;
  /** Cut by `shlex`, to which quotes, backslashes and `#` mean something. */
  readonly words?: 'shlex';
  /** An empty text has no pieces, where `split` would give one. */
  readonly emptyIsNone?: boolean;
  /** `(` at both ends and then `)` at both ends are cut off first. */
  readonly brackets?: boolean;
}

/** `dict(piece.split("=", 1) for piece in text.split(","))`. */
export interface PairsType {
  readonly kind: 'pairs';
  readonly separator: string;
  /** What stands between a name and its value. */
  readonly between: string;
  readonly key: FieldType;
  readonly value: FieldType;
  /** White space around names and values is cut off. */
  readonly strip: boolean;
  /** Empty pieces are left out; otherwise only an empty text has none. */
  readonly dropEmpty: boolean;
}

export type SimpleKind =
  | 'str'
  | 'bool'
  | 'int'
  | 'float'
  | 'bytes'
  | 'any'
  | 'none'
  | 'decimal'
  | 'date'
  | 'datetime'
  /** `AwareDatetime` and `NaiveDatetime`. */
  | 'aware-datetime'
  | 'naive-datetime'
  | 'time'
  | 'timedelta'
  | 'uuid'
  /** `UUID4` and its like: one version only. */
  | 'uuid1'
  | 'uuid3'
  | 'uuid4'
  | 'uuid5'
  | 'uuid6'
  | 'uuid7'
  | 'uuid8'
  | 'path'
  | 'ipv4-address'
  | 'ipv6-address'
  | 'ipvany-address'
  | 'ipv4-network'
  | 'ipv6-network'
  | 'ipvany-network'
  | 'ipv4-interface'
  | 'ipv6-interface'
  | 'ipvany-interface'
  | 'email'
  | 'name-email'
  | 'byte-size'
  /** A number or the name of a level of `logging`. Never of pydantic. */
  | 'log-level'
  /** A text in which `\\n` stands for a line break. Never of pydantic. */
  | 'lines'
  /** What a value of TOML is, and else the text itself. Never of pydantic. */
  | 'toml-value';

export interface LiteralMember {
  readonly data: Data;
  /** Set for a member of an enum: `Literal[Level.LOW]`. */
  readonly enumBase?: 'plain' | 'str' | 'int' | 'float';
}
