//! `bulkwrite check job.json --data leads.csv`
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use support::{Scratch, command, finish, run_in};

const JOB: &str = r#"{ "operation": "insert", "ignore_empty": true, "resource": [{ "type": "data",
    "module": { "api_name": "Leads" }, "file_id": "4150868000005379001", "field_mappings": [
    { "api_name": "Last_Name", "index": 0 }, { "api_name": "Start", "index": 1, "format": "yyyy-MM-dd" }] }] }"#;
const CSV: &str = "n,d\nBoyle,2024-02-29\nKim,n/a\nDoe,TBD\n";

#[test]
fn findings_of_data_stand_beside_those_of_the_job_in_every_format() {
    let folder = Scratch::new("data", &[("job.json", JOB), ("leads.csv", CSV)]);
    let check =
        |more: &[&str]| run_in(folder.path(), &[&["check", "job.json", "--data", "leads.csv"][..], more].concat());
    let human = check(&[]);
    assert_eq!(human.code, 1, "{}", human.stderr);
    for text in [
        "error[cell-unlike-format]: 2 of 3 cells of column 2 \"d\"",
        "leads.csv:3:5",
        "1 of 3 rows would be written; 2 would be skipped",
    ] {
        assert!(human.stdout.contains(text), "{text}\n{}", human.stdout);
    }
    assert!(check(&["--format", "concise"]).stdout.contains("leads.csv:3:5: error[cell-unlike-format]"));
    assert!(check(&["--format", "github"]).stdout.contains("::error file=leads.csv,line=3,col=5"));
    assert!(check(&["--format", "sarif"]).stdout.contains(r#""ruleId":"cell-unlike-format""#));
    let json: serde_json::Value = serde_json::from_str(&check(&["--format", "json"]).stdout).expect("a line of JSON");
    let found = &json["diagnostics"][0];
    assert_eq!(found["predicts"]["message"], "INVALID_DATA-d");
    let data = &found["data"];
    assert_eq!((&data["row"], &data["field_index"], &data["count"]), (&2.into(), &1.into(), &2.into()));
    assert_eq!(data["rows"], serde_json::json!([2, 3]));
    let silent = check(&["--no-values"]);
    assert!(!silent.stdout.contains("TBD") && silent.stdout.contains("cell-unlike-format"), "{}", silent.stdout);
}

#[test]
fn a_rule_of_data_is_configured_as_every_other() {
    let config = "[rules]\ncell-unlike-format = \"allow\"\n";
    let folder = Scratch::new("data-config", &[("job.json", JOB), ("leads.csv", CSV), ("bulkwrite.toml", config)]);
    let run = run_in(folder.path(), &["check", "job.json", "--data", "leads.csv"]);
    assert!(!run.stdout.contains("cell-unlike-format"), "{}", run.stdout);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn data_belongs_to_one_job() {
    let folder = Scratch::new("data-jobs", &[("a.json", JOB), ("b.json", JOB), ("leads.csv", CSV)]);
    let run = run_in(folder.path(), &["check", "a.json", "b.json", "--data", "leads.csv"]);
    assert_eq!((run.code, run.stderr.contains("`--data` belongs to one job")), (2, true), "{}", run.stderr);
    let run = run_in(folder.path(), &["check", "a.json", "--data", "missing.csv"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}

#[test]
fn rows_that_would_be_skipped_are_written_to_a_file() {
    let folder = Scratch::new("data-rejects", &[("job.json", JOB), ("leads.csv", CSV)]);
    let check =
        |more: &[&str]| run_in(folder.path(), &[&["check", "job.json", "--data", "leads.csv"][..], more].concat());
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap_or_default();
    let run = check(&["--rejects", "bad.csv"]);
    assert_eq!((run.code, &*read("bad.csv")), (1, "n,d\nKim,n/a\nDoe,TBD\n"), "{}", run.stderr);
    assert!(run.stderr.contains("`bad.csv` has the 2 rows of `leads.csv` that would be skipped"), "{}", run.stderr);
    assert!(!folder.path().join("bad.csv.part").exists());
    check(&["--rejects", "bad.csv", "--reasons"]);
    assert!(read("bad.csv").starts_with("n,d,STATUS,RECORD_ID,ERRORS\nKim,n/a,SKIPPED,,INVALID_DATA-d\n"));
    for (arguments, complaint) in [
        (&["--rejects", "./leads.csv"][..], "`--rejects` would write over `./leads.csv`"),
        (&["--rejects", "job.json"], "`--rejects` would write over `job.json`"),
        (&["--rejects", "-"], "`--rejects` needs the name of a file"),
        (&["--rejects", "no/such/folder.csv"], "cannot write `no/such/folder.csv`"),
    ] {
        let run = check(arguments);
        assert_eq!((run.code, run.stderr.contains(complaint)), (2, true), "{}", run.stderr);
    }
    assert_eq!((read("leads.csv"), read("job.json")), (CSV.to_owned(), JOB.to_owned()));
}

#[test]
fn a_job_or_its_data_may_come_through_standard_input() {
    let folder = Scratch::new("data-stdin", &[("job.json", JOB), ("leads.csv", CSV)]);
    let piped = |args: &[&str], input: &str| {
        std::fs::write(folder.path().join("input"), input).unwrap();
        let input = std::fs::File::open(folder.path().join("input")).unwrap();
        finish(command(args).current_dir(folder.path()).stdin(input).output().unwrap())
    };
    let run = piped(&["check", "-", "--data", "leads.csv"], JOB);
    assert!(run.stdout.contains("leads.csv:3:5") && run.code == 1, "{}{}", run.stdout, run.stderr);
    let run = piped(&["check", "job.json", "--data", "-", "--rejects", "bad.csv"], CSV);
    assert!(run.stdout.contains("<stdin>:3:5") && run.code == 1, "{}{}", run.stdout, run.stderr);
    assert_eq!(std::fs::read_to_string(folder.path().join("bad.csv")).unwrap(), "n,d\nKim,n/a\nDoe,TBD\n");
    let run = piped(&["check", "-", "--data", "-"], JOB);
    assert_eq!((run.code, run.stderr.contains("standard input is one file")), (2, true), "{}", run.stderr);
}

#[test]
fn columns_and_totals_are_told() {
    let csv = "name;d;amount;note\nBoyle;2024-02-29;9;b\nKim;n/a;-10.5;\nDoe;2023-12-31;100;A\nAnn;;x;b\n";
    let folder = Scratch::new("data-columns", &[("job.json", JOB), ("leads.csv", csv)]);
    let check =
        |more: &[&str]| run_in(folder.path(), &[&["check", "job.json", "--data", "leads.csv"][..], more].concat());
    let human = check(&["--columns", "--color", "never"]);
    assert!(
        human.stdout.contains(
            "columns of leads.csv
  column  header  field      type  filled  distinct  smallest    largest     findings
       1  name    Last_Name  -          4         4  Ann         Kim                -
       2  d       Start      -          3         3  2023-12-31  2024-02-29         1
       3  amount  -          -          4         4  -10.5       x                  -
       4  note    -          -          3         2  A           b                  -
"
        ),
        "{}",
        human.stdout
    );
    assert!(human.stdout.ends_with("3 of 4 rows would be written; 1 would be skipped\n"), "{}", human.stdout);
    let text = check(&["--columns", "--format", "json"]).stdout;
    let line: serde_json::Value = serde_json::from_str(&text).expect("a line of JSON");
    let schema = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/json-output.schema.json");
    let schema = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
    assert_eq!(support::schema::faults(&schema, &line), [""; 0], "{line}");
    let data = &line["data"];
    assert_eq!((&data["rows"], &data["written"], &data["skipped"]), (&4.into(), &3.into(), &1.into()));
    let start = &data["files"][0]["columns"][1];
    assert_eq!((&start["smallest"], &start["findings"]), (&"2023-12-31".into(), &1.into()));
    let plain: serde_json::Value = serde_json::from_str(&check(&["--format", "json"]).stdout).unwrap();
    assert_eq!((&plain["data"]["skipped"], plain["data"]["files"][0].get("columns")), (&1.into(), None));
    let silent = check(&["--columns", "--no-values", "--format", "json"]).stdout;
    assert!(!silent.contains("2024-02-29") && !silent.contains("Boyle"), "{silent}");
    let sarif: serde_json::Value = serde_json::from_str(&check(&["--format", "sarif"]).stdout).unwrap();
    let run = &sarif["runs"][0];
    let index = usize::try_from(run["results"][0]["ruleIndex"].as_u64().expect("a rule of data is listed")).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "cell-unlike-format");
}

#[test]
fn the_first_places_are_drawn() {
    let folder = Scratch::new("data-places", &[("job.json", JOB), ("leads.csv", "n,d\na,x\nb,y\nc,z\nd,w\n")]);
    let run = run_in(folder.path(), &["check", "job.json", "--data", "leads.csv", "--color", "never"]);
    assert!(
        run.stdout.contains(
            " --> leads.csv:2:3
  |
2 | a,x
  |   ^
  |
 ::: leads.csv:3:3
  |
3 | b,y
  |   ^
  |
 ::: leads.csv:4:3
  |
4 | c,z
  |   ^
  |
  = help: "
        ),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("d,w"), "{}", run.stdout);
}

#[test]
fn a_page_is_one_file_that_fetches_nothing_and_shows_cells_as_text() {
    let evil = "<script>alert(1)</script>\"'&";
    let quoted = format!("\"{}\"", evil.replace('"', "\"\""));
    let rows: String =
        (0..300).map(|row| if row % 2 == 0 { "a,2024-02-29\n".to_owned() } else { format!("b,{quoted}\n") }).collect();
    let csv = format!("{quoted},d\n{rows}");
    let folder = Scratch::new("data-page", &[("job.json", JOB), ("<b>.csv", &csv)]);
    let check = |more: &[&str]| {
        let run = run_in(
            folder.path(),
            &[&["check", "job.json", "--data", "<b>.csv", "--format", "html"][..], more].concat(),
        );
        assert_eq!(run.code, 1, "{}", run.stderr);
        run.stdout
    };
    let page = check(&[]);
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">") && page.ends_with("</html>\n"));
    assert!(
        !page.contains("<script") && !page.contains("<b>.csv") && page.contains("&lt;script&gt;alert(1)"),
        "{page}"
    );
    assert!(page.contains("default-src 'none'") && page.contains("prefers-color-scheme: dark"));
    for place in page.match_indices("http").map(|(at, _)| &page[..at]) {
        assert!(place.ends_with("<a href=\"") || place.ends_with("<meta "), "{}", &place[place.len() - 40..]);
    }
    for (text, times) in
        [("aria-label=\"rows 2 to 300 of 300\"", 1), ("<caption>", 1), ("<article class=\"finding error\">", 1)]
    {
        assert_eq!(page.matches(text).count(), times, "{text}\n{page}");
    }
    assert!(page.contains("<summary>Rows (150 places)</summary><p class=\"rows\">2, 4, 6, 8, "), "{page}");
    balanced(&page);
    let silent = check(&["--no-values"]);
    assert!(
        !silent.contains("alert(1)&lt;/script&gt;&quot;&#39;&amp;</td>") && !silent.contains("2024-02-29"),
        "{silent}"
    );
}

/// Each element ends where it should.
fn balanced(page: &str) {
    const VOID: [&str; 3] = ["meta", "link", "!DOCTYPE"];
    let mut open: Vec<&str> = Vec::new();
    let text =
        page.split_once("<style>").map(|(before, rest)| (before, rest.split_once("</style>").unwrap().1)).unwrap();
    for part in [text.0, text.1].iter().flat_map(|text| text.split('<').skip(1)) {
        let tag = part.split_once('>').expect("a tag ends").0;
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{part}");
        } else if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert_eq!(open, [""; 0]);
}

#[test]
fn addresses_are_shown_and_secrets_are_not() {
    let csv = "n,d\nKim,sue.kim@zylker\nDoe,https://me:hunter2@a.io/?key=hunter2\n";
    let folder = Scratch::new("data-secrets", &[("job.json", JOB), ("leads.csv", csv)]);
    for format in ["human", "json", "html"] {
        let run = run_in(folder.path(), &["check", "job.json", "--data", "leads.csv", "--columns", "--format", format]);
        assert!(run.stdout.contains("Kim,sue.kim@zylker") || format == "json", "{}", run.stdout);
        assert!(run.stdout.contains("sue.kim@zylker") && !run.stdout.contains("hunter2"), "{}", run.stdout);
    }
}

#[test]
fn rows_of_several_files_go_to_one_file_each() {
    let resource = |module: &str, file: &str| {
        format!(
            r#"{{ "type": "data", "module": {{ "api_name": "{module}" }}, "file_id": "4150868000005379001", "file_names": ["{file}"],
            "field_mappings": [{{ "api_name": "Name", "index": 0 }}, {{ "api_name": "Start", "index": 1, "format": "yyyy-MM-dd" }}] }}"#
        )
    };
    let resources = [resource("Leads", "a.csv"), resource("Deals", "b.csv")].join(",");
    let job = format!(r#"{{ "operation": "insert", "resource": [{resources}] }}"#);
    let folder = Scratch::new("data-several", &[("job.json", &job), ("b.csv", "n,e\nDoe,y\n"), ("a.csv", CSV)]);
    let arguments = ["check", "job.json", "--data", "b.csv", "a.csv", "--rejects", "bad.csv", "--allow-placeholders"];
    let run = run_in(folder.path(), &arguments);
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap_or_default();
    assert_eq!(read("bad-a.csv"), "n,d\nKim,n/a\nDoe,TBD\n", "{}{}", run.stdout, run.stderr);
    assert_eq!((read("bad-b.csv"), read("bad.csv")), ("n,e\nDoe,y\n".to_owned(), String::new()));
    assert!(run.stdout.ends_with("1 of 4 rows would be written; 3 would be skipped\n"), "{}", run.stdout);
}
