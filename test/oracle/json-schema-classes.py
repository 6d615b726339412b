# ---- texts and their lengths
class Settings(BaseSettings):
    plain: str
    short: str = Field("ab", min_length=1, max_length=3)
    matching: str = Field(pattern="^[a-z]+$")
    stripped: Annotated[str, T.Annotated[str, Field(max_length=9)]] = "x"
    raw: bytes = b"raw"
    limited: bytes = Field(b"", max_length=4)
# ---- numbers and their bounds
class Settings(BaseSettings):
    port: int = Field(8000, ge=1, le=65535)
    above: int = Field(gt=0)
    below: float = Field(0.5, lt=1)
    step: float = Field(0.5, multiple_of=0.25)
    positive: PositiveInt = 1
    big: int = Field(2, le=9223372036854775807)
    huge: int = 1180591620717411303424
    ratio: float = 1
    small: float = 1e-9
    large: float = 1e16
    flag: bool = False
# ---- decimals
class Settings(BaseSettings):
    plain: decimal.Decimal
    bounded: decimal.Decimal = Field(ge=1, lt=10)
    digits: decimal.Decimal = Field(max_digits=5)
    places: decimal.Decimal = Field(decimal_places=2)
    both: decimal.Decimal = Field(max_digits=5, decimal_places=2)
    even: decimal.Decimal = Field(max_digits=2, decimal_places=2)
    optional: Optional[decimal.Decimal] = None
# ---- dates and durations
class Settings(BaseSettings):
    day: dt.date
    moment: dt.datetime
    hour: dt.time
    span: dt.timedelta = dt.timedelta(minutes=5)
    later: dt.date = Field(gt=dt.date(2020, 1, 1))
    longer: dt.timedelta = Field(ge=dt.timedelta(seconds=1))
# ---- identifiers, paths and sizes
class Settings(BaseSettings):
    identifier: uuid.UUID
    folder: pathlib.Path = pathlib.Path("data")
    written: pathlib.Path = "data"
    size: ByteSize = 1024
    limited: ByteSize = Field(gt=3)
    mail: EmailStr
# ---- addresses
class Settings(BaseSettings):
    any: AnyUrl
    web: HttpUrl
    short: HttpUrl = Field(max_length=100)
    postgres: PostgresDsn
    redis: Optional[RedisDsn] = None
    many: list[HttpUrl] = []
# ---- secrets
class Settings(BaseSettings):
    token: SecretStr
    with_default: SecretStr = SecretStr("s")
    long: SecretStr = Field(min_length=8)
    maybe: Optional[SecretStr] = None
    several: list[SecretStr] = []
    named: dict[str, SecretStr] = {}
# ---- secrets by their names only
class Settings(BaseSettings):
    api_key: str = "k"
    password: str
    token_ttl: int = 5
    database_url: str = "postgres://u:p@h/d"
# ---- literals
class Settings(BaseSettings):
    one: Literal["a"]
    several: Literal["a", "b"] = "a"
    numbers: Literal[1, 2] = 1
    mixed: Literal[1, "b"]
    with_none: Literal["a", None] = None
    truth: Literal[True]
    maybe: Optional[Literal["x", "y"]] = None
# ---- enums
class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Level(enum.IntEnum):
    """How loud it is."""

    LOW = 1
    HIGH = 2


class Only(str, enum.Enum):
    ONE = "one"


class Mixed(enum.Enum):
    TEXT = "text"
    NUMBER = 1


class Settings(BaseSettings):
    color: Color = Color.RED
    level: Level
    only: Only = Only.ONE
    mixed: Mixed = Mixed.NUMBER
    maybe: Optional[Color] = None
    several: list[Color] = [Color.RED]
    by_color: dict[Color, int] = {}
    written: Color = "red"
# ---- lists and sets
class Settings(BaseSettings):
    plain: list
    numbers: list[int] = [1, 2]
    some: list[str] = Field([], min_length=0, max_length=4)
    inner: list[Annotated[int, Field(gt=1)]] = []
    nested: list[list[int]] = []
    unique: set[int] = set()
    frozen: frozenset[str] = Field(min_length=1)
    sequence: T.Sequence[int] = ()
    deque: T.Deque[int] = Field(max_length=3)
