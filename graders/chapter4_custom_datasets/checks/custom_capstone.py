"""Checks for chapter4_custom_datasets/custom_capstone.

K = classes, M = test pictures.
"""

import torch

from learn.checks import check
from learn.claims import expect_seed_obeyed
from learn.expect import expect
from learn.picture_folders import KINDS, class_folders, drawn, encoded, oddities
from learn.pictures import matrix

NAMES = ["pebble", "hoop", "brick", "plus", "plank"]
"""What the folders are called: not in alphabetical order."""


def expect_names(names, count, classes):
    """Require a list with the name of a class for each test picture."""
    good = isinstance(names, list) and len(names) == count and all(isinstance(n, str) and n in classes for n in names)
    sentence = f"The result must be a list of {count} names of classes, one for each test picture."
    expect(True if good else names, "the names").to_be_true(sentence)


def mean_recall(names, true, classes):
    """Return the mean over classes of the share that got its name."""
    pairs = list(zip(names, true, strict=True))
    recalls = [sum(n == k for n, t in pairs if t == k) / true.count(k) for k in classes]
    return sum(recalls) / len(recalls)


def test_files(rng, pictures):
    """Return pictures of known classes as files whose names are not in the order in which they are written."""
    numbers = rng.permutation(len(pictures)).tolist()
    true = [label for _, (label, _) in sorted(zip(map(str, numbers), pictures, strict=True))]
    return {f"{n}.png": encoded(picture) for n, (_, picture) in zip(numbers, pictures, strict=True)}, true


test_files.__test__ = False


def judged(submission, rng, train, pictures, classes):
    """Require that enough pictures get the right name."""
    files, true = test_files(rng, pictures)
    names = submission.observe("named", train=train, test=files)
    expect_names(names, len(true), classes)
    counts = torch.zeros(len(classes), len(classes), dtype=torch.int64)
    for name, truth in zip(names, true, strict=True):
        counts[classes.index(truth), classes.index(name)] += 1
    submission.show(matrix("Test pictures: true classes down, predictions to the right", counts, classes))
    expect(mean_recall(names, true, classes), "the mean recall on the test pictures").to_reach_threshold()


@check("fit_folder", points=2, title="names new pictures of five kinds, in the order of their file names")
def test_fit_folder_accuracy(submission, rng):
    classes = rng.shuffled(NAMES)
    train = class_folders(rng, dict(zip(classes, rng.shuffled([32, 29, 26, 23, 20]), strict=True)))
    pictures = [(name, drawn(rng, kind)[0]) for name, kind in zip(classes, KINDS, strict=True) for _ in range(20)]
    judged(submission, rng, train, rng.shuffled(pictures), classes)


@check("fit_folder", title="does not forget a rare class where it looks like a frequent one")
def test_fit_folder_rare(submission, rng):
    moon, bar = (encoded(drawn(rng, kind)[0]) for kind in ("disc", "bar"))
    pictures = {"night": [bar] * 60 + [moon] * 16, "dawn": [moon] * 8}
    train = {f"{name}/{n}.png": content for name, files in pictures.items() for n, content in enumerate(files)}
    names = submission.observe("named", train=train, test={"1.png": moon, "2.png": bar, "3.png": moon})
    expect_names(names, 3, ["night", "dawn"])
    sentence = "All of the rare class looks like a fifth of the frequent one. The best mean recall comes from naming it."
    expect(True if names == ["dawn", "night", "dawn"] else names, "the names").to_be_true(sentence)


def small(rng, count=6):
    """Return a small training folder of two classes, so that training does not take long."""
    return class_folders(rng, {"tent": count, "lake": count + rng.integer(1, 3)})


def doubtful(rng, count):
    """Return files of pictures that are half tent and half lake, of which no model is sure."""
    both = [(drawn(rng, "disc")[0].float() + drawn(rng, "ring")[0].float()) / 2 for _ in range(count)]
    return {f"{n}.png": encoded(picture.to(torch.uint8)) for n, picture in enumerate(both)}


