// A request that the CRM refused, as recorded: `required key fileid is not found in request body.`
use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
{
  "operation": "insert",
  "ignore_empty": true,
  "callback": {
    "url": "https://www.zoho.com/in/crm/",
    "method": "post"
  },
  "resource": [
    {
      "type": "data",
      "module": "Leads",
      "field_mappings": [
        {
          "api_name": "Last_Name",
          "index": 0
        },
        {
          "api_name": "Owner",
          "index": 1
        },
        {
          "api_name": "Date_3",
          "index": 2,
          "format": "yyyy/MM/dd"
        },
        {
          "api_name": "Mobile",
          "index": 3
        },
        {
          "api_name": "Layout",
          "index": 4
        }
      ]
    }
  ]
}
    };
}