# ---- tuples
class Settings(BaseSettings):
    pair: tuple[int, str] = (1, "a")
    many: tuple[int, ...] = ()
    any: tuple = ()
    none: tuple[()] = ()
    few: tuple[int, ...] = Field(max_length=2)
# ---- dictionaries
class Settings(BaseSettings):
    plain: dict
    typed: dict[str, int] = {"a": 1}
    any: dict[str, Any] = {}
    deep: dict[str, dict[str, list[int]]] = {}
    by_number: dict[int, str] = {1: "one"}
    some: dict[str, int] = Field({}, min_length=1)
    by_kind: dict[Literal["a", "b"], int] = {}
# ---- unions
class Settings(BaseSettings):
    either: Union[int, str]
    modern: int | str | None = None
    both: Union[int, float, None] = 1
    lists: Union[list[int], str] = "x"
    bounded: Union[int, str] = Field(1, gt=0)
    texts: Union[Literal["a"], Literal["b"]] = "a"
    numbers: Union[int, int] = 1
# ---- optional values and their constraints
class Settings(BaseSettings):
    plain: Optional[int] = None
    required: Optional[int]
    bounded: Optional[int] = Field(None, ge=1)
    text: Optional[str] = Field(None, min_length=1)
    inner: Optional[Annotated[int, Field(ge=1)]] = None
    several: Optional[list[int]] = Field(None, max_length=2)
# ---- anything
class Settings(BaseSettings):
    any: Any
    default: Any = None
    data: Any = {"a": [1, "b", None, 1.5, True]}
    objects: object = None
    nothing: None = None
# ---- JSON in a text
class Settings(BaseSettings):
    any: Json
    numbers: Json[list[int]]
    maybe: Optional[Json] = None
    bounded: Json[int] = Field(gt=1)
# ---- nested models
class Inner(BaseModel):
    x: int = 0


class Sub(BaseModel):
    """A part of it."""

    a: int
    inner: Inner = Inner()


class Settings(BaseSettings):
    sub: Sub
    maybe: Optional[Sub] = None
    several: list[Sub] = []
    named: dict[str, Sub] = {}
    default: Sub = Sub(a=9)
    described: Sub = Field(Sub(a=1), description="Another")
    either: Union[Sub, Inner] = Inner()
    made: Inner = Field(default_factory=Inner)
# ---- models that forbid and allow
class Forbids(BaseModel):
    model_config = ConfigDict(extra="forbid")
    x: int = 1


class Allows(BaseModel):
    model_config = ConfigDict(extra="allow", title="All of it")
    x: int = 1


class Settings(BaseSettings):
    model_config = SettingsConfigDict(extra="ignore")
    forbids: Forbids = Forbids()
    allows: Allows = Allows()
# ---- a model with secrets
class Login(BaseModel):
    user: str = "u"
    password: SecretStr = SecretStr("p")


class Settings(BaseSettings):
    login: Login = Login()
    several: list[Login] = []
# ---- a dataclass
@dataclasses.dataclass
class Point:
    """A place."""

    x: int
    y: int = 0


class Settings(BaseSettings):
    point: Point
    maybe: Optional[Point] = None
# ---- aliases
class Settings(BaseSettings):
    a: int = Field(1, alias="first")
    b: int = Field(1, validation_alias="second")
    c: int = Field(1, validation_alias=AliasChoices("third", "fourth"))
    d: int = Field(1, validation_alias=AliasPath("list", 0))
    e: int = Field(1, validation_alias=AliasChoices(AliasPath("list", 0), "fifth"))
    f: int = Field(alias="serial", validation_alias="sixth")
# ---- aliases and names
class Settings(BaseSettings):
    model_config = SettingsConfigDict(populate_by_name=True, env_prefix="APP_")
    a: int = Field(1, alias="first")
    b: int = Field(1, validation_alias=AliasPath("list", 0))
    c: int = 1
