"""What nobody means to send."""

HUGE = "9" * 5_000
LARGE = "9" * 19
NASTY = [
    "",
    "0",
    LARGE,
    "a\x00b",
    HUGE,
    "²",
    "-1",
    "\ud800",
    "1.5",
    "9999-12-31",
    "nan",
    "http://[",
    " ",
    "٣",
    "\u202eabc",
    "0000-00-00",
    "=1+1",
    "\x07\x1b\x7f\x85\u2028\ufffe",
    "%s%(x)s{0}%",
    "<script>\"'&;--",
    "../../etc/passwd",
    "//evil.example/",
    "H1-d0-0",
    "é🦊" * 3_000,
]
FEW = ["0", LARGE, HUGE, "²", "a\x00"]
FORM = "application/x-www-form-urlencoded"
KINDS = ("", FORM, "multipart/form-data; boundary=x", "multipart/form-data", "/")
CHARSETS = ("cp1252", "idna", "utf-16", "utf-7", "zlib", "undefined", "nonsense", '"utf-8"', '"', "\x00")
