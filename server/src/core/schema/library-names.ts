/** Modules of pydantic and pydantic-settings that only say where in the library a name is defined. */
const INNER_MODULES: ReadonlySet<string> = new Set(
  `fields types networks functional_validators functional_serializers config main aliases alias_generators root_model
  color class_validators dataclasses env_settings sources base providers yaml toml json pyproject dotenv env secrets
  nested_secrets init utils annotated_handlers validators schema errors`.split(/\s+/),
);

/**
 * One spelling for a library's dotted name, wherever in the library it was imported from: `pydantic.Field` for
 * `pydantic.fields.Field`, `typing.X` for `typing_extensions.X`.
 */
export function canonicalName(name: string): string {
  if (name.startsWith('typing_extensions.')) return `typing.${name.slice(18)}`;
  if (name === 'warnings.deprecated') return 'typing.deprecated';
  if (name.startsWith('pydantic.v1.')) return name;
  if (!name.startsWith('pydantic.') && !name.startsWith('pydantic_settings.')) return name;
  const parts = name.split('.');
  return parts
    .filter((part, index) => index === 0 || index === parts.length - 1 || !INNER_MODULES.has(part))
    .join('.');
}

const PYDANTIC = `field_validator model_validator AfterValidator BeforeValidator PlainValidator WrapValidator SkipValidation
  InstanceOf root_validator validator field_serializer model_serializer PlainSerializer SerializeAsAny WrapSerializer
  ConfigDict Field computed_field PrivateAttr AliasChoices AliasGenerator AliasPath BaseModel create_model AnyUrl
  AnyHttpUrl FileUrl HttpUrl FtpUrl WebsocketUrl AnyWebsocketUrl UrlConstraints EmailStr NameEmail IPvAnyAddress
  IPvAnyInterface IPvAnyNetwork PostgresDsn CockroachDsn AmqpDsn RedisDsn MongoDsn KafkaDsn NatsDsn MySQLDsn MariaDBDsn
  ClickHouseDsn SnowflakeDsn RootModel Strict StrictStr conbytes conlist conset confrozenset constr StringConstraints
  ImportString conint PositiveInt NegativeInt NonNegativeInt NonPositiveInt confloat PositiveFloat NegativeFloat
  NonNegativeFloat NonPositiveFloat FiniteFloat condecimal condate UUID1 UUID3 UUID4 UUID5 UUID6 UUID7 UUID8 FilePath
  DirectoryPath NewPath Json Secret SecretStr SecretBytes SocketPath StrictBool StrictBytes StrictInt StrictFloat
  PaymentCardNumber ByteSize PastDate FutureDate PastDatetime FutureDatetime AwareDatetime NaiveDatetime AllowInfNan
  EncodedBytes EncodedStr Base64Bytes Base64Str Base64UrlBytes Base64UrlStr GetPydanticSchema Tag Discriminator JsonValue
  FailFast TypeAdapter OnErrorOmit`;
const PYDANTIC_SETTINGS = `BaseSettings SettingsConfigDict NoDecode ForceDecode PydanticBaseSettingsSource
  EnvSettingsSource DotEnvSettingsSource InitSettingsSource SecretsSettingsSource NestedSecretsSettingsSource
  YamlConfigSettingsSource TomlConfigSettingsSource JsonConfigSettingsSource PyprojectTomlConfigSettingsSource
  CliSettingsSource`;
const TYPING = `Annotated Any ClassVar Final Optional Union Literal List Dict Set FrozenSet Tuple Sequence Mapping
  MutableMapping MutableSequence MutableSet AbstractSet Iterable Iterator Collection Deque DefaultDict OrderedDict Counter
  Type Callable NamedTuple TypedDict NewType TypeVar Generic Protocol Pattern Text LiteralString SupportsInt Hashable
  ForwardRef TypeAlias TYPE_CHECKING cast overload no_type_check Required NotRequired`;

/** Names that `from library import *` brings, as far as settings code uses them. */
const STAR_EXPORTS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    pydantic: PYDANTIC,
    pydantic_settings: PYDANTIC_SETTINGS,
    typing: TYPING,
    typing_extensions: `${TYPING} Self override deprecated TypeAliasType ReadOnly`,
    enum: 'Enum IntEnum StrEnum Flag IntFlag auto unique EnumMeta',
    datetime: 'date datetime time timedelta timezone tzinfo',
    decimal: 'Decimal',
    pathlib: 'Path PurePath PosixPath WindowsPath PurePosixPath PureWindowsPath',
    uuid: 'UUID',
  }).map(([library, names]) => [library, new Set(names.split(/\s+/))]),
);

/** Whether `from library import *` binds a name; undefined for libraries that are not known here. */
export function starExports(library: string, name: string): boolean | undefined {
  return STAR_EXPORTS.get(library)?.has(name);
}