# ---- aliases with the prefix
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", env_prefix_target="all")
    a: int = Field(1, alias="first")
    b: int = 1
# ---- aliases of a nested model
class Sub(BaseModel):
    a: int = Field(1, alias="first")
    b: int = Field(alias="second")


class Settings(BaseSettings):
    sub: Sub
# ---- names
class Settings(BaseSettings):
    userName: str
    X: int
    X__y9a: int
    db_url2: str
    a1b2c: int
    HTTP_PROXY: str
    über_groß: str = ""
# ---- forbidding is the rule
class Settings(BaseSettings):
    port: int = 1
# ---- ignoring
class Settings(BaseSettings):
    model_config = SettingsConfigDict(extra="ignore")
    port: int = 1
# ---- allowing
class Settings(BaseSettings):
    model_config = SettingsConfigDict(extra="allow")
    port: int = 1
# ---- no fields
class Settings(BaseSettings):
    pass
# ---- a docstring
class Settings(BaseSettings):
    """What the  service reads.

        indented
          more

    and less
    """

    port: int = 1
# ---- a docstring on one line
class Settings(BaseSettings):
    "   blanks around   "
    port: int = 1
# ---- an inherited docstring
class Base(BaseSettings):
    """Of the base."""

    a: int = 1


class Settings(Base):
    b: int = 2
# ---- a title
class Settings(BaseSettings):
    model_config = SettingsConfigDict(title="The settings")
    port: int = 1
# ---- an inherited title
class Base(BaseSettings):
    model_config = SettingsConfigDict(title="The base", extra="ignore")


class Settings(Base):
    port: int = 1
# ---- what a field says to people
class Settings(BaseSettings):
    described: int = Field(1, description="A number")
    titled: int = Field(1, title="The Number")
    examples: int = Field(1, examples=[1, 2])
    extra: int = Field(1, json_schema_extra={"x-a": [1, None], "title": "Again"})
    annotated: Annotated[int, Field(description="In the annotation", title="T")] = 1
    both: Annotated[int, Field(gt=1)] = Field(3, lt=5)
# ---- deprecated
class Settings(BaseSettings):
    old: int = Field(1, deprecated=True)
    older: int = Field(1, deprecated="use `port`")
    replaced: int = Field(1, deprecated=True, json_schema_extra={"x-replacement": "port"})
    current: int = Field(1, deprecated=False)
    port: int = 1
# ---- defaults of another type
class Settings(BaseSettings):
    text: str = 1
    number: int = "4"
    truth: bool = "no"
    several: list[int] = ["x"]
    none: int = None
# ---- factories
class Settings(BaseSettings):
    several: list[int] = Field(default_factory=list)
    made: dict = Field(default_factory=lambda: {"a": 1})
    text: str = Field(default_factory=str)
# ---- validators
class Settings(BaseSettings):
    before: int = 1
    after: int = 1
    plain: int = 1

    @field_validator("before", mode="before")
    @classmethod
    def _before(cls, value):
        return value

    @field_validator("after")
    @classmethod
    def _after(cls, value):
        return value

    @field_validator("plain", mode="plain")
    @classmethod
    def _plain(cls, value):
        return value
# ---- validators in annotations
class Settings(BaseSettings):
    before: Annotated[int, BeforeValidator(int)] = 1
    after: Annotated[list[int], AfterValidator(list)] = []
# ---- a validator of the object
class Settings(BaseSettings):
    port: int = 1

    @model_validator(mode="after")
    def _check(self):
        return self
# ---- strict
class Settings(BaseSettings):
    model_config = SettingsConfigDict(strict=True)
    text: StrictStr
    number: StrictInt = 1
    truth: StrictBool = True
# ---- constrained calls
class Settings(BaseSettings):
    text: constr(min_length=1, pattern="a") = "a"
    number: conint(gt=1, multiple_of=2) = 2
