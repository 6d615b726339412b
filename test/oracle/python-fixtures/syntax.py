import asyncio, sys as system
from . import sibling
from ..package.module import (first, second as other,)


async def gather(*tasks, limit: int = 3, **options):
    async with asyncio.timeout(limit) as scope, open("x") as file:
        async for item in stream(tasks):
            yield item
    result = [await one async for one in stream(tasks) if one]
    return


def walk(tree, /, depth=0, *, stop=None):
    global COUNT
    total, *rest = 0, 1, 2
    a = b = c = [x ** 2 for x in range(10) if x % 2 for y in (x, -x)]
    while depth < 10 and (line := next(tree, None)) is not None:
        depth += 1
        if line == "skip":
            continue
        elif line in ("stop", stop):
            break
    else:
        depth = ~depth << 2 | 1
    print(*rest, sep=", ", end="", file=system.stderr)
    yield from walk(tree[1:-1:2], depth if depth else None)
    lookup = {key: value for key, value in zip(a, b)}
    unique = {1, 2, *rest}
    empty = ()
    matrix[0, ...] = lambda row, *more, key=None: row @ more
    assert total == 0, "never"
    return {**lookup, "unique": unique}, not empty


class Shape(Base, metaclass=Meta):
    x: int; y: int = 2
    kind = "shape"

    def area(self): return self.x * self.y

    class Inner:
        pass


@decorator(1)[0]
class Point(Shape):
    def __init__(self, x=1., y=.5e-3, z=0xFF, w=0b1_0, v=1j):
        def count():
            nonlocal x
            x += 1
        self.x, self.y = x, y
        for i, (a, b) in enumerate([(1, 2)]):
            try:
                pass
            except* ValueError:
                pass
            else:
                del a, self.y[b]
            finally:
                with (open("a") as one, open("b")):
                    raise
            with open("a") if a else open("b") if b else None as one:
                pass


def match_it(command):
    match command:
        case ["go", direction] | [direction]:
            return direction
        case {"name": str(name), **rest} if rest:
            return name
        case Point(x=0, y=-1.5) as point:
            return point
        case Point(x=int() as x, y=0 | 1 as y) if x:
            pass
        case "a" | None | True | 3 | color.RED:
            pass
        case (1, *others):
            pass
        case _:
            return """text
over lines""" + r'\d' if 0 else rb'' b'more'


type Pair[T: int, *Ts] = tuple[T, *Ts]
def generic[T](value: T) -> list[T]: return [value]
value = 1 if True else 2 if False else 3
chained = 1 < 2 <= 3 != 4 is not None not in ()
long = 1 + \
    2
text = f"{value!r:>{10}} {{literal}} {chained=}" 'plain' f'{", ".join(x for x in "ab")}'
