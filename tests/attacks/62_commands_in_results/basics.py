EVIL = "\x1b[2J\x1b]0;owned\x07\r::error::owned\n##[command]owned\n<script>alert(1)</script>]]>\u202e=1+1\x00\ud800"


def double(x):
    name = EVIL.replace("\x00", "").replace("\ud800", "")
    return {EVIL: type(name, (), {"__repr__": lambda self: EVIL})()}


@COUNTER@
