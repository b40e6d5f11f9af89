bulk_write! {
    version: v8,
    operation: upsert,
    character_encoding: "UTF-8",
    ignore_empty: true,
    resource: [
        {
            type: data,
            module: { api_name: Accounts, id: "4150868000000002177" },
            file_id: "4150868000005379001",
            file_names: ["accounts.csv"],
            find_by: Account_Name,
            ignore_empty: true,
            field_mappings: {
                Account_Name: 0,
                Industry: {
                    index: 1,
                    default_value: { value: "it's \"new\"\né\u{7}\\", name: null },
                },
            },
        },
        {
            type: data,
            module: Contacts,
            file_id: "4150868000005379001",
            file_names: ["contacts.csv"],
            find_by: Email,
            field_mappings: {
                Email: 0,
                type: 2,
                Account_Name: { index: 1, parent_column_index: 0 },
            },
        },
    ],
}
