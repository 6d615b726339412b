/** Classes that every case has; the script of Python makes them once. */
export const CLASSES = `class Color(enum.Enum):
    RED = 'red'
    BLUE = 'blue'


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Inner(BaseModel):
    x: int = 0
    tagList: list[str] = []


class Sub(BaseModel):
    a: int
    b: str = 'b'
    inner: Inner = Inner()


class Strict(BaseModel):
    model_config = ConfigDict(extra='forbid')
    a: int = 1
    other: Optional[list[int]] = Field(None, alias='oth')


@dataclasses.dataclass
class Point:
    a: int
    b: str = 'b'


class Cat(BaseModel):
    kind: Literal['cat']
    a: int = 9


class Dog(BaseModel):
    kind: Literal['dog', 'wolf'] = 'dog'
    b: str
    tagList: list[int] = []


class Bird(BaseModel):
    Kind: Literal['bird'] = Field(alias='kin')


class Fish(BaseModel):
    model_config = ConfigDict(extra='forbid', strict=True)
    Kind: Literal[1, 'fish'] = Field(alias='kin')
    a: int = 1


class Numbers(RootModel[list[int]]):
    pass


class Limit(RootModel[int]):
    pass


class Table(RootModel):
    root: dict[str, Union[Sub, int]] = {}


class Maybe(RootModel):
    root: Optional[Limit]


class Opts(TypedDict):
    a: int
    tagList: NotRequired[list[int]]


class Loose(TypedDict, total=False):
    __pydantic_config__ = ConfigDict(extra='ignore')
    a: Required[int]
    b: str


class Pair(NamedTuple):
    a: int
    b: str = 'b'
    inner: Optional[Inner] = None


class Firm(BaseModel):
    model_config = ConfigDict(strict=True)
    a: int = 1
    b: Optional[float] = None
    x: list[int] = []
    opts: Optional[Opts] = None
    color: Union[StrictInt, str, None] = None


class Twice(BaseModel):
    model_config = ConfigDict(extra='allow')
    opts: Optional[Opts] = None
    more: list[Opts] = []

`;

/** The classes that generated cases of pydantic 1 begin with. */
export const CLASSES_1 = `
class Color(str, enum.Enum):
    RED = 'red'
    BLUE = 'blue'


class Plain(enum.Enum):
    X = 'x'
    ONE = 1


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Mixed(int, enum.Enum):
    LOW = 1


class Inner(BaseModel):
    x: int = 0
    tags: List[str] = []


class Sub(BaseModel):
    a: int
    b: str = 'b'
    inner: Inner = Inner()


class Strict(BaseModel):
    a: int = 1
    other: Optional[List[int]] = Field(None, alias='oth')

    class Config:
        extra = 'forbid'


`;
