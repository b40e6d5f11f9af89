use bulkwrite::bulk_write;

fn main() {
    let fileid = 1;
    let _ = bulk_write! {
        "operation": "insert",
        "callback": { "url": "<url>", "method": "post" },
        "resource": [
            { "type": "data", "module": "Leads", "file_id": "{{file_id}}" },
            { "type": "data", "module": "Contacts", "file_id": "{{file-id}}" },
            { "type": "data", "module": "Deals", "file_id": "{{fileid}}" },
            { "type": "data", "module": "Accounts", "file_id": "{{self.id}}" },
            { "type": "data", "module": "Products", "file_id": "{{type}}" },
            { "type": "data", "module": "Vendors", "file_id": "${file_id}" }
        ]
    };
}
