"""Pictures for checks: scikit-learn's digits, FashionMNIST's files, and folders that are drawn from a seed."""

import gzip
from io import BytesIO

import numpy as np
import pytest
import torch
from PIL import Image
from sklearn import datasets

from learn import fashion, images
from learn.errors import UsageError
from learn.picture_folders import KINDS, class_folders, drawn, encoded, oddities
from learn.rng import Rng
from learn.worker.folders import unpacked


@pytest.fixture
def small(tmp_path):
    """Return a folder with small files in FashionMNIST's format, some of them packed."""
    for part, count in (("train", 50), ("test", 20)):
        pictures, labels = images.FILES[part]
        pixels = torch.arange(count * 28 * 28).reshape(count, 28, 28) % 251
        (tmp_path / pictures).write_bytes(images.idx_bytes(pixels.to(torch.uint8)))
        (tmp_path / f"{labels}.gz").write_bytes(gzip.compress(images.idx_bytes((torch.arange(count) % 10).to(torch.uint8))))
    images.fashion_mnist.cache_clear()
    return tmp_path


def test_digits_are_those_of_scikit_learn():
    """In 256 shades, and in its order."""
    x, y = images.digits()
    theirs = datasets.load_digits()
    assert (x.shape, x.dtype) == ((1797, 8, 8), torch.uint8)
    assert np.array_equal(x.numpy(), (theirs.images * 255 / 16).round())
    assert y.tolist() == theirs.target.tolist()


def test_pictures_are_a_random_part_with_training_and_test_apart():
    """No picture is in both, and the seed decides which."""
    x_train, y_train, x_test, y_test = images.pictures(Rng(1), 900, 500)
    assert [len(part) for part in (x_train, y_train, x_test, y_test)] == [900, 900, 500, 500]
    x, _ = images.digits()
    order = {tuple(picture.flatten().tolist()): index for index, picture in enumerate(x)}
    numbers = [order[tuple(picture.flatten().tolist())] for picture in torch.cat([x_train, x_test])]
    assert (
        len(set(numbers)) == len(set(order.values()) & set(numbers)) >= 1390
    )  # a few digits were drawn twice in the same way
    again = images.pictures(Rng(1), 900, 500)
    assert torch.equal(again[0], x_train)
    assert not torch.equal(images.pictures(Rng(2), 900, 500)[0], x_train)


def test_with_its_folder_pictures_are_those_of_fashion_mnist_each_part_from_its_own(small):
    """Packed or not; test pictures come from the test files."""
    token = fashion.ROOT.set(small)
    try:
        x_train, y_train, x_test, _ = images.pictures(Rng(0), 30, 20)
    finally:
        fashion.ROOT.reset(token)
    assert fashion.USED.get() == "FashionMNIST"
    assert (x_train.shape, x_test.shape) == ((30, 28, 28), (20, 28, 28))
    own, labels = images.fashion_mnist(small, "train")
    assert all(
        (own[labels == label] == picture).all(dim=(1, 2)).any() for picture, label in zip(x_train, y_train, strict=True)
    )
    assert images.fashion_mnist(small, "test")[1].tolist() == [*range(10)] * 2


def test_files_that_are_missing_or_damaged_are_one_sentence(small):
    """Whoever named the folder is told which file, and what gets it."""
    labels = small / f"{images.FILES['test'][1]}.gz"
    labels.write_bytes(labels.read_bytes()[:-9])
    with pytest.raises(UsageError, match="cannot be read"):
        images.fashion_mnist(small, "test")
    labels.unlink()
    with pytest.raises(UsageError, match="`learn data fashion-mnist` gets"):
        images.fashion_mnist(small, "test")
    pictures = small / images.FILES["train"][0]
    pictures.write_bytes(pictures.read_bytes()[:-9])
    with pytest.raises(UsageError, match="is damaged"):
        images.fashion_mnist(small, "train")
    pictures.write_bytes(b"")
    with pytest.raises(UsageError, match="is damaged"):
        images.fashion_mnist(small, "train")
    pictures.write_bytes(images.idx_bytes(torch.zeros(7, 28, 28, dtype=torch.uint8)))
    with pytest.raises(UsageError, match="do not belong together"):
        images.fashion_mnist(small, "train")


# ------------------------------------------------------------------ drawn folders


@pytest.mark.parametrize("kind", KINDS)
def test_a_shape_is_whole_and_brighter_than_its_ground(kind):
    """And its mask says where it is."""
    for seed in range(20):
        picture, mask = drawn(Rng(seed), kind, 16, 20)
        assert (picture.shape, picture.dtype, mask.dtype) == ((3, 16, 20), torch.uint8, torch.bool)
        assert int(picture[:, mask].min()) > int(picture[:, ~mask].max()) + 50
        assert mask.any()
        assert not any(edge.any() for edge in (mask[0], mask[-1], mask[:, 0], mask[:, -1]))


