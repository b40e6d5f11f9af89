bulk_write! {
    version: v8,
    operation: insert,
    ignore_empty: true,
    callback: { url: "https://hooks.zylker.com/crm/bulk", method: post },
    resource: [{
        type: data,
        module: Leads,
        file_id: "4150868000005379001",
        field_mappings: {
            Last_Name: 0,
            Owner: 1,
            Date_3: { index: 2, format: "yyyy/MM/dd" },
            Mobile: 3,
            Layout: 4,
        },
    }],
}