@check("fit_folder", title="takes grey pictures and RGBA ones, JPEG files and capital letters, and any size")
def test_fit_folder_kinds(submission, rng):
    def mixed(folder):
        height, width = rng.sizes(2, 9, 30)
        odd = oddities(rng, "x", height, width)
        one, two, tall = drawn(rng, "disc")[0], drawn(rng, "disc", 20, 12)[0], drawn(rng, "disc", 12, 21)[0]
        return {
            f"{folder}c.png": odd["x/grey.png"],
            f"{folder}b.png": odd["x/clear.png"],
            f"{folder}d.JPG": encoded(one, "jpeg"),
            f"{folder}e.jpeg": encoded(two, "jpeg"),
            f"{folder}a.PNG": encoded(tall),
        }

    test = mixed("")
    names = submission.observe("named", train=small(rng, 3) | mixed("tent/") | mixed("lake/"), test=test)
    expect_names(names, len(test), ["tent", "lake"])
    (first,) = (name for name in test if name.startswith("a"))
    names = submission.observe("named", train=small(rng, 3), test={first: test[first]})
    expect_names(names, 1, ["tent", "lake"])


def with_strays(rng):
    """Return a small training folder with broken pictures, and with files that are none."""
    odd = oddities(rng, "tent")
    strays = {name: odd[f"tent/{name}"] for name in (".hidden.png", "notes.txt", "broken.png")}
    train = small(rng) | {f"tent/{name}": content for name, content in strays.items()}
    return train | {"lake/empty.jpg": b"", "read me.txt": strays["notes.txt"]}


BLACK = encoded(torch.zeros(3, 16, 16, dtype=torch.uint8))


def plain(rng, *colour):
    """Return a file with a noisy picture in one colour."""
    low = torch.tensor(colour, dtype=torch.uint8)[:, None, None]
    return encoded(low + rng.randint(0, 60, 3, 16, 16, dtype=torch.uint8))


def misled(rng):
    """Return a training folder of two classes, where one has black pictures, and the other one many broken black ones."""
    tents = {f"tent/{n}.png": plain(rng, 190, 190, 190) for n in range(30)}
    lakes = {f"lake/{n}.png": plain(rng, 0, 0, 190) if n < 30 else BLACK for n in range(40)}
    return tents | lakes | {f"tent/broken{n}.png": BLACK[:-26] for n in range(60)}  # some of its pixels are gone


@check("fit_folder", title="leaves out broken pictures, and files that are none")
def test_fit_folder_strays(submission, rng):
    test = doubtful(rng, 4) | {".hidden.png": b"", "notes.txt": b"Not a picture.\n"}
    names = submission.observe("named", train=with_strays(rng), test=test)
    expect_names(names, 4, ["tent", "lake"])
    test = {"1.png": BLACK, "2.png": plain(rng, 190, 190, 190), "3.png": plain(rng, 0, 0, 190)}
    names = submission.observe("named", train=misled(rng), test=test)
    expect_names(names, 3, ["tent", "lake"])
    sentence = "Only lake has black pictures that are whole. Those in tent are broken: neither mend nor replace them."
    expect(True if names == ["lake", "tent", "lake"] else names, "the names").to_be_true(sentence)


@check("fit_folder", title="classifies each picture on its own, also beside pictures of another world")
def test_fit_folder_alone(submission, rng):
    train, test = small(rng), doubtful(rng, 60)
    white = encoded(torch.full((3, 16, 16), 255, dtype=torch.uint8))
    alone = submission.observe("named", train=train, test=test)
    expect_names(alone, 60, ["tent", "lake"])
    among = submission.observe("named", train=train, test=test | {f"white{n}.png": white for n in range(60)})
    expect_names(among, 120, ["tent", "lake"])
    true = dict(zip(sorted(test), alone, strict=True))
    expect(among[:60], "the names of pictures among others").to_match([true[name] for name in sorted(test)])


@check("fit_folder", title="gives equal pictures equal names")
def test_fit_folder_equal(submission, rng):
    train, test = small(rng), doubtful(rng, 60)
    twice = {f"{part}{name}": content for part in "ab" for name, content in test.items()}
    names = submission.observe("named", train=train, test=twice)
    expect_names(names, 120, ["tent", "lake"])
    expect(names[60:], "the names of the pictures that are there twice").to_match(names[:60])