def test_shapes_of_two_kinds_differ_in_more_than_place():
    """No flip of one makes the other: how many pixels there are of each row's largest count tells them apart."""
    counts = {kind: drawn(Rng(3), kind, 32, 32)[1].float().mean().item() for kind in KINDS}
    assert len(set(counts.values())) == len(KINDS)


@pytest.mark.parametrize(("channels", "mode"), [(None, "L"), (1, "L"), (3, "RGB"), (4, "RGBA")])
def test_files_hold_the_pixels_that_were_encoded(channels, mode):
    """Each number of channels has its mode."""
    shape = (5, 7) if channels is None else (channels, 5, 7)
    picture = Rng(0).randint(0, 255, *shape).to(torch.uint8)
    image = Image.open(BytesIO(encoded(picture)))
    assert image.mode == mode
    pixels = torch.from_numpy(np.array(image)).reshape(5, 7, -1).permute(2, 0, 1)
    assert torch.equal(pixels, picture.reshape(-1, 5, 7))


def test_folders_are_written_as_they_were_drawn_and_removed_again():
    """Uneven classes, odd files, an empty folder; the seed decides every byte."""
    files = class_folders(Rng(0), {"b": 2, "a": 1}) | oddities(Rng(1), "a") | {"empty/": b""}
    assert files == class_folders(Rng(0), {"b": 2, "a": 1}) | oddities(Rng(1), "a") | {"empty/": b""}
    with unpacked(files) as root:
        found = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        assert found == {name: content for name, content in files.items() if not name.endswith("/")}
        assert (root / "empty").is_dir()
    assert not root.exists()
    assert [Image.open(BytesIO(files[f"a/{name}.png"])).mode for name in ("grey", "clear")] == ["L", "RGBA"]
    with pytest.raises(OSError, match="truncated"):
        Image.open(BytesIO(files["a/broken.png"])).load()


# ------------------------------------------------------------------ learn data

REAL = fashion.DEBIAN


@pytest.fixture
def verified(small, monkeypatch):
    """Return the small folder, whose files pass for FashionMNIST's."""
    for name in fashion.SHA256:
        path = fashion.find(small, name)
        monkeypatch.setitem(fashion.SHA256, name, fashion.hashlib.sha256(fashion.read(path)).hexdigest())
    return small


def test_files_from_a_folder_are_verified_and_unpacked_where_torchvision_looks(verified, tmp_path_factory):
    """What is there already is left alone, and a second run finds all."""
    target = tmp_path_factory.mktemp("target")
    raw = fashion.get(target, verified)
    assert sorted(path.name for path in raw.iterdir()) == sorted(fashion.SHA256)
    assert fashion.get(target, None) == raw


def test_a_file_that_is_not_fashion_mnists_is_refused_before_anything_is_written(small, tmp_path_factory):
    """One sentence that names it."""
    target = tmp_path_factory.mktemp("target")
    with pytest.raises(UsageError, match="train-images-idx3-ubyte is not FashionMNIST's file of that name"):
        fashion.get(target, small)
    assert list(target.iterdir()) == []


def test_without_a_network_the_sentence_says_what_to_do(tmp_path, monkeypatch):
    """It names the option and, for Debian, the package."""
    monkeypatch.setattr(fashion, "DEBIAN", tmp_path / "not installed")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(UsageError, match="FashionMNIST could not be downloaded") as caught:
        fashion.get(tmp_path / "target", None)
    assert "`learn data fashion-mnist --from FOLDER`" in str(caught.value)
    assert "apt install dataset-fashion-mnist" in str(caught.value)


def test_nothing_is_downloaded_where_debians_package_is_installed(verified, tmp_path_factory, monkeypatch):
    """Its files are used without being named."""
    monkeypatch.setattr(fashion, "DEBIAN", verified)
    monkeypatch.setattr(fashion, "download", lambda _: pytest.fail("it tried"))
    raw = fashion.get(tmp_path_factory.mktemp("target"), None)
    assert sorted(path.name for path in raw.iterdir()) == sorted(fashion.SHA256)


def test_a_data_root_without_the_files_is_told_before_anything_is_graded(learn, tmp_path):
    """Exit code 2, one sentence."""
    done = learn("grade", "chapter0", "--data-root", tmp_path)
    assert done.returncode == 2
    assert "holds no train-images-idx3-ubyte, packed or not: `learn data fashion-mnist` gets" in done.stderr


def test_the_real_files_of_debians_package_are_complete(learn, tmp_path):
    """In CI the package is installed; elsewhere there is nothing to look at."""
    if not REAL.is_dir():
        pytest.skip("dataset-fashion-mnist is not installed")
    done = learn("data", "fashion-mnist", "--from", REAL, "--to", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("FashionMNIST is complete: learn grade chapter3 --data-root ")
    x, y = images.fashion_mnist(tmp_path, "test")
    assert (len(x), y.bincount().tolist()) == (10000, [1000] * 10)
