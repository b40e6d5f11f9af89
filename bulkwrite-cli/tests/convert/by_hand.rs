bulkwrite::bulk_write!({
    "operation": r"insert", // as in JSON
    version: v2_1,
    callback: { "url": r#"https://hooks.zylker.com/a/b"#, "method": "post", },
    /* the rows */
    resource: [{
        r#type: data,
        module: { "api_name": Leads, id: "41508680000000021\u{37}5" },
        file_id: "4150868000005379001",
        field_mappings: [
            { api_name: Last_Name, index: 0 },
            { "api_name": "Company", "index": 1_0, default_value: { value: "a\
                b\x41", name: null } },
        ],
    }]
})
