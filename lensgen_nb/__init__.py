__version__ = "0.2.0"


def __getattr__(name):
    "`from lensgen_nb import load`, without importing torch until it is asked for."
    if name == "load":
        from .runs import load
        return load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
