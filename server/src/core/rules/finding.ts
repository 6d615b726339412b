import type { KindName } from '../migration/kinds/kinds.ts';
import type { Place } from '../schema/schema.ts';
import type { Severity } from '../snapshot.ts';
import type { FileEdit } from '../text/file-edit.ts';
import type { Span } from '../text/span.ts';

/** What a rule yields. The rule's id and the configured severity are added by `run.ts`. */
export interface Finding {
  /** Non-empty and on one line; only findings about a whole file are zero-width, at its start. */
  readonly span: Span;
  /** Present tense, no final full stop, code in backticks, never a value that may be secret. */
  readonly message: string;
  /** Where it differs from the rule's default. A configured severity wins over both. */
  readonly severity?: Severity;
  readonly tags?: readonly ('deprecated' | 'unnecessary')[];
  readonly key?: string;
  readonly environments?: readonly string[];
  readonly field?: FieldReference;
  /** The error the real library would raise. */
  readonly upstream?: { readonly type: string; readonly loc: readonly (string | number)[] };
  /** Folder of the service that the finding is about. */
  readonly service?: string;
  readonly related?: readonly (Place & { readonly message: string })[];
  readonly fixes?: readonly Fix[];
}

export interface FieldReference {
  /** Id of the schema. */
  readonly settings: string;
  readonly name: string;
  readonly place: Place;
}

export interface Fix {
  /** An imperative: `Remove this line`. */
  readonly title: string;
  /** `safe`: what the service reads stays the same. `unsafe`: asks first. */
  readonly safety: 'safe' | 'unsafe';
  readonly kind: 'quickfix' | 'refactor.rewrite.crossfade.migrate' | 'refactor.rewrite.crossfade.configure';
  readonly edits: readonly FileEdit[];
  /** Instead of edits: starts a migration with these answers already given. */
  readonly migrate?: MigrationRequest;
}

export interface MigrationRequest {
  readonly kind: KindName;
  /** Name of the conversion, where the value changes on the way. */
  readonly convert?: string;
  /** Field name or key as the user knows it. */
  readonly from: string;
  readonly to?: string;
  readonly settings?: string;
}

/** A finding as users meet it. */
export interface Diagnostic extends Omit<Finding, 'service'> {
  readonly path: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly service: string | null;
}
