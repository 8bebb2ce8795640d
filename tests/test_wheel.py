"""The wheel: built from the clone, installed where nothing else of ours is, grades chapter0 outside the checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path


def test_the_wheel_grades_outside_the_checkout(root, tmp_path):
    """Its only top-level name is ``learn``, the content is inside, and no file of the checkout is needed."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist"), str(root)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"learn"}
    assert "learn/_content/exercises/chapter0_fundamentals/chapter.toml" in names
    assert "learn/_content/scaffolds/report.html.j2" in names
    assert not [name for name in names if "__pycache__" in name]

    venv.create(tmp_path / "env", with_pip=True)
    scripts = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run(
        [scripts / "pip", "install", "--no-deps", "--no-index", wheel], check=True, capture_output=True, timeout=120
    )
    # The dependencies are borrowed from the environment that runs the tests, behind the new one's own packages.
    packages = next(iter((tmp_path / "env").rglob("site-packages")))
    borrowed = tmp_path / "borrowed" / "site-packages"  # a worker may read packages in folders of this name only
    borrowed.mkdir(parents=True)
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.startswith(("learn", "_learn", "__editable__", "distutils-precedence")) and path.suffix != ".pth":
            (borrowed / path.name).symlink_to(path, target_is_directory=path.is_dir())
    (packages / "borrowed.pth").write_text(f"{borrowed}\n", encoding="utf-8")

    shutil.copytree(root / "solutions", tmp_path / "work")
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME"}}
    done = subprocess.run(
        [scripts / "learn", "grade", "chapter0", "--submission", "work", "--html", "report.html", "--quiet"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Score: " in done.stdout
    assert "<html" in (tmp_path / "report.html").read_text(encoding="utf-8")
    where = subprocess.run(
        [scripts / "python", "-c", "import learn; print(learn.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert str(tmp_path) in where.stdout
