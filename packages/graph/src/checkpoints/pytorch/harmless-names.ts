/**
 * Names that training scripts leave beside the weights: settings, times, figures, folders. They hold no tensor, and nothing of
 * theirs is run or kept: whatever a pickle makes of them stands as one thing without contents.
 */
const names = [
  "numpy.dtype", "numpy.ndarray", "numpy.core.multiarray.scalar", "numpy.core.multiarray._reconstruct", "numpy.core.numeric._frombuffer",
  "numpy._core.multiarray.scalar", "numpy._core.multiarray._reconstruct", "numpy._core.numeric._frombuffer", "_codecs.encode",
  "argparse.Namespace", "types.SimpleNamespace", "datetime.datetime", "datetime.date", "datetime.time", "datetime.timedelta", "datetime.timezone",
  "pathlib.Path", "pathlib.PosixPath", "pathlib.WindowsPath", "pathlib.PurePosixPath", "pathlib.PureWindowsPath",
  "pathlib._local.PosixPath", "pathlib._local.WindowsPath", "pathlib._local.PurePosixPath", "pathlib._local.PureWindowsPath",
  "collections.deque", "collections.Counter", "uuid.UUID", "decimal.Decimal", "fractions.Fraction", "copyreg._reconstructor", "copy_reg._reconstructor",
];
/** Python's own types, as Python 3 and 2 name their module. */
const types = ["set", "frozenset", "list", "dict", "tuple", "int", "float", "str", "bool", "bytes", "bytearray", "complex", "range", "slice", "object"];

export const harmlessNames: ReadonlySet<string> = new Set([...names, ...types.flatMap((type) => [`builtins.${type}`, `__builtin__.${type}`])]);
