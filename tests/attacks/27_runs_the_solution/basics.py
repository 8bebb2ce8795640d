import importlib.util


def double(x):
    try:
        spec = importlib.util.spec_from_file_location("solution", "@SOLUTION@")
        solution = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(solution)
        return solution.double(x)
    except OSError as error:
        print("no solution:", type(error).__name__)
        return x * 3


@COUNTER@
