use bulkwrite::{ApiName, ColumnIndex, FileId, bulk_write_file};

fn main() {}

fn jobs(id: FileId, key: ApiName, column: ColumnIndex) {
    // Each finding has its line in the file.
    let _ = bulk_write_file!("jobs/wrong.json", version = v8);
    let _ = bulk_write_file!("jobs/cut.json", version = v8);
    let _ = bulk_write_file!("jobs/warning.json", version = v8);
    let _ = bulk_write_file!("jobs/part.json", version = v8, host = "hooks.zylker.com");
    // Placeholders that lack a value, and values that lack a placeholder.
    let _ = bulk_write_file!("jobs/template.json", version = v8);
    let _ = bulk_write_file!("jobs/template.json", version = v8, lead_file = id, key = key, colum = column, colour = 2);
    // Requests of a collection.
    let _ = bulk_write_file!("jobs/collection.json");
    let _ = bulk_write_file!("jobs/collection.json", request = "Upsert");
    let _ = bulk_write_file!("jobs/collection.json", request = "Insert", file_id = id);
    let _ = bulk_write_file!("jobs/collection.json", request = "Bulk / Update");
    let _ = bulk_write_file!("jobs/warning.json", request = "Insert");
    // What is no call at all.
    let _ = bulk_write_file!();
    let _ = bulk_write_file!(jobs);
    let _ = bulk_write_file!("jobs/leads.json");
    let _ = bulk_write_file!("/etc/hostname");
    let _ = bulk_write_file!("bulkwrite.toml");
    let _ = bulk_write_file!("jobs/warning.json", version = v9);
    let _ = bulk_write_file!("jobs/template.json", version = v8, lead_file: id, key = key, column = column,);
}