@check("fit_folder", needs="test_fit_folder_equal", title="takes its randomness from torch's seed")
def test_fit_folder_seeds(submission, rng):
    seed = rng.integer(1, 1000)
    seen = submission.observe("seeded", seeds=[seed, seed, seed + 1], train=small(rng), test=doubtful(rng, 60))
    expect(seen["names"][1], "the names that the same seed gives a second time").to_match(seen["names"][0])
    expect_seed_obeyed(seen["following"])


@check("fit_folder", needs="test_fit_folder_strays", title="leaves both folders as they were")
def test_fit_folder_pure(submission, rng):
    train, test = with_strays(rng), doubtful(rng, 3)
    left = submission.observe("left_behind", train=train, test=test)
    for what, files in {"training folder": train, "test folder": test}.items():
        expect(sorted(left[what]), f"the files in the {what}").to_match(sorted(files))
        expect(left[what], f"the {what}").to_match(files)


# ------------------------------------------------------------------ evaluate_by_class


def answers(rng, counts):
    """Draw true and predicted names: ``counts`` has how often each pair of them comes."""
    pairs = rng.shuffled([pair for pair, count in counts.items() for _ in range(count)])
    return [predicted for _, predicted in pairs], [true for true, _ in pairs]


def confused(rng):
    """Return how often each pair (true name, predicted name) of three classes comes; each is predicted, right or wrong."""
    few, more, many = rng.integer(1, 2), rng.integer(3, 5), rng.integer(7, 9)
    right = {("elm", "elm"): many, ("oak", "oak"): few, ("fir", "fir"): more}
    return right | {("oak", "elm"): more, ("fir", "oak"): few, ("elm", "fir"): 1}


def report(submission, *args):
    """Return both parts of the report, once it is sure that there are two."""
    seen = submission.call("evaluate_by_class", *args)
    pair = isinstance(seen, tuple) and len(seen) == 2
    expect(True if pair else seen).to_be_true("The result must be a tuple of two: (recalls, balanced).")
    return seen


@check("evaluate_by_class", title="gives the recall of each class")
def test_evaluate_by_class_recalls(submission, reference, rng):
    for classes in (["elm", "fir", "oak"], ["oak", "elm", "fir"]):
        args = *answers(rng, confused(rng)), classes
        expect(report(submission, *args)[0], "recalls").to_match(reference.call("evaluate_by_class", *args)[0])


@check("evaluate_by_class", title="gives the mean of the recalls, in which all classes count the same")
def test_evaluate_by_class_balanced(submission, reference, rng):
    args = *answers(rng, confused(rng)), ["oak", "elm", "fir"]
    expect(report(submission, *args)[1], "balanced").to_match(reference.call("evaluate_by_class", *args)[1])


@check("evaluate_by_class", title="gives NaN to a class that does not occur, also where it is predicted")
def test_evaluate_by_class_absent(submission, reference, rng):
    args = *answers(rng, confused(rng) | {("elm", "yew"): 2}), ["ash", "elm", "yew", "fir", "oak"]
    expect(report(submission, *args)[0], "recalls").to_match(reference.call("evaluate_by_class", *args)[0])


@check("evaluate_by_class", title="leaves a class that does not occur out of the mean")
def test_evaluate_by_class_absent_mean(submission, reference, rng):
    args = *answers(rng, confused(rng)), ["ash", "elm", "yew", "fir", "oak"]
    expect(report(submission, *args)[1], "balanced").to_match(reference.call("evaluate_by_class", *args)[1])


@check("evaluate_by_class", title="gives 0 to a class that is never found, and counts it in the mean")
def test_evaluate_by_class_never(submission, reference, rng):
    counts = {("elm", "elm"): rng.integer(3, 5), ("oak", "elm"): rng.integer(2, 4), ("fir", "fir"): 2}
    args = *answers(rng, counts), ["elm", "fir", "oak"]
    expect(report(submission, *args)).to_match(reference.call("evaluate_by_class", *args))