# ---- several bases
class Database(BaseSettings):
    url: str
    pool: int = 5


class Cache(BaseSettings):
    model_config = SettingsConfigDict(extra="allow")
    host: str = "localhost"
    pool: int = 9


class Settings(Database, Cache):
    debug: bool = False
# ---- a field that is declared again
class Base(BaseSettings):
    a: int
    b: str = "b"


class Settings(Base):
    a: Optional[int] = None
# ---- class variables and private names
class Settings(BaseSettings):
    KIND: ClassVar[str] = "x"
    FIXED: Final[int] = 3
    _hidden: int = 1
    shown: int = 1
# ---- excluded and frozen
class Settings(BaseSettings):
    excluded: int = Field(1, exclude=True)
    frozen: int = Field(1, frozen=True, repr=False)
# ---- constants
DEFAULT_PORT = 8000
HOSTS = ["a", "b"]


class Settings(BaseSettings):
    port: int = DEFAULT_PORT
    hosts: list[str] = HOSTS
    double: int = DEFAULT_PORT * 2
# ---- a default that is computed
class Settings(BaseSettings):
    port: int = max(1, 2)
    limit: int = Field(1, le=max(1, 2))
# ---- decoding
class Settings(BaseSettings):
    several: Annotated[list[int], NoDecode] = []
    forced: Annotated[str, ForceDecode] = ""
# ---- union modes
class Settings(BaseSettings):
    value: Union[int, str] = Field("a", union_mode="left_to_right")
# ---- environment and files
class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env", env_nested_delimiter="__", case_sensitive=True, secrets_dir="/run/secrets"
    )
    port: int = 1
# ---- a model that holds itself
class Node(BaseModel):
    next: Optional["Node"] = None


class Settings(BaseSettings):
    root: Node
# ---- infinite numbers
class Settings(BaseSettings):
    most: float = float("inf")
    least: float = Field(0.0, ge=-1.5, allow_inf_nan=False)
# ---- root models, typed dicts, named tuples and discriminated unions
class Cat(BaseModel):
    kind: Literal['cat']
class Dog(BaseModel):
    kind: Literal['dog', 'wolf'] = 'dog'
class Numbers(RootModel[list[int]]):
    """Several."""
class Table(RootModel):
    root: dict[str, int] = {}
class Opts(TypedDict):
    a: int
    b: NotRequired[str]
class Closed(TypedDict):
    __pydantic_config__ = ConfigDict(extra='ignore')
    a: int
class Pair(NamedTuple):
    a: int
    b: str = 'b'
class Settings(BaseSettings):
    pet: Union[Cat, Dog] = Field(discriminator='kind')
    perhaps: Optional[Annotated[Union[Cat, Dog], Field(discriminator='kind')]] = None
    numbers: Numbers
    table: Table
    opts: Opts
    closed: Closed
    pair: Pair
# ---- a typed dict that a class mentioned twice holds
class Opts(TypedDict):
    a: int
class Firm(BaseModel):
    opts: Optional[Opts] = None
class Settings(BaseSettings):
    host: Optional[Opts] = None
    first: Union[Firm, int] = 1
    second: Optional[Firm] = None
# ---- a typed dict that is mentioned twice, behind a class that holds it
class Opts(TypedDict):
    a: int
class Firm(BaseModel):
    opts: Optional[Opts] = None
class Settings(BaseSettings):
    firm: Firm
    host: Optional[Opts] = None
    more: list[Opts] = []
# ---- a typed dict behind a class that holds it
class Opts(TypedDict):
    a: int
class Firm(BaseModel):
    opts: Optional[Opts] = None
class Settings(BaseSettings):
    firm: Firm
    host: Optional[Opts] = None
# ---- a typed dict that a class holds twice
class Opts(TypedDict):
    a: int
class Firm(BaseModel):
    opts: Optional[Opts] = None
    more: Optional[Opts] = None
class Settings(BaseSettings):
    host: Optional[Opts] = None
    other: Optional[Opts] = None
    firm: Optional[Firm] = None
