/** Names that every Python module has without an import (Python 3.14's `builtins`, without exceptions' subclasses). */
export const BUILTIN_NAMES: ReadonlySet<string> = new Set(
  (
    'abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex ' +
    'delattr dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash help ' +
    'hex id input int isinstance issubclass iter len list locals map max memoryview min next object oct open ord ' +
    'pow print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type ' +
    'vars zip __import__ BaseException Exception ImportError KeyError ModuleNotFoundError NotImplemented ' +
    'NotImplementedError OSError RuntimeError TypeError ValueError'
  ).split(' '),
);
