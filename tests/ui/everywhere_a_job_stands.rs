// Errors in constants, statics, functions and generics bring no second error with them.
use bulkwrite::{FileId, Job, bulk_write};

const CONSTANT: Job = bulk_write!(operation: inser, resource: [{ type: data, module: Leads, file_id: "4150868000005379001" }]);
static STATIC: Job = bulk_write!(operation: updat, resource: [{ type: data, module: Leads, file_id: "4150868000005379001" }]);

const fn function() -> Job {
    bulk_write!(operation: upser, resource: [{ type: data, module: Leads, file_id: "4150868000005379001" }])
}

fn generic<T: Into<FileId>>(id: T) -> Result<Job, bulkwrite::ValueError> {
    Ok(bulk_write!(operation: delete, resource: [
        { type: data, module: Leads, file_id: {{ id.into() }} },
        { type: data, module: Contacts, file_id: {{ "4150868000005379001".parse()? }} },
    ]))
}

fn main() {
    let jobs = [CONSTANT, STATIC.clone(), function(), generic(FileId::parse("1").unwrap()).unwrap()];
    jobs.iter().for_each(|job| println!("{}", job.to_json()));
}
