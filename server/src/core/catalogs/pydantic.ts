import type { Catalog } from './catalog.ts';

const PYDANTIC = { framework: 'pydantic', distribution: 'pydantic', since: '2.0' } as const;

/**
 * Keys of the configuration of a class that pydantic 2 does not look at any more, each with a warning while it runs.
 * Facts from pydantic/pydantic, `pydantic/_internal/_config.py`, seen with 2.13.5.
 */
export const pydanticConfig: Catalog = {
  ...PYDANTIC,
  home: 'pydantic-config',
  gone: '2.0',
  entries: [
    { name: 'allow_population_by_field_name', to: 'populate_by_name' },
    { name: 'anystr_lower', to: 'str_to_lower' },
    { name: 'anystr_strip_whitespace', to: 'str_strip_whitespace' },
    { name: 'anystr_upper', to: 'str_to_upper' },
    { name: 'keep_untouched', to: 'ignored_types' },
    { name: 'max_anystr_length', to: 'str_max_length' },
    { name: 'min_anystr_length', to: 'str_min_length' },
    { name: 'orm_mode', to: 'from_attributes' },
    { name: 'schema_extra', to: 'json_schema_extra' },
    { name: 'validate_all', to: 'validate_default' },
    { name: 'allow_mutation', note: '`frozen` says the opposite' },
    { name: 'error_msg_templates' },
    { name: 'fields', note: 'each field says it in its own `Field(…)`' },
    { name: 'getter_dict' },
    { name: 'smart_union', note: 'unions are smart anyway' },
    { name: 'underscore_attrs_are_private', note: 'attributes that begin with `_` are private anyway' },
    { name: 'json_loads' },
    { name: 'json_dumps' },
    { name: 'copy_on_model_validation' },
    { name: 'post_init_call' },
  ],
};

/**
 * Arguments of `Field(…)`, and names that `pydantic` itself had.
 * Facts from pydantic/pydantic, `pydantic/fields.py` and `pydantic/_migration.py`, seen with 2.13.5.
 */
export const pydanticField: Catalog = {
  ...PYDANTIC,
  home: 'pydantic-field',
  entries: [
    { name: 'env', gone: '2.0', note: '`validation_alias` names the variable' },
    { name: 'regex', gone: '2.0', to: 'pattern', raises: true },
    { name: 'const', gone: '2.0', note: 'a type `Literal[…]` says it', raises: true },
    { name: 'unique_items', gone: '2.0', note: 'a set says it', raises: true },
    { name: 'min_items', to: 'min_length' },
    { name: 'max_items', to: 'max_length' },
    { name: 'allow_mutation', note: '`frozen` says the opposite' },
    { name: 'include', gone: '2.0' },
    {
      name: 'BaseSettings',
      gone: '2.0',
      note: 'it is in the package `pydantic-settings`, which is installed by itself',
      raises: true,
    },
  ],
};
