"""Data files as people check them: whole processes on files, by the CPU time and the memory that the system counts.

`python processes.py ROWS...` with polars, duckdb, pandas, pandera and frictionless installed; writes a table of `docs/performance.md`.
Each contender makes the same four checks (a number of columns, a date, a key that comes once, a cell that must not be empty);
bulkwrite makes all of its own. The runs take turns, and the median of each counts.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
PAGE = HERE.parent / "docs/performance.md"
ROUNDS = 3

PYTHON = {
    "Python's `csv`": """
import csv, datetime
keys, wrong = set(), 0
with open(FILE, newline="") as file:
    rows = csv.reader(file)
    width = len(next(rows))
    for row in rows:
        wrong += len(row) != width or not row[0] or row[1] in keys
        keys.add(row[1])
        try:
            datetime.datetime.strptime(row[7], "%d/%m/%Y")
        except ValueError:
            wrong += 1
assert wrong == 0, wrong
""",
    "pandas": """
import pandas
frame = pandas.read_csv(FILE, dtype=str, keep_default_na=False)
assert len(frame.columns) == 20 and (frame["Last_Name"] != "").all() and frame["Email"].is_unique
assert pandas.to_datetime(frame["Birthday"], format="%d/%m/%Y", errors="coerce").notna().all()
""",
    "polars": """
import polars
frame = polars.scan_csv(FILE, infer_schema=False).select(
    (polars.col("Last_Name").fill_null("") != "").all().alias("required"),
    polars.col("Email").is_duplicated().any().not_().alias("unique"),
    polars.col("Birthday").str.to_date("%d/%m/%Y", strict=False).is_not_null().all().alias("date"),
).collect()
assert all(frame.row(0)), frame
""",
    "DuckDB": """
import duckdb
[row] = duckdb.sql(f\"\"\"select count(*) filter (coalesce(Last_Name, '') = ''), count(*) - count(distinct Email),
    count(*) filter (try_strptime(Birthday, '%d/%m/%Y') is null) from read_csv('{FILE}', all_varchar = true)\"\"\").fetchall()
assert row == (0, 0, 0), row
""",
    "pandera": """
import pandas, pandera.pandas as pandera
frame = pandas.read_csv(FILE, dtype=str, keep_default_na=False)
date = pandera.Check(lambda cells: pandas.to_datetime(cells, format="%d/%m/%Y", errors="coerce").notna())
pandera.DataFrameSchema({
    "Last_Name": pandera.Column(str, pandera.Check.str_length(min_value=1)),
    "Email": pandera.Column(str, unique=True),
    "Birthday": pandera.Column(str, date),
}).validate(frame)
""",
    "frictionless": """
from frictionless import Resource, Schema, Checklist
from frictionless.fields import DateField, StringField
import csv
names = next(csv.reader(open(FILE)))
fields = [DateField(name=name, format="%d/%m/%Y") if name == "Birthday" else StringField(
    name=name, constraints={"required": True} if name == "Last_Name" else {"unique": True} if name == "Email" else {})
    for name in names]
import os
os.chdir(os.path.dirname(FILE))
report = Resource(path=os.path.basename(FILE), schema=Schema(fields=fields)).validate()
assert report.valid, report.to_summary()
""",
}


def run(command):
    """CPU time in seconds and the most memory in MB of a process."""
    pid = os.posix_spawnp(command[0], command, os.environ | {"POLARS_MAX_THREADS": "1"},
                          file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def contenders(folder, csv, peers):
    tool = HERE / "target/release"
    yield "`csv` with four checks", [str(tool / "data"), "four-checks", csv]
    yield "**bulkwrite**, all rules", [
        str(HERE.parent / "target/release/bulkwrite"), "check", f"{folder}/job.json", "--data", csv, "--api-version", "v8",
        "--config", f"{folder}/bulkwrite.toml"]
    for name, code in PYTHON.items():
        if name in peers:
            yield name, [sys.executable, "-c", f"FILE = {csv!r}\n{code}"]


def table(folder, rows):
    csv = f"{folder}/leads-{rows}.csv"
    subprocess.run([HERE / "target/release/data", "make", folder, csv, str(rows)], check=True)
    peers = [name for name in PYTHON if rows <= 1_000_000 and (name != "frictionless" or rows <= 25_000)]
    all_of = list(contenders(folder, csv, peers))
    times, memory = {name: [] for name, _ in all_of}, {}
    for _ in range(ROUNDS if rows <= 1_000_000 else 1):
        for name, command in all_of:
            code, time, most = run(command)
            # Too many rows for one job is what bulkwrite finds in the longer files.
            assert code == 0 or "bulkwrite" in name, (name, code)
            times[name].append(time)
            memory[name] = max(memory.get(name, 0), most)
    base = statistics.median(times[all_of[0][0]])
    lines = [f"{rows:,} rows, {os.path.getsize(csv) / 1e6:,.0f} MB:\n", "|  | CPU time | ratio | memory |", "|---|--:|--:|--:|"]
    for name, _ in all_of:
        time = statistics.median(times[name])
        lines.append(f"| {name} | {time * 1000:,.0f} ms | {time / base:.2f} | {memory[name]:,.0f} MB |")
    os.remove(csv)
    return "\n".join(lines) + "\n"


def main():
    with tempfile.TemporaryDirectory() as folder:
        text = "\n".join(table(folder, int(rows)) for rows in sys.argv[1:])
    page = PAGE.read_text()
    before, rest = page.split("<!-- processes -->\n")
    _, after = rest.split("<!-- /processes -->")
    PAGE.write_text(f"{before}<!-- processes -->\n{text}<!-- /processes -->{after}")


main()
