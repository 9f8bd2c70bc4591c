"""What is asked of the HTML report: of its text, and in a browser as wide as a desk or a phone has.

Each question returns what is wrong in words, and nothing when all is well.
"""

import json
import re
import shutil
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import tap

VOID = {"meta", "link", "input", "wbr", "br", "img", "hr"}
LOADING = {"src", "srcset", "data", "poster", "action"}  # and href of a link element
BROWSER = "chromium"


class Page(HTMLParser):
    """Reads the page: its elements, the text of each table, and what is wrong with its form."""

    def __init__(self, text):
        super().__init__()
        self.problems = []
        self.open = []
        self.ids = []
        self.targets = []
        self.headings = []
        self.attributes = {}  # of the first element of each name
        self.texts = {}       # of the section below each h3, by its id
        self.key = None
        self.feed(text)
        self.close()
        if self.open:
            self.problems.append(f"never closed: {self.open}")

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.attributes.setdefault(tag, attributes)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "h3":
            self.key = attributes.get("id")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "a" and attributes.get("href", "").startswith("#"):
            self.targets.append(attributes["href"][1:])
        if tag == "th" and "scope" not in attributes:
            self.problems.append(f"line {self.getpos()[0]}: th without scope")
        if "srcdoc" in attributes:
            self.problems += [f"in a frame: {text}" for text in Page(attributes["srcdoc"]).problems]
        for name, value in attrs:
            loads = name in LOADING or (tag in ("link", "use", "image") and name.endswith("href"))
            if loads and not re.match("data:|#", value or ""):
                self.problems.append(f"line {self.getpos()[0]}: {tag} loads {value}")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"line {self.getpos()[0]}: </{tag}> closes nothing that is open")

    def handle_data(self, data):
        if self.key is not None:
            self.texts[self.key] = self.texts.get(self.key, "") + data


def form(text):
    """Well-formed, with what a reader and a screen reader need, and nothing fetched."""
    page = Page(text)
    problems = list(page.problems)
    doubled = {name for name in page.ids if page.ids.count(name) > 1}
    problems += [f"id {name} is there twice" for name in sorted(doubled)]
    problems += [f"a link leads to #{name}, which is not there"
                 for name in sorted(set(page.targets) - set(page.ids))]
    if page.attributes.get("html", {}).get("lang") != "en" or "title" not in page.attributes:
        problems.append("no language or no title")
    if 'name="viewport"' not in text:
        problems.append("no viewport")
    if page.headings.count(1) != 1 or any(
            after > before + 1 for before, after in zip(page.headings, page.headings[1:])):
        problems.append(f"headings leave a level out: {page.headings}")
    if re.search(r"url\((?![\"']?#)|@import", text):
        problems.append("a style loads something")
    script = "".join(re.findall(r"<script>(.*?)</script>", text, re.DOTALL))
    if re.search(r"\beval\b|Function\(|fetch\(|import\(", script):
        problems.append("the script loads something or makes text to code")
    return "\n".join(problems)


def field_texts(field):
    """What people read of a field of report.json."""
    if isinstance(field, dict):
        return [field.get("text") or field["missing"]] + [field[key] for key in ("reason",)
                                                          if key in field]
    return [field] if isinstance(field, str) else []


def missing_content(text, report):
    """Every text, interval, reason and note of every table that has rows is below its heading."""
    page = Page(text)
    problems = []
    for table in json.loads(report)["tables"]:
        if not table["rows"]:
            continue
        wanted = [table["title"], table["caption"], *table["notes"]]
        for row in table["rows"]:
            for key, field in row["fields"].items():
                if key != "unit":  # tools get another one
                    wanted += field_texts(field)
        below = " ".join(page.texts.get(table["key"], "").split())
        lacks = [part for part in wanted if " ".join(part.split()) not in below]
        # Tools know these rows by other names.
        counted = table["key"] in ("embedding-memory", "pipeline", "pauses")
        if lacks and not counted:
            problems.append(f"{table['key']} lacks {lacks[0]!r} and {len(lacks) - 1} more")
    return "\n".join(problems)


MEASURE = """<!DOCTYPE html><body><script>
const results = {};
const measure = (frame, width) => {
  const page = frame.contentDocument, root = page.documentElement;
  const bottom = (selector) => {
    const element = page.querySelector(selector);
    return element ? element.getBoundingClientRect().bottom : null;
  };
  results[width] = {width: root.scrollWidth, fastest: bottom(".fastest tbody"),
                    verdicts: bottom(".verdicts dd"), matrix: bottom(".heat tbody tr:nth-child(3)"),
                    buttons: page.querySelectorAll("th button").length};
  page.querySelector("table.sortable button")?.click();
  results[width].sorted = page.querySelectorAll("[aria-sort]").length;
};
for (const width of [360, 1280]) {
  const frame = document.createElement("iframe");
  frame.style = `width: ${width}px; height: 800px; border: 0`;
  frame.onload = () => {
    measure(frame, width);
    document.title = "measured:" + JSON.stringify(results);
  };
  frame.src = "report.html";
  document.body.append(frame);
}
</script>"""


def in_browser(text):
    """What a browser says of the page: (sizes by width, its complaints), None without a browser."""
    browser = shutil.which(BROWSER)
    if browser is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "report.html").write_text(text)
        (Path(folder) / "measure.html").write_text(MEASURE)
        shown = tap.run([browser, "--headless", "--no-sandbox", "--disable-gpu",
                         "--disable-extensions", "--allow-file-access-from-files",
                         "--enable-logging=stderr", f"--user-data-dir={folder}/profile",
                         "--virtual-time-budget=5000", "--dump-dom",
                         f"file://{folder}/measure.html"], timeout=60)
    found = re.search(r"measured:(\{.*?\}\})", shown.stdout)
    complaints = [line for line in shown.stderr.splitlines() if ":CONSOLE" in line]
    return (json.loads(found.group(1)) if found else {}), complaints or (
        [] if found else [shown.report()])


def layout(sizes, complaints):
    """No wider than the screen, the answers on the first one, the script at work, no complaints."""
    problems = list(complaints)
    for width, size in sizes.items():
        if size["width"] > int(width):
            problems.append(f"at {width} px the page is {size['width']} px wide")
        if not size["buttons"] or size["sorted"] != 1:
            problems.append(f"at {width} px the script does not sort: {size}")
        for part in ("fastest", "verdicts") + (("matrix",) if width == "1280" else ()):
            if size[part] is None or size[part] > 800:
                problems.append(f"at {width} px {part} ends at {size[part]}, below the screen")
    if sorted(sizes) != ["1280", "360"]:
        problems.append(f"measured at {sorted(sizes)}")
    return "\n".join(problems)
