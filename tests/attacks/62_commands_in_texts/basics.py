EVIL = (
    "\x1b[2J\x1b]0;owned\x07\x1b[1A\x9b2K\r::error::owned\n::set-output name=x::y\n##[command]owned\n"
    "<script>alert(1)</script><img src=x onerror=alert(1)>]]>&\u202e\u2066=HYPERLINK(1)\x00\x08\ud800"
)


def double(x):
    print(EVIL)
    name = "Error" + EVIL.replace("\x00", "").replace("\ud800", "")
    raise type(name, (ValueError,), {})(EVIL)


@COUNTER@
