"""An invented folder of exports, in the format that is documented, for tests and benches.

The same arguments give the same messages each time. Institutions differ in size; terms, weekdays
and hours have their rhythm; a broker gets slower in the last four weeks; flagged numbers fall.
"""

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from dashboards.exports import schema

UNTIL = date(2026, 11, 29)
NAMES = ("pantheon", "anges", "corail", "lagune", "volcan", "bocage", "falaise", "garrigue")
ACCOUNTS = ("Bibliothèque", "Scolarité", "Sport", "Santé", "Relations internationales", "Culture")
BROKERS = ("Facilitateur A", "Facilitateur B", "Opérateur direct")
THEMES = (("Sport", "Sport"), ("Culture", "Culture"), ("Emploi", "Jobs"))
ORIGINS, PURPOSES = ("page", "service", "command"), ("service", "theme", "emergency")
DAY = timedelta(days=1)
PRICE = 45  # thousandths of a euro a segment
#: Shares of an academic year, January first: nobody writes in August.
MONTHS = (1.1, 1.0, 1.1, 0.9, 1.0, 0.8, 0.3, 0.05, 1.6, 1.5, 1.3, 0.9)
WEEKDAYS = (1.2, 1.2, 1.1, 1.2, 1.0, 0.15, 0.05)
DATED = {"cube_hours": "month"}
WHOLE = ("credits", "names")


def write(
    folder: Path,
    *,
    institutions: int = 2,
    months: int = 26,
    messages: int = 150_000,
    seed: int = 1,
    until: date = UNTIL,
    accounts: int = len(ACCOUNTS),
    alike: bool = True,
) -> Path:
    """Write a folder of about ``messages`` messages; return it.

    ``alike``: messages of equal facts are one row, as the service exports them; else each has its
    own, which is the hardest that may come.
    """
    folder.mkdir(parents=True, exist_ok=True)
    first = _months_back(until, months - 1)
    listed, spans = [], {}
    sizes = 1 / np.arange(1, institutions + 1) ** 0.5
    for number, share in enumerate(sizes / sizes.sum()):
        name = institution(number)
        size = max(1, int(messages * share))
        one = _Invented(name, first, until, size, seed * 1_000 + number, accounts, alike)
        listed += one.write(folder)
        one.close()
        opened = str(_opened(until))
        spans[name] = {"key": name, "since": str(first), "until": str(until), "open_since": opened}
    manifest(folder, listed, spans)
    loans(folder, institution(0), first, months)
    return folder


def institution(number: int) -> str:
    return NAMES[number] if number < len(NAMES) else f"institution-{number:02}"


def manifest(folder: Path, listed: list, spans: dict, **more) -> None:
    """Write the manifest of these files."""
    zones = dict.fromkeys(spans, "Europe/Paris")
    told = {"format": schema.FORMAT, "version": 1, "made_at": 1_795_996_800, "zone": zones}
    told |= {"institutions": spans, "files": listed, **more}
    (folder / "manifest.json").write_text(json.dumps(told, ensure_ascii=False))


