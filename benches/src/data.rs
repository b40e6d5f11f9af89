//! Measures the check of data files against what reading them takes, and writes its tables in `docs/performance.md`.

mod harness;
mod page;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{BufWriter, Read, Write as _};

use bulkwrite_core::metadata::Metadata;
use bulkwrite_core::{Options, Verdict};
use bulkwrite_data::{DataChecker, Records};

use harness::{Contender, Measured, compare, contender};

/// What a row is made of: API name, the field's type in the metadata, and what else its mapping says.
const COLUMNS: [(&str, &str, &str); 20] = [
    ("Last_Name", r#""text", "length": 80, "system_mandatory": true"#, ""),
    ("Email", r#""email", "length": 100, "unique": { "casesensitive": "1" }"#, ""),
    ("Phone", r#""phone", "length": 30"#, ""),
    ("Company", r#""text", "length": 100"#, ""),
    ("Website", r#""website", "length": 255"#, ""),
    ("Annual_Revenue", r#""currency", "length": 16, "decimal_place": 2"#, ""),
    ("No_of_Employees", r#""integer", "length": 9"#, ""),
    ("Birthday", r#""date""#, r#", "format": "dd/MM/yyyy""#),
    ("Started", r#""datetime""#, r#", "format": "yyyy-MM-dd HH:mm:ss""#),
    ("Email_Opt_Out", r#""boolean""#, ""),
    ("Lead_Source", PICKLIST, ""),
    ("Interests", MULTISELECT, ""),
    ("Account_Name", r#""lookup", "lookup": { "module": { "api_name": "Accounts" } }"#, r#", "find_by": "id""#),
    ("Description", r#""textarea", "length": 2000"#, ""),
    ("City", r#""text", "length": 100"#, ""),
    ("Street", r#""text", "length": 250"#, ""),
    ("Zip_Code", r#""text", "length": 30"#, ""),
    ("Country", r#""text", "length": 100"#, ""),
    ("Score", r#""double", "length": 16, "decimal_place": 2"#, ""),
    ("Code", r#""text", "length": 20"#, ""),
];
const PICKLIST: &str = r#""picklist", "pick_list_values": [{ "display_value": "Trade Show", "actual_value": "Trade Show" },
    { "display_value": "Web", "actual_value": "Web" }, { "display_value": "Partner", "actual_value": "Partner" }]"#;
const MULTISELECT: &str = r#""multiselectpicklist", "pick_list_values": [{ "display_value": "Red", "actual_value": "Red" },
    { "display_value": "Green", "actual_value": "Green" }, { "display_value": "Blue", "actual_value": "Blue" }]"#;

/// The most that all rules may take of the time of `csv` with four checks, and that wrong cells may take of right ones.
const GOALS: [f64; 2] = [0.85, 2.0];

const PEER: &str = "`csv` with four checks";
const CHECK: &str = "**bulkwrite: all rules**";
const WRONG: &str = "bulkwrite: all rules, every cell wrong";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => measure(),
        // For `processes.py`, which measures whole processes.
        ["make", folder, file, rows] => make(folder, file, rows.parse().expect("a number")),
        ["four-checks", file] => assert_eq!(four_checks(std::fs::File::open(file).expect("it is there")), 0),
        _ => panic!("usage: data [make FOLDER FILE ROWS | four-checks FILE]"),
    }
}

/// Writes a file of so many rows, its job and its metadata.
fn make(folder: &str, file: &str, rows: usize) {
    let write = |name: &str, text: &str| std::fs::write(format!("{folder}/{name}"), text).expect("the folder is there");
    std::fs::create_dir_all(format!("{folder}/crm")).expect("the folder is there");
    write("job.json", &job());
    write("crm/Leads.json", &answer());
    write("bulkwrite.toml", "metadata = \"crm/\"\n");
    let mut out = BufWriter::new(std::fs::File::create(file).expect("the folder is there"));
    out.write_all(header().as_bytes()).expect("there is room");
    for row in 0..rows {
        writeln!(out, "{}", right(row)).expect("there is room");
    }
    out.flush().expect("there is room");
}

fn measure() {
    let (rows, wrong) = (csv(25_000, right), csv(25_000, faulty));
    let mut metadata = Metadata::new();
    metadata.read("Leads", answer().as_bytes()).expect("it is an answer");
    let options = Options::default().metadata(metadata);
    let checker = DataChecker::of_json(job().as_bytes(), &options);
    let check = |text: &str| checker.check("leads.csv", text.as_bytes()).expect("nothing cancels it");
    let report = check(&rows);
    assert_eq!(report.verdict(), Verdict::Accept, "{:?}", report.diagnostics());
    assert!(check(&wrong).diagnostics().len() >= 12, "{:?}", check(&wrong).diagnostics());
    eprintln!("25,000 rows");
    let contenders: Vec<Contender<'_>> = vec![
        contender(PEER, || four_checks(rows.as_bytes())),
        contender("the same again (noise)", || four_checks(rows.as_bytes())),
        contender("`csv`, records alone", || records_of_csv(rows.as_bytes())),
        contender("bulkwrite: records alone", || records(rows.as_bytes())),
        contender(CHECK, || check(&rows).diagnostics().len()),
        contender(WRONG, || check(&wrong).diagnostics().len()),
    ];
    let measured = compare(contenders, 41);
    let mut out = format!("{}.\n\n{}\n", page::machine(), goals(&measured));
    let _ = writeln!(
        out,
        "25,000 rows of 20 columns, {:.1} MB, in memory:\n\n{}",
        rows.len() as f64 / 1e6,
        table(&measured, rows.len())
    );
    eprintln!("growth");
    let _ = writeln!(out, "{}", growth(&checker));
    page::write("data", &out);
    eprintln!("wrote docs/performance.md");
}

fn job() -> String {
    let mappings: Vec<String> = COLUMNS
        .iter()
        .enumerate()
        .map(|(i, (name, _, more))| format!(r#"{{ "api_name": "{name}", "index": {i}{more} }}"#))
        .collect();
    format!(
        r#"{{ "operation": "upsert", "ignore_empty": true, "resource": [{{ "type": "data", "module": {{ "api_name": "Leads" }},
        "file_id": "4150868000005379001", "find_by": "Email", "field_mappings": [{}] }}] }}"#,
        mappings.join(", ")
    )
}

fn answer() -> String {
    let fields: Vec<String> = COLUMNS
        .iter()
        .map(|(name, kind, _)| format!(r#"{{ "api_name": "{name}", "field_label": "{name}", "data_type": {kind} }}"#))
        .collect();
    format!(r#"{{ "fields": [{}] }}"#, fields.join(", "))
}

fn header() -> String {
    COLUMNS.map(|(name, ..)| name).join(",") + "\n"
}

/// A file of so many rows, each of cells as `cells` has them.
fn csv(rows: usize, cells: fn(usize) -> String) -> String {
    let mut text = header();
    for row in 0..rows {
        text.push_str(&cells(row));
        text.push('\n');
    }
    text
}

fn right(row: usize) -> String {
    let (day, month, year) = (row % 28 + 1, row % 12 + 1, 1950 + row % 60);
    format!(
        "Boyle{row},person{row}@zylker.example,+1 555 {:07},\"Zylker, Inc. {row}\",https://zylker.example/{row},{}.50,{},\
         {day:02}/{month:02}/{year},{year}-{month:02}-{day:02} 12:{:02}:00,{},{},{},4150868000005{:06},\
         \"Met at the fair, wants \"\"a quote\"\" for {row}\",Chennai,{row} Main Street,{:05},India,{}.5,C-{row}",
        row % 10_000_000,
        row * 3,
        row % 5_000,
        row % 60,
        row % 2 == 0,
        ["Trade Show", "Web", "Partner"][row % 3],
        ["Red", "Red;Blue", "Green"][row % 3],
        row * 7 % 999_983 + 1,
        row % 100_000,
        row % 100,
    )
}

fn faulty(row: usize) -> String {
    format!(
        "Boyle{row},person{row}@,555-CALL-{row},\"Z\u{fc}lker, \u{c3}\u{bc} {row}\",zylker example {row},1.000,50 for {row},\
         12/31/{row},{row}-99-99,perhaps{row},Fair {row},Red|Blue,4.15E+18,=SUM(A{row}),#N/A,None,nan,NULL,1e{row},\
         {row}-code-that-is-far-longer-than-it-may-be"
    )
}

/// What a careful program does with `csv`: the number of columns, a date, a key that comes once, a cell that must not be empty.
fn four_checks(text: impl Read) -> usize {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
    let width = reader.byte_headers().map_or(0, csv::ByteRecord::len);
    let mut keys: HashSet<Box<[u8]>> = HashSet::new();
    let mut record = csv::ByteRecord::new();
    let mut wrong = 0;
    while reader.read_byte_record(&mut record).expect("it is in memory") {
        wrong += usize::from(record.len() != width);
        wrong += usize::from(record.get(0).is_none_or(<[u8]>::is_empty));
        wrong += usize::from(record.get(7).is_none_or(|cell| !is_date(cell)));
        wrong += usize::from(record.get(1).is_none_or(|cell| !keys.insert(cell.into())));
    }
    wrong
}

/// Whether a cell is a day by `dd/MM/yyyy`.
fn is_date(cell: &[u8]) -> bool {
    let [d1, d2, b'/', m1, m2, b'/', y1, y2, y3, y4] = cell else { return false };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0u32, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(*digit - b'0')))
    };
    let (Some(day), Some(month), Some(year)) = (number(&[d1, d2]), number(&[m1, m2]), number(&[y1, y2, y3, y4])) else {
        return false;
    };
    let days = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn records_of_csv(text: &[u8]) -> usize {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
    let mut record = csv::ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record).expect("it is in memory") {
        cells += record.len();
    }
    cells
}

fn records(text: &[u8]) -> usize {
    let mut records = Records::new(text, b',');
    let mut cells = 0;
    while let Some(record) = records.next().expect("it is in memory") {
        cells += record.cells.len();
    }
    cells
}

fn goals(measured: &[Measured]) -> String {
    let ratio = |name| measured.iter().find(|it| it.name == name).map_or(f64::NAN, |it| it.ratio[1]);
    let (check, wrong) = (ratio(CHECK), ratio(WRONG) / ratio(CHECK));
    let row = |what: &str, goal: f64, is: f64| {
        let met = if is <= goal { "met" } else { "**missed**" };
        vec![what.to_owned(), format!("{goal:.2}"), format!("{is:.2}"), met.to_owned()]
    };
    let rows = [
        row("all rules: part of `csv` with four checks", GOALS[0], check),
        row("every cell wrong: part of a clean file", GOALS[1], wrong),
    ];
    page::table(&["goal", "limit", "measured", ""], &rows)
}

fn table(measured: &[Measured], bytes: usize) -> String {
    let rows: Vec<Vec<String>> = measured
        .iter()
        .map(|it| {
            let [low, median, high] = it.ratio;
            vec![
                it.name.clone(),
                format!("{:.2} ms", it.nanos / 1e6),
                format!("{median:.2}"),
                format!("{low:.2} – {high:.2}"),
                format!("{:.0}", bytes as f64 / it.nanos * 1_000.0),
            ]
        })
        .collect();
    page::table(&["", "time", "ratio", "quartiles", "MB/s"], &rows)
}

/// What rows cost in files of different lengths.
fn growth(checker: &DataChecker) -> String {
    let mut rows = Vec::new();
    for count in [1_000, 10_000, 25_000, 100_000, 400_000] {
        let text = csv(count, right);
        let measured =
            compare(vec![contender("", || usize::from(checker.check("leads.csv", text.as_bytes()).is_ok()))], 5);
        rows.push(vec![
            count.to_string(),
            format!("{:.1} ms", measured[0].nanos / 1e6),
            format!("{:.0} ns", measured[0].nanos / count as f64),
        ]);
    }
    page::table(&["rows", "all rules", "for each row"], &rows)
}
