//! No line is ever the wrong one.

use super::*;

fn resource(columns: &[(&str, u32)]) -> Resource {
    let columns = columns.iter().map(|(field, index)| ((*field).to_owned(), *index)).collect();
    Resource { module: "Leads".to_owned(), columns, ..Resource::default() }
}

/// The row that was sent for each row of the result, from 1; 0 where that is not certain.
fn joined(sent: &str, result: &str, columns: &[(&str, u32)]) -> Vec<usize> {
    let joined = join(&Table::read(sent.as_bytes(), None), &Table::read(result.as_bytes(), None), &resource(columns));
    joined.expect("it is a result").told.iter().map(|told| told.row.map_or(0, |row| row + 1)).collect()
}

const COLUMNS: &[(&str, u32)] = &[("Last_Name", 0), ("Email", 1), ("Company", 2)];
const SENT: &str = "Name,Mail,Firm\nAnn,a@x,Zylker\nBob,b@x,Zylker\nAnn,a@x,Zylker\nCid,c@x,Acme\n";

#[test]
fn rows_are_told_by_position_where_all_stand_in_order() {
    let head = "Name,Mail,Firm,STATUS,RECORD_ID,ERRORS\n";
    for (rows, expected) in [
        (
            "Ann,a@x,Zylker,ADDED,1,\nBob,b@x,Zylker,ADDED,2,\nAnn,a@x,Zylker,SKIPPED,,DUPLICATE_DATA-Mail\nCid,c@x,Acme,ADDED,3,\n",
            &[1, 2, 3, 4][..],
        ),
        // Shuffled: the doubled row is neither.
        (
            "Bob,b@x,Zylker,ADDED,2,\nAnn,a@x,Zylker,ADDED,1,\nAnn,a@x,Zylker,SKIPPED,,X\nCid,c@x,Acme,ADDED,3,\n",
            &[2, 0, 0, 4],
        ),
        // Short: what stands at its position may still be another.
        ("Ann,a@x,Zylker,SKIPPED,,X\nBob,b@x,Zylker,ADDED,2,\n", &[0, 2]),
        ("Cid,c@x,Acme,SKIPPED,,X\n", &[4]),
        // Longer than what was sent.
        (
            "Ann,a@x,Zylker,ADDED,1,\nBob,b@x,Zylker,ADDED,2,\nAnn,a@x,Zylker,ADDED,3,\nCid,c@x,Acme,ADDED,4,\nDan,d@x,Acme,ADDED,5,\n",
            &[0, 2, 0, 4, 0],
        ),
        // A row of somebody else's.
        ("Eve,e@x,Zylker,ADDED,1,\n", &[0]),
        // The same row twice.
        ("Cid,c@x,Acme,ADDED,3,\nCid,c@x,Acme,SKIPPED,,X\n", &[0, 0]),
        ("", &[]),
    ] {
        assert_eq!(joined(SENT, &format!("{head}{rows}"), COLUMNS), expected, "{rows}");
    }
}

#[test]
fn a_key_tells_a_row_whose_other_values_the_crm_wrote_anew() {
    let sent = "Name,Mail,Phone\nAnn,a@x,0049 1\nBob,b@x,0049 2\nAnn,d@x,0049 1\n";
    let head = "Name,Mail,Phone,STATUS,RECORD_ID,ERRORS\n";
    for (rows, expected) in [
        // In order, by the mail: no other row has it.
        ("Ann,a@x,+49 1,ADDED,1,\nBob,b@x,+49 2,ADDED,2,\nAnn,d@x,+49 1,ADDED,3,\n", &[1, 2, 3][..]),
        // Shuffled.
        ("Ann,d@x,+49 1,ADDED,1,\nAnn,a@x,+49 1,ADDED,2,\nBob,b@x,+49 2,ADDED,3,\n", &[3, 1, 2]),
        // The name is no key: it stands twice.
        ("Ann,,+49 1,SKIPPED,,X\nBob,b@x,+49 2,ADDED,2,\n", &[0, 2]),
    ] {
        assert_eq!(
            joined(sent, &format!("{head}{rows}"), &[("Last_Name", 0), ("Email", 1), ("Phone", 2)]),
            expected,
            "{rows}"
        );
    }
    // Two keys that name different rows name none.
    let sent = "Id,Mail\n1,a@x\n2,b@x\n3,c@x\n";
    let result = "Id,Mail,STATUS,RECORD_ID,ERRORS\n1,b@x,ADDED,1,\n3,,ADDED,2,\n";
    assert_eq!(joined(sent, result, &[("Number", 0), ("Email", 1)]), [0, 3]);
}

#[test]
fn what_the_columns_are_called_does_not_matter() {
    let sent = "\u{feff}Firm;Name;Mail\r\nZylker;\"Ann\r\nB.\";a@x\r\nAcme;Bob;\"b \"\"x\"\"\"\r\n";
    for header in ["Name,Mail,Firm", "Last_Name,Email,Company", "A,B,C"] {
        let result = format!(
            "{header},STATUS,RECORD_ID,ERRORS\n\"Ann\r\nB.\",a@x,Zylker,ADDED,1,\nBob,\"b \"\"x\"\"\",Acme,SKIPPED,,X\n"
        );
        assert_eq!(joined(sent, &result, &[("Last_Name", 1), ("Email", 2), ("Company", 0)]), [1, 2], "{header}");
    }
    // Without mappings the first columns of the file.
    assert_eq!(joined("A,B\n1,2\n3,4\n", "A,B,STATUS,RECORD_ID,ERRORS\n3,4,ADDED,1,\n", &[]), [2]);
    // A column of the data may be called as one of the result.
    assert_eq!(joined("STATUS,B\n1,2\n3,4\n", "STATUS,B,STATUS,RECORD_ID,ERRORS\n3,4,ADDED,1,\n", &[]), [2]);
}

#[test]
fn what_is_no_result_is_told() {
    let sent = Table::read(SENT.as_bytes(), None);
    for text in ["", "a,b\n1,2\n", "Name,STATUS\nAnn,ADDED\n"] {
        assert!(join(&sent, &Table::read(text.as_bytes(), None), &resource(COLUMNS)).is_err(), "{text}");
    }
}

#[test]
fn each_resource_finds_its_result() {
    let entry = |name: &str| super::super::zip::Entry { name: name.to_owned(), bytes: Vec::new() };
    let resource = resource(COLUMNS);
    for (names, alone, expected) in [
        (&["whatever.csv"][..], true, Some("whatever.csv")),
        (&["Leads-leads.csv", "Notes-leads.csv"], false, Some("Leads-leads.csv")),
        (&["leads-LEADS", "Leads-other"], false, Some("leads-LEADS")),
        (&["Leads-bulkwrite.csv", "Notes-x.csv"], false, Some("Leads-bulkwrite.csv")),
        (&["Leads-1.csv", "Leads-2.csv"], false, None),
        (&["Notes-x.csv"], false, None),
    ] {
        let entries: Vec<_> = names.iter().map(|name| entry(name)).collect();
        let found = result_of(&entries, &resource, "leads.csv", alone).map(|entry| entry.name.as_str());
        assert_eq!(found, expected, "{names:?}");
    }
}
