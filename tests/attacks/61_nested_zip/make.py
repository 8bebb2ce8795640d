import io
import zipfile


def make(work, world):
    """Pack one in another."""
    inner = b""
    for _ in range(12):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in ("basics.zip", "chapter1_tiny.zip"):
                archive.writestr(name, inner)
        inner = buffer.getvalue()
    path = work.with_suffix(".zip")
    path.write_bytes(inner)
    return path
