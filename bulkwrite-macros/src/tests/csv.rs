//! Jobs beside the CSV that their columns are in.

use std::path::Path;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

use super::{evaluate, tokens};
use crate::expand::expand_with;
use crate::options::Setup;
use crate::tokens::trees;

/// A job over `tests/data/leads.csv`, whose header is `Last Name;E-Mail;Mobile;Born`.
fn expand(csv: &str, mappings: &str) -> TokenStream {
    let job = format!(
        r#"version: v8, csv: {csv}, operation: insert,
        resource: [{{ type: data, module: Leads, file_id: "4150868000005379001", field_mappings: {{ {mappings} }} }}]"#
    );
    let krate = Ident::new("bulkwrite", Span::call_site());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data");
    expand_with(&krate, &trees(tokens(&job)), &Setup::of(&folder))
}

/// The first message of an expansion; empty if there is none.
fn message(csv: &str, mappings: &str) -> String {
    fn texts(stream: TokenStream, out: &mut Vec<String>) {
        for tree in stream {
            match tree {
                TokenTree::Group(group) => texts(group.stream(), out),
                TokenTree::Literal(literal) => {
                    out.extend(syn::parse_str::<syn::LitStr>(&literal.to_string()).map(|literal| literal.value()));
                }
                _ => {}
            }
        }
    }
    let mut all = Vec::new();
    texts(expand(csv, mappings), &mut all);
    all.into_iter().find(|text| text.contains("\nhelp: ")).unwrap_or_default()
}

#[test]
fn a_column_may_go_by_its_name() {
    let named = evaluate::job(expand(
        r#""leads.csv""#,
        r#"Last_Name: "Last Name", Date_of_Birth: { index: "Born", format: "dd/MM/yyyy" }"#,
    ))
    .map(|job| job.to_json());
    let numbered =
        evaluate::job(expand(r#"["leads.csv"]"#, r#"Last_Name: 0, Date_of_Birth: { index: 3, format: "dd/MM/yyyy" }"#))
            .map(|job| job.to_json());
    assert!(named.is_some());
    assert_eq!(named, numbered);
}

#[test]
fn what_does_not_fit_the_header_is_told() {
    for (csv, mappings, expected) in [
        (r#""leads.csv""#, "Last_Name: 0, Email: 1", ""),
        (
            r#""leads.csv""#,
            "Last_Name: 4",
            "the index is 4, and `leads.csv` has 4 columns [index-beyond-columns]\nhelp: columns count from 0: the last one is 3",
        ),
        (
            r#""leads.csv""#,
            r#"Last_Name: "Last Nam""#,
            "the header of `leads.csv` has no column `Last Nam`\nhelp: did you mean `Last Name`?",
        ),
        (
            r#""leads.csv""#,
            r#"Last_Name: "Surname""#,
            "the header of `leads.csv` has no column `Surname`\nhelp: its columns are `Last Name`, `E-Mail`, `Mobile`, `Born`",
        ),
        (
            r#""leads.csv""#,
            "Mobile: 3, Born: 2",
            "column 4 of `leads.csv` is called `Born` and goes into `Mobile` [header-names-another-field]\nhelp: write `2`: `Mobile` is column 3",
        ),
        (
            r#""lead.csv""#,
            "Last_Name: 0",
            "cannot read `lead.csv`: No such file or directory (os error 2)\nhelp: the path is relative to the folder of the crate's `Cargo.toml`",
        ),
        (
            r#""/etc/passwd""#,
            "Last_Name: 0",
            "`/etc/passwd` lies outside of the project\nhelp: keep it in the project; who trusts what it names sets BULKWRITE_TRUST=1",
        ),
        (
            r#"["leads.csv", "leads.csv"]"#,
            "Last_Name: 0",
            "`csv` names 2 files, and the job has 1 resource\nhelp: name one for each resource, in their order: `csv: [\"parents.csv\", \"children.csv\"]`",
        ),
        (
            "leads",
            "Last_Name: 0",
            "`csv` takes the path of a file\nhelp: write `csv: \"data/leads.csv\"`, or a list of them, one for each resource",
        ),
    ] {
        assert_eq!(message(csv, mappings), expected, "{csv} {mappings}");
    }
}