def loans(folder: Path, name: str, first: date, months: int) -> None:
    """Write the library's file: one branch of two begins with reminders in the second year."""
    random = np.random.default_rng(7)
    lines = ["branch;month;with_sms;loans;late;days_late"]
    for number in range(months):
        month = _months_back(first, -number)
        for branch, begins in (("Centrale", 13), ("Lettres", months + 1)):
            sms, due = number >= begins, int(900 * MONTHS[month.month - 1]) + 50
            late = random.binomial(due, 0.17 if sms else 0.25)
            told = ("no", "yes")[sms]
            lines.append(f"{branch};{month:%Y-%m};{told};{due};{late};{late * 9}")
    (folder / "loans").mkdir(exist_ok=True)
    (folder / "loans" / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def put(folder: Path, table: str, name: str, period: str, made: Path, rows: int = 0) -> dict:
    """Put a file where its digest says; return its line in the manifest."""
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    path = Path(table) / name / f"{period}.{digest[:12]}.parquet"
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    made.rename(folder / path)
    line = {"table": table, "institution": name, "period": period, "path": str(path)}
    size = (folder / path).stat().st_size
    return line | {"rows": rows, "bytes": size, "sha256": digest, "version": 1}


def _months_back(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _opened(until: date) -> date:
    """Return the first day of the months that are open: the last one stays so until the 4th."""
    return _months_back(until, 0 if until.day >= 4 else 1)


def periods(first: date, until: date, table: str):
    """Yield the name, the first and the last day of each file of a table."""
    if table in WHOLE:
        yield "all", date.min, date.max
        return
    opened = _opened(until)
    for year in range(first.year, opened.year):
        yield str(year), date(year, 1, 1), date(year, 12, 31)
    day = max(first, date(opened.year, 1, 1))
    while day <= until:
        after = _months_back(day, -1)
        if day < opened or table == "cube_hours":
            yield f"{day:%Y-%m}", day.replace(day=1), after - DAY
            day = after
        else:
            yield str(day), day, day
            day += DAY


class _Invented:
    """An institution: its messages, in a DuckDB of its own."""

    def __init__(self, name, first, until, messages, seed, accounts, alike):
        self.name, self.first, self.until, self.seed = name, first, until, seed
        self.accounts, self.alike = accounts, alike
        self.random = np.random.default_rng(seed)
        self.db = duckdb.connect(config={"threads": 2, "preserve_insertion_order": False})
        self.calendar = self._calendar()
        self.db.register("calendar_made", self.calendar)
        self.db.register("campaigns_made", self._campaigns(messages))
        self._messages()
        for table in ("numbers", "subscriptions", "credits", "names"):
            self.db.register(table, getattr(self, f"_{table}")())
        self.db.execute(f"CREATE TABLE balances AS {BALANCES}")

    def close(self):
        self.db.close()

    def _calendar(self):
        days = pd.date_range(self.first, self.until, freq="D")
        growth = 1 + np.arange(len(days)) / 2_000
        weights = np.array(MONTHS)[days.month - 1] * np.array(WEEKDAYS)[days.day_of_week] * growth
        quiet = ((days.month == 12) & (days.day > 20)) | ((days.month == 1) & (days.day < 4))
        return pd.DataFrame({"day": days, "weight": np.where(quiet, 0.02, weights)})

    def _campaigns(self, messages):
        """Return campaigns of 1 to some thousand people, a third of them of fewer than five."""
        count = max(8, messages // 60)
        random, calendar = self.random, self.calendar
        shares = (calendar.weight / calendar.weight.sum()).to_numpy()
        day = np.sort(random.choice(len(calendar), count, p=shares))
        people = np.minimum(np.ceil(random.lognormal(2, 1.6, count)), 5_000)
        people = np.maximum(1, people * messages / people.sum()).astype(int)
        late = (day >= len(calendar) - 28) & (random.random(count) < 0.5)
        number = np.arange(1, count + 1)
        approval = random.integers(60, 90_000, count)
        return pd.DataFrame(
            {
                "number": number,
                "campaign": np.where(people >= 5, number, 0),
                "day": calendar.day.to_numpy()[day],
                "account": random.choice(self.accounts, count, p=_shares(self.accounts)) + 1,
                "broker": random.choice(3, count, p=(0.5, 0.4, 0.1)) + 1,
                "origin": np.array(ORIGINS)[random.choice(3, count, p=(0.5, 0.4, 0.1))],
                "purpose": np.array(PURPOSES)[random.choice(3, count, p=(0.85, 0.14, 0.01))],
                "hour": random.choice(24, count, p=_hours()),
                "segments": 1 + (random.random(count) < 0.25),
                "people": people,
                "late": late,
                "approval": np.where(random.random(count) < 0.4, approval, -1),
                "urgent": random.random(count) < 0.01,
            }
        )

    def _messages(self):
        age = f"(DATE '{self.until}' - day::DATE)"
        self.db.execute(f"CREATE TABLE messages AS {MESSAGES}".replace("$age", age), [self.seed])
        self.db.execute(f"CREATE TABLE facts AS {FACTS if self.alike else EACH}")

    def _numbers(self):
        days = self.calendar.day
        flagged = np.linspace(900, 300, len(days)).astype(int)
        saved = (flagged * self.calendar.weight / 20).astype(int).to_numpy()
        return self._frame(
            day=days,
            flagged=flagged,
            new=self.random.poisson(3, len(days)),
            repaired=self.random.poisson(4, len(days)),
            saved_messages=saved,
            saved_segments=saved,
            saved_cost=saved * PRICE,
        )

    def _subscriptions(self):
        frames = [self._theme(theme) for theme in range(len(THEMES) + 1)]
        return pd.concat(frames, ignore_index=True)

    def _theme(self, theme):
        count = len(self.calendar)
        joined, left = self.random.poisson(6, count), self.random.poisson(2, count)
        members = 4_000 // (theme + 1) + np.cumsum(joined - left)
        frame = self._frame(day=self.calendar.day, theme=theme, members=members)
        few = [np.where((n > 0) & (n < 5) & (theme > 0), np.nan, n) for n in (joined, left)]
        return frame.assign(joined=few[0], left=few[1])

    def _credits(self):
        spent = self.db.execute(
            "SELECT account, year(day - INTERVAL 8 MONTH) AS year, sum(segments)::BIGINT AS used"
            " FROM facts GROUP BY ALL ORDER BY ALL"
        ).df()
        days = [max(pd.Timestamp(self.first), pd.Timestamp(year, 9, 1)) for year in spent.year]
        given = (spent.used * 1.3).astype(int) + 100
        return self._frame(account=spent.account, day=days, segments=given, cost=given * PRICE)

    def _names(self):
        known = [*ACCOUNTS, *(f"Compte {n}" for n in range(len(ACCOUNTS), self.accounts))]
        listed = [("account", n + 1, name, None, "") for n, name in enumerate(known)]
        listed += [("broker", n + 1, name, None, "") for n, name in enumerate(BROKERS)]
        listed += [("theme", n + 1, *_theme_name(pair)) for n, pair in enumerate(THEMES)]
        listed += [("institution", 1, self.name.title(), None, "")]
        made = self.db.execute(
            "SELECT campaign, day FROM campaigns_made WHERE campaign > 0 ORDER BY 1"
        )
        for key, day in made.fetchall():
            name = "" if key % 97 == 0 else f"Rappel n° {key}"
            listed.append(("campaign", key, name, day, ""))
        columns = ["kind", "key", "name", "day", "name_en"]
        frame = pd.DataFrame(listed, columns=columns).assign(institution=self.name)
        return frame.assign(day=pd.to_datetime(frame.day))

    def _frame(self, **columns):
        return pd.DataFrame({"institution": self.name, **columns})

    def write(self, folder):
        """Write all files; return their lines in the manifest."""
        listed = []
        for table in schema.TABLES:
            self.db.execute(f"CREATE TABLE out AS {self._rows(table)}")
            for period, first, last in periods(self.first, self.until, table):
                made = folder / f"{table}-{self.name}.tmp"
                rows = self._copy(table, made, first, last)
                listed.append(put(folder, table, self.name, period, made, rows))
            self.db.execute("DROP TABLE out")
        return listed

    def _rows(self, table):
        """Return a query for the rows of a table, with our types and in our order."""
        query = CUBES.get(table, f"SELECT * FROM {table}")
        columns = ", ".join(
            f"'{self.name}' AS institution"
            if column.name == "institution"
            else f'"{column.name}"::{column.type} AS "{column.name}"'
            for column in schema.TABLES[table].columns
        )
        return f"SELECT {columns} FROM ({query})"

    def _copy(self, table, made, first, last):
        dated = schema.TABLES[table].dated
        kept = f" WHERE {dated} BETWEEN '{first}' AND '{last}'" if dated else ""
        order = ", ".join(f'"{name}"' for name in schema.TABLES[table].names[1:5])
        made = self.db.execute(
            f"COPY (SELECT * FROM out{kept} ORDER BY {order}) TO '{made}'"
            " (FORMAT parquet, COMPRESSION zstd)"
        )
        return made.fetchone()[0]


def _theme_name(pair):
    return pair[0], None, pair[1]


def _shares(count):
    weights = 1 / np.arange(1, count + 1)
    return weights / weights.sum()


def _hours():
    weights = np.array([0] * 7 + [1, 6, 9, 9, 7, 2, 4, 8, 9, 8, 5, 3, 1, 0, 0, 0, 0], dtype=float)
    return weights / weights.sum()


#: A message, with what chance decides: four draws between 0 and 1.
MESSAGES = """
WITH drawn AS (
    SELECT c.*, n, hash(?::BIGINT * 1000003 + number, n) AS h
    FROM campaigns_made c, range(c.people) r(n)
), chances AS (
    SELECT *, (h & 65535) / 65536 AS a, ((h >> 16) & 65535) / 65536 AS b,
        ((h >> 32) & 65535) / 65536 AS c, (h >> 48) / 65536 AS d FROM drawn
), placed AS (
    SELECT *, CASE WHEN a < .36 THEN '208-01' WHEN a < .62 THEN '208-10' WHEN a < .8 THEN '208-15'
        WHEN a < .95 THEN '208-20' WHEN a < .97 THEN '' ELSE '262-01' END AS network,
        CASE WHEN a < .95 THEN 'FR' WHEN a < .97 THEN '' ELSE 'DE' END AS country
    FROM chances
), states AS (
    SELECT *, CASE WHEN b < .015 + $age / 40000. THEN 'set_aside'
        WHEN b < .06 THEN 'failed' WHEN b < .075 THEN 'expired' WHEN b < .08 THEN 'uncertain'
        WHEN $age < 2 AND b < .2 THEN 'accepted' ELSE 'delivered' END AS state FROM placed
)
SELECT *, CASE state WHEN 'set_aside' THEN
        CASE WHEN d < .5 THEN 'suspended' WHEN d < .8 THEN 'opt_out' ELSE 'no_number' END
    WHEN 'failed' THEN
        CASE WHEN d < .5 THEN 'number_invalid' WHEN d < .8 THEN 'absent' ELSE 'operator' END
    WHEN 'expired' THEN 'expired' ELSE '' END AS cause,
    CASE WHEN state = 'delivered' THEN least(15, greatest(0,
        (2 + 3 * c + 4 * pow(d, 6)
         + CASE WHEN $age < 28 AND broker = 2 AND network = '208-01' THEN 3 ELSE 0 END)::INTEGER))
        ELSE -1 END AS delay,
    CASE WHEN state = 'set_aside' THEN 0 ELSE segments END AS billed
FROM states
"""
FACTS = f"""
SELECT day, account, campaign, broker, origin, purpose, network, country, state, cause, delay,
    count(*) AS messages, sum(billed) AS segments, sum(billed) * {PRICE} AS cost
FROM messages GROUP BY ALL
"""
EACH = f"""
SELECT day, account, campaign, broker, origin, purpose, network, country, state, cause, delay,
    1 AS messages, billed AS segments, billed * {PRICE} AS cost FROM messages
"""
SUMS = "sum(messages) AS messages, sum(segments) AS segments, sum(cost) AS cost"
BALANCES = """
WITH moves AS (
    SELECT day, account, -sum(segments) AS segments FROM facts GROUP BY ALL
    UNION ALL SELECT day, account, segments FROM credits
    UNION ALL SELECT DISTINCT c.day, f.account, 0 FROM calendar_made c, facts f
), summed AS (SELECT day, account, sum(segments) AS segments FROM moves GROUP BY ALL)
SELECT day, account, sum(segments) OVER (PARTITION BY account ORDER BY day) AS available,
    0 AS reserved
FROM summed
"""
CUBES = {
    "cube_accounts": f"SELECT day, account, state, {SUMS} FROM facts GROUP BY ALL",
    "cube_brokers": f"SELECT day, broker, origin, state, cause, {SUMS} FROM facts GROUP BY ALL",
    "cube_networks": "SELECT day, broker, network, country, state, sum(messages) AS messages"
    " FROM facts GROUP BY ALL",
    "cube_delays": "SELECT day, broker, delay, sum(messages) AS messages FROM facts"
    " WHERE delay >= 0 GROUP BY ALL",
    "cube_hours": "SELECT date_trunc('month', day) AS month, account, isodow(day) AS weekday, hour,"
    " count(*) AS messages, count(*) FILTER (state = 'delivered') AS delivered,"
    " count(*) FILTER (state IN ('failed', 'expired')) AS failed FROM messages GROUP BY ALL",
    "campaigns": """
        WITH told AS (
            SELECT number, count(*) AS messages, sum(billed) AS segments,
                count(*) FILTER (state = 'delivered') AS delivered,
                count(*) FILTER (state IN ('failed', 'expired')) AS failed,
                count(*) FILTER (state = 'set_aside') AS set_aside,
                count(*) FILTER (state = 'uncertain') AS uncertain,
                count(*) FILTER (d > .98) AS replies FROM messages GROUP BY ALL)
        SELECT day, account, campaign, origin, purpose, sum(people) AS people,
            sum(t.messages) AS messages, sum(t.segments) AS segments,
            sum(t.segments) * 45 AS cost, sum(delivered) AS delivered, sum(failed) AS failed,
            sum(set_aside) AS set_aside, sum(uncertain) AS uncertain,
            CASE WHEN sum(replies) BETWEEN 1 AND 4 THEN NULL ELSE sum(replies) END AS replies,
            0 AS stops, max(CASE WHEN campaign > 0 AND approval > 0 THEN approval END) AS approval,
            bool_or(urgent) AS urgent, count(*) AS campaigns
        FROM campaigns_made JOIN told t USING (number)
        GROUP BY day, account, campaign, origin, purpose""",
    "replies": """
        WITH told AS (
            SELECT day, account, count(*) FILTER (d > .98) AS n FROM messages GROUP BY ALL)
        SELECT day, account,
            CASE WHEN n BETWEEN 1 AND 4 THEN NULL ELSE n END AS replies, 0 AS stops, 0 AS starts
        FROM told
        UNION ALL SELECT day, 0, sum(n)::BIGINT, 0, 0 FROM told GROUP BY day""",
}
